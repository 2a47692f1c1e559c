/**
 * The server exercises itself after its start, so that its first callers do not pay for code that
 * is not compiled yet: it calls its own address, and a provider of its own that answers at once.
 * Nobody hears of these calls: they have an engine of their own ({@link
 * io.llmfailover.failover.EngineApart}) behind a door of their own ({@link
 * io.llmfailover.api.WarmUpDoor}).
 */
package io.llmfailover.api.warmup;
