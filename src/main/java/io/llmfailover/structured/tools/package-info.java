/**
 * Tools of the application's beans: offered to models, run when they ask, each call exactly once,
 * and the results told to whichever link goes on.
 *
 * <p>Reaches the engine through its port only, {@link io.llmfailover.failover.Stage}. What
 * arguments look like and how they are read is that of {@link
 * io.llmfailover.structured.ArgumentTypes}.
 */
package io.llmfailover.structured.tools;
