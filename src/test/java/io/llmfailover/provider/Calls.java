package io.llmfailover.provider;

import io.llmfailover.Deadline;
import io.llmfailover.Prompt;
import io.llmfailover.Ticker;
import io.llmfailover.chain.ApiKey;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.chain.Timeouts;
import io.llmfailover.json.WrittenJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Calls of links as the transport sees them; immutable, each method makes another. */
record Calls(Ticker ticker, Timeouts timeouts, Duration deadline, String proxy, String trustStore) {
  /** The contract's defaults. */
  static Calls on(Ticker ticker) {
    Timeouts defaults =
        new Timeouts(
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2));
    return new Calls(ticker, defaults, Duration.ofSeconds(120), "", "");
  }

  Calls attempt(Duration attempt) {
    Timeouts other =
        new Timeouts(attempt, timeouts.firstToken(), timeouts.idle(), timeouts.connect());
    return new Calls(ticker, other, deadline, proxy, trustStore);
  }

  Calls connect(Duration connect) {
    Timeouts other =
        new Timeouts(timeouts.attempt(), timeouts.firstToken(), timeouts.idle(), connect);
    return new Calls(ticker, other, deadline, proxy, trustStore);
  }

  Calls deadline(Duration other) {
    return new Calls(ticker, timeouts, other, proxy, trustStore);
  }

  Calls proxy(String url) {
    return new Calls(ticker, timeouts, deadline, url, trustStore);
  }

  Calls trusting(String pemFile) {
    return new Calls(ticker, timeouts, deadline, proxy, pemFile);
  }

  ProviderCall call() {
    return new ProviderCall(link(), Prompt.of("Habari?"), Deadline.after(deadline, ticker));
  }

  /** A call for an answer in pieces, which may take a quarter of an hour. */
  ProviderCall streaming(PieceTaker taker) {
    Deadline end = Deadline.after(Duration.ofMinutes(15), ticker);
    return ProviderCall.streaming(
        link(),
        Prompt.of("Habari?"),
        Deadline.after(deadline, ticker),
        new ProviderCall.Streaming(taker, end));
  }

  private Link link() {
    ProviderSettings provider =
        new ProviderSettings(
            "openai",
            "openai",
            URI.create("http://127.0.0.1/v1"),
            ApiKey.of("sk-test-secret"),
            false,
            Map.of(),
            timeouts,
            1,
            2000,
            proxy,
            trustStore);
    return new Link(
        new LinkName("openai", "gpt-4o"), "gpt-4o", provider, ModelFacts.UNKNOWN, timeouts);
  }

  /** A question with the provider's key. */
  static WireRequest ask(URI uri) {
    return new WireRequest(
        uri,
        Map.of("Authorization", "Bearer sk-test-secret"),
        WrittenJson.of("{\"model\":\"gpt-4o\"}".getBytes(StandardCharsets.UTF_8)));
  }
}
