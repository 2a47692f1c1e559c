package io.llmfailover.it;

import io.llmfailover.upstream.WireServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.asset.StringAsset;

/**
 * The configuration one deployment carries. Immutable: {@link #with} makes another one.
 *
 * @param values by key
 */
record Configuration(Map<String, String> values) {
  static final String FILE = "META-INF/microprofile-config.properties";
  static final String OPENAI_KEY = "sk-it-openai-3f9c2a71d4e8";
  static final String GEMINI_KEY = "AIzaIt-gemini-77b1e0c5a9d2";
  static final String TOGETHER_KEY = "it-together-5be21f08c64a";
  static final String ANTHROPIC_KEY = "sk-ant-it-anthropic-90ad3c7f";
  static final String CALLER_KEY = "it-caller-1c84e7d05b3f";
  static final String OPERATOR_KEY = "it-operator-e60b92f7a1d8";

  static final String ROTATED_KEY = "sk-it-openai-rotated-b7d2";

  /** Whatever is configured under these must never be seen again. */
  static final List<String> SECRETS =
      List.of(
          OPENAI_KEY,
          ROTATED_KEY,
          GEMINI_KEY,
          TOGETHER_KEY,
          ANTHROPIC_KEY,
          CALLER_KEY,
          OPERATOR_KEY);

  Configuration {
    values = Map.copyOf(values);
  }

  /** No failure outlives its test: nothing cools down, nothing becomes unhealthy. */
  static Configuration forgetful() {
    return new Configuration(Map.of())
        .with("llm.cooldown", "0s")
        .with("llm.cooldown.rate-limited", "0s")
        .with("llm.cooldown.quota", "0s")
        .with("llm.cooldown.auth", "0s")
        .with("llm.health.failure-rate", "1");
  }

  /**
   * OpenAI, Gemini and Together with a key each, Anthropic without one, all at {@code upstream}
   * under a path of their own. No failure outlives its test.
   */
  static Configuration of(WireServer upstream) {
    return forgetful()
        .with("llm.provider.openai.url", upstream.uri("/openai/v1"))
        .with("llm.provider.gemini.url", upstream.uri("/gemini/v1beta"))
        .with("llm.provider.together.url", upstream.uri("/together/v1"))
        .with("llm.provider.anthropic.url", upstream.uri("/anthropic/v1"))
        .with("llm.provider.openai.api-key", OPENAI_KEY)
        .with("llm.provider.gemini.api-key", GEMINI_KEY)
        .with("llm.provider.together.api-key", TOGETHER_KEY)
        .with("llm.repair", "0");
  }

  Configuration with(String key, Object value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(key, value.toString());
    return new Configuration(more);
  }

  /** As {@code microprofile-config.properties}. */
  StringAsset asset() {
    return new StringAsset(
        values.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
            .collect(Collectors.joining()));
  }
}
