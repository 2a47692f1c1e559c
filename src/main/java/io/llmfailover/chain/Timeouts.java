package io.llmfailover.chain;

import java.time.Duration;

/**
 * How long one link may be silent. All longer than zero.
 *
 * @param attempt one call, from sending to the whole answer; a stream: until its first token
 * @param firstToken a stream: from sending to the first token or thinking piece
 * @param idle between two pieces of a body or stream
 * @param connect for TCP and TLS
 */
public record Timeouts(Duration attempt, Duration firstToken, Duration idle, Duration connect) {}
