package io.llmfailover.provider;

import java.util.concurrent.CompletionStage;

/** Carries a request to a provider and brings the answer. Thread-safe; holds no thread. */
public interface Transport {
  /**
   * Sends the request once. The call's link says the timeouts, proxy and trust; the call's deadline
   * ends it early; {@link ProviderCall#cancel()} closes the connection. No redirect is followed.
   *
   * @return completes with any HTTP answer at all, or exceptionally with the {@link
   *     java.io.IOException} that prevented one ({@link java.net.http.HttpTimeoutException} for
   *     silence, {@link java.net.http.HttpConnectTimeoutException} when no connection came about)
   */
  CompletionStage<WireAnswer> send(ProviderCall call, WireRequest request);
}
