/**
 * What one generation may not spend: parses, look-ups, expressions, threads and timers. Counted,
 * never timed, so that the answer is the same on every machine.
 */
package io.llmfailover.economy;
