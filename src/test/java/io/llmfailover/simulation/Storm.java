package io.llmfailover.simulation;

import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Transport;
import io.llmfailover.provider.WireAnswer;
import io.llmfailover.provider.WireRequest;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A transport that fails in every way, and remembers nothing but how often it was asked. */
final class Storm implements Transport {
  /** Models whose name begins so do not exist. */
  static final String UNKNOWN = "no-such-model-";

  /** Of so many calls one fails although the weather is fine. */
  private static final int STRAY = 4;

  private static final WireAnswer GOOD =
      wire(
          200,
          "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}],"
              + "\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3}}");
  private static final WireAnswer NO_MODEL =
      error(404, "The model does not exist", "model_not_found");
  private static final List<Supplier<CompletionStage<WireAnswer>>> FAILURES =
      List.of(
          () -> said(error(500, "The server had an error", "server_error")),
          () -> said(error(503, "The engine is currently overloaded", "overloaded")),
          () -> said(error(429, "Rate limit reached. Try again in 1s.", "rate_limit_exceeded")),
          () -> said(error(429, "You exceeded your quota", "insufficient_quota")),
          () -> said(error(401, "Incorrect API key provided", "invalid_api_key")),
          () -> said(error(400, "This is too long", "context_length_exceeded")),
          () -> said(error(418, "I am a teapot", "teapot")),
          () -> said(wire(200, "")),
          () -> said(wire(200, "{\"choices\":[]}")),
          () -> said(wire(200, "{\"choices\":[{\"message\":{\"cont")),
          () -> said(wire(502, "<html>Bad gateway</html>")),
          () -> CompletableFuture.failedFuture(new ConnectException("refused")),
          () -> CompletableFuture.failedFuture(new HttpTimeoutException("silent")),
          () -> CompletableFuture.failedFuture(new UnknownHostException("nowhere")));

  private final Random dice;
  private boolean everybodyFails;
  private long calls;

  Storm(long seed) {
    this.dice = new Random(seed);
  }

  /** Whether from now on every call fails, instead of a stray one. */
  void everybodyFails(boolean all) {
    everybodyFails = all;
  }

  /** Calls so far. */
  long calls() {
    return calls;
  }

  @Override
  public CompletionStage<WireAnswer> send(ProviderCall call, WireRequest request) {
    calls++;
    if (call.link().name().model().startsWith(UNKNOWN)) {
      return said(NO_MODEL);
    }
    return everybodyFails || dice.nextInt(STRAY) == 0
        ? FAILURES.get(dice.nextInt(FAILURES.size())).get()
        : said(GOOD);
  }

  private static CompletionStage<WireAnswer> said(WireAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static WireAnswer error(int status, String message, String code) {
    return wire(status, "{\"error\":{\"message\":\"" + message + "\",\"code\":\"" + code + "\"}}");
  }

  private static WireAnswer wire(int status, String body) {
    return new WireAnswer(
        status,
        HttpHeaders.of(Map.of(), (name, value) -> true),
        body.getBytes(StandardCharsets.UTF_8),
        WireAnswer.Ending.WHOLE);
  }
}
