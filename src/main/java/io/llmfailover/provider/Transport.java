package io.llmfailover.provider;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
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

  /**
   * Sends the request once and hands the body on as it comes, if {@code into} wants it so. The
   * link's connect timeout holds; every other limit on time is the caller's own affair, who ends
   * the request with {@link ProviderCall#cancel()}.
   *
   * @return completes when the body has ended: with all of it, when it was not wanted in chunks,
   *     else with an empty one; the ending says whether it came whole. Exceptionally as {@link
   *     #send}. A transport that knows no chunks hands the whole body on as one.
   */
  default CompletionStage<WireAnswer> stream(
      ProviderCall call, WireRequest request, BodyFlow into) {
    return send(call, request)
        .thenCompose(
            answer ->
                into.begins(answer.status(), answer.headers())
                    ? into.chunk(ByteBuffer.wrap(answer.body()))
                        .thenApply(taken -> answer.withoutBody())
                    : CompletableFuture.completedStage(answer));
  }
}
