package io.llmfailover.provider;

import io.llmfailover.chain.ApiKey;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.chain.Timeouts;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Links and answers for the judge's tests. */
final class JudgedLinks {
  static final String KEY = "tgp_v1_k7Hq2mZ9xW4vB8nR3sT6yL1pD5fG0jCa";
  static final String HEADER_SECRET = "plain-words-but-secret";
  static final String QUERY_SECRET = "q1w2e3r4t5y6";

  private JudgedLinks() {}

  static Link link() {
    return link(KEY);
  }

  static Link link(String key) {
    Duration span = Duration.ofSeconds(10);
    Timeouts timeouts = new Timeouts(span, span, span, span);
    ProviderSettings provider =
        new ProviderSettings(
            "test",
            "openai",
            URI.create(
                "https://llm.example/v1?api_key=" + QUERY_SECRET + "&api-version=2024-10-21"),
            ApiKey.of(key),
            false,
            Map.of("api-key", HEADER_SECRET),
            timeouts,
            1,
            10,
            "",
            "");
    return new Link(
        LinkName.parse("test/some-model"), "some-model", provider, ModelFacts.UNKNOWN, timeouts);
  }

  static HttpHeaders headers(Map<String, String> headers) {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return HttpHeaders.of(all, (name, value) -> true);
  }

  static WireAnswer answer(int status, String body) {
    return answer(status, Map.of(), body);
  }

  static WireAnswer answer(int status, Map<String, String> headers, String body) {
    return new WireAnswer(
        status, headers(headers), body.getBytes(StandardCharsets.UTF_8), WireAnswer.Ending.WHOLE);
  }
}
