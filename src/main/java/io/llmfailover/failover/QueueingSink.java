package io.llmfailover.failover;

import io.llmfailover.PieceSink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A sink that does no more than queue what it gets: none of its methods blocks, throws or runs the
 * code of others. It may be given pieces on the connection's own thread, from the second on.
 */
public interface QueueingSink extends PieceSink {
  /** The next piece may come at once: the same stage each time, for there is one of each piece. */
  CompletionStage<Void> NOW = CompletableFuture.completedFuture(null);
}
