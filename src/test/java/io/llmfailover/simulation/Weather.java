package io.llmfailover.simulation;

import io.llmfailover.VirtualTime;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Transport;
import io.llmfailover.provider.WireAnswer;
import io.llmfailover.provider.WireRequest;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transport whose links fail as often as a test says, after the time a test says. */
final class Weather implements Transport {
  private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);
  private static final WireAnswer GOOD =
      wire(200, "{\"choices\":[{\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}");
  private static final WireAnswer OVERLOADED =
      wire(503, "{\"error\":{\"message\":\"The engine is currently overloaded\"}}");
  private static final WireAnswer BROKEN =
      wire(500, "{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}");

  private final VirtualTime time;
  private final Random dice;
  private final Map<String, Double> failing = new HashMap<>();
  private final Map<String, TreeMap<Long, Integer>> callsBySecond = new HashMap<>();
  private Duration latency = Duration.ZERO;
  private WireAnswer failure = BROKEN;
  private int calls;

  Weather(VirtualTime time, long seed) {
    this.time = time;
    this.dice = new Random(seed);
  }

  /** A link fails at this rate from now on, 0 to 1. */
  Weather failing(String link, double rate) {
    failing.put(link, rate);
    return this;
  }

  /** Every call takes this long from now on. */
  Weather taking(Duration each) {
    latency = each;
    return this;
  }

  /** Failures are 503 and not worth a retry, instead of 500. */
  Weather overloaded() {
    failure = OVERLOADED;
    return this;
  }

  /** Calls made so far. */
  int calls() {
    return calls;
  }

  /** Calls made to a link within one second of virtual time. */
  int callsIn(String link, long second) {
    return callsBySecond.getOrDefault(link, new TreeMap<>()).getOrDefault(second, 0);
  }

  @Override
  public CompletionStage<WireAnswer> send(ProviderCall call, WireRequest request) {
    calls++;
    String link = call.link().toString();
    callsBySecond
        .computeIfAbsent(link, name -> new TreeMap<>())
        .merge(time.nanos() / 1_000_000_000L, 1, Integer::sum);
    WireAnswer answer = dice.nextDouble() < failing.getOrDefault(link, 0.0) ? failure : GOOD;
    if (latency.isZero()) {
      return CompletableFuture.completedFuture(answer);
    }
    CompletableFuture<WireAnswer> later = new CompletableFuture<>();
    time.schedule(latency, () -> later.complete(answer));
    return later;
  }

  private static WireAnswer wire(int status, String body) {
    return new WireAnswer(
        status, NO_HEADERS, body.getBytes(StandardCharsets.UTF_8), WireAnswer.Ending.WHOLE);
  }
}
