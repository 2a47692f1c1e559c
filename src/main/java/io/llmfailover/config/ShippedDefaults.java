package io.llmfailover.config;

import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.Timeouts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is in force where nothing is configured. */
final class ShippedDefaults {
  private ShippedDefaults() {}

  static final List<LinkName> DEFAULT_CHAIN =
      links(
          "openai/gpt-4o",
          "gemini/gemini-1.5-pro",
          "together/Qwen/Qwen2.5-72B-Instruct-Turbo",
          "openai/gpt-4o-mini",
          "gemini/gemini-1.5-flash",
          "together/meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo",
          "together/Qwen/Qwen2.5-7B-Instruct-Turbo");

  /** Shows failover to somebody who has no key at all. */
  static final List<LinkName> DEMONSTRATION_CHAIN =
      links(
          "simulator/out-of-quota",
          "simulator/renamed-model",
          "simulator/overloaded",
          "simulator/assistant");

  /** Named chains. */
  static final Map<String, List<LinkName>> CHAINS =
      Map.of(
          "economy",
          links(
              "gemini/gemini-1.5-flash",
              "together/Qwen/Qwen2.5-7B-Instruct-Turbo",
              "openai/gpt-4o"));

  /** Chains by how demanding a prompt is. */
  static final Map<String, String> ROUTES_BY_COMPLEXITY = Map.of("simple", "economy");

  /** What follows a link asked for by name; for other providers the default chain does. */
  static final Map<String, List<LinkName>> FALLBACKS =
      Map.of(
          "gemini",
          links(
              "gemini/gemini-2.5-flash",
              "openai/gpt-4o-mini",
              "anthropic/claude-haiku-4-5-20251001"),
          "openai",
          links(
              "openai/gpt-4o-mini",
              "gemini/gemini-2.5-flash",
              "anthropic/claude-haiku-4-5-20251001"),
          "anthropic",
          links(
              "anthropic/claude-haiku-4-5-20251001",
              "openai/gpt-4o-mini",
              "gemini/gemini-2.5-flash"));

  /** Gemini's v1beta does not know the names that end in {@code -latest}. */
  static final Map<String, String> ALIASES =
      Map.of(
          "gemini-1.5-pro-latest", "gemini-1.5-pro",
          "gemini-1.5-flash-latest", "gemini-1.5-flash");

  static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2));
  static final int RETRIES = 1;
  static final int MAX_CONCURRENT = 2000;

  static final long MAX_BODY_BYTES = 10L << 20;
  static final int MAX_IN_FLIGHT = 10_000;
  static final int REPAIRS = 1;
  static final int TOOL_ROUNDS = 8;
  static final Duration STREAM_MAX = Duration.ofMinutes(15);

  static final Duration WARM_UP = Duration.ofMinutes(3);
  static final Duration DEADLINE = Duration.ofSeconds(120);
  static final Duration PATIENCE = Duration.ofSeconds(2);
  static final Duration COOLDOWN = Duration.ofSeconds(10);
  static final Duration COOLDOWN_MAX = Duration.ofSeconds(20);
  static final Duration RESERVE = Duration.ofSeconds(2);
  static final int MAX_ATTEMPTS = 100;
  static final BigDecimal RETRY_SHARE = new BigDecimal("0.4");
  static final String HANDOFF_MESSAGE =
      "We are sorry: we cannot answer right now. Please try again in a few minutes.";

  private static List<LinkName> links(String... names) {
    return Stream.of(names).map(LinkName::parse).toList();
  }
}
