package io.llmfailover.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A provider that needs no address in the configuration. */
enum BuiltInProvider {
  OPENAI("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
  GEMINI(
      "gemini",
      "https://generativelanguage.googleapis.com/v1beta",
      "GEMINI_API_KEY",
      "GOOGLE_API_KEY"),
  TOGETHER("openai", "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
  ANTHROPIC("anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
  /** There only while {@code llm.simulator} is on; nothing is ever sent to its address. */
  SIMULATOR("openai", "http://simulator.invalid/v1");

  private final String dialect;
  private final String url;
  private final List<String> keyVariables;

  BuiltInProvider(String dialect, String url, String... keyVariables) {
    this.dialect = dialect;
    this.url = url;
    this.keyVariables = List.of(keyVariables);
  }

  /** The name in configuration. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  String dialect() {
    return dialect;
  }

  String url() {
    return url;
  }

  boolean keyless() {
    return this == SIMULATOR;
  }

  /** The built-in providers there are, with or without the simulator. */
  static Stream<BuiltInProvider> there(boolean simulator) {
    return Arrays.stream(values()).filter(known -> simulator || known != SIMULATOR);
  }

  /** The environment variables a provider's key is looked for in, in order. */
  static List<String> keyVariables(String provider) {
    return there(false)
        .filter(known -> known.id().equals(provider))
        .findFirst()
        .map(builtIn -> builtIn.keyVariables)
        .orElseGet(() -> List.of(provider.toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY"));
  }
}
