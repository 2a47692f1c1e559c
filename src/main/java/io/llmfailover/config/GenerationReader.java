package io.llmfailover.config;

import io.llmfailover.FailureKind;
import io.llmfailover.chain.ApiKey;
import io.llmfailover.config.ConfiguredValues.Found;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads the keys that hold for all generations. */
final class GenerationReader {
  private static final ValueFormat<String> ON_REASON = Formats.oneOf("next", "stop");

  private final CheckedValues values;

  GenerationReader(CheckedValues values) {
    this.values = values;
  }

  GenerationSettings generation() {
    return new GenerationSettings(
        values.read("llm.deadline", Formats.DURATION_ABOVE_ZERO, ShippedDefaults.DEADLINE),
        values.read(
            "llm.max-in-flight", Formats.wholeNumber(1, 1_000_000), ShippedDefaults.MAX_IN_FLIGHT),
        values.read("llm.retry-after.patience", Formats.DURATION, ShippedDefaults.PATIENCE),
        stopOn(),
        values.read("llm.replace-retired", Formats.ON_OFF, true),
        values.read("llm.handoff.message", Formats.TEXT, ShippedDefaults.HANDOFF_MESSAGE),
        values.read("llm.deadline.reserve", Formats.DURATION, ShippedDefaults.RESERVE),
        values.read(
            "llm.max-attempts", Formats.wholeNumber(1, 10_000), ShippedDefaults.MAX_ATTEMPTS),
        values
            .read("llm.retry.max-share", Formats.PERCENT, ShippedDefaults.RETRY_SHARE)
            .doubleValue(),
        values.read("llm.stream.max", Formats.DURATION_ABOVE_ZERO, ShippedDefaults.STREAM_MAX),
        values.read("llm.repair", Formats.wholeNumber(0, 10), ShippedDefaults.REPAIRS),
        values.read(
            "llm.tools.max-rounds", Formats.wholeNumber(1, 1000), ShippedDefaults.TOOL_ROUNDS));
  }

  AccessSettings access() {
    return new AccessSettings(
        values.read("llm.access.keys", AddressFormats.API_KEYS, Set.of()),
        values.read("llm.operator.key", AddressFormats.API_KEY, ApiKey.NONE),
        values.read("llm.max-body", Formats.SIZE_IN_BYTES, ShippedDefaults.MAX_BODY_BYTES));
  }

  WarmUpSettings warmUp() {
    return new WarmUpSettings(
        ownAddress(), values.read("llm.warm-up.time", Formats.DURATION, ShippedDefaults.WARM_UP));
  }

  /** The shipped one has a port of the server's in it, which is -1 when that is switched off. */
  private Optional<URI> ownAddress() {
    String key = "llm.warm-up.url";
    boolean off = values.find(key).filter(found -> found.value().contains(":-1")).isPresent();
    return off ? Optional.empty() : values.read(key, AddressFormats.BASE_URL);
  }

  HealthSettings health() {
    Duration first = values.read("llm.cooldown", Formats.DURATION, ShippedDefaults.COOLDOWN);
    return new HealthSettings(
        first,
        longestCooldown(first),
        values.read("llm.cooldown.after", Formats.wholeNumber(1, 1000), 3),
        values.read("llm.cooldown.rate-limited", Formats.DURATION, Duration.ofSeconds(20)),
        values.read("llm.cooldown.quota", Formats.DURATION, Duration.ofMinutes(10)),
        values.read("llm.cooldown.auth", Formats.DURATION, Duration.ofMinutes(10)),
        values.read("llm.health.window", Formats.DURATION_ABOVE_ZERO, Duration.ofSeconds(60)),
        values.read("llm.health.min-calls", Formats.wholeNumber(1, 1_000_000), 5),
        values.read("llm.health.failure-rate", Formats.RATE, new BigDecimal("0.5")).doubleValue());
  }

  /** Only a maximum that was written can be too short; the shipped one gives way. */
  private Duration longestCooldown(Duration first) {
    String maxKey = "llm.cooldown.max";
    Optional<Duration> most = values.read(maxKey, Formats.DURATION);
    Optional<Found> written = values.find(maxKey);
    if (written.isPresent() && most.filter(max -> max.compareTo(first) < 0).isPresent()) {
      values.problem(
          maxKey,
          written.get().value(),
          written.get().source(),
          "allowed is a duration not shorter than llm.cooldown, which is "
              + first.toMillis()
              + "ms");
    }
    Duration shipped = ShippedDefaults.COOLDOWN_MAX;
    return most.orElse(first.compareTo(shipped) > 0 ? first : shipped);
  }

  private Set<FailureKind> stopOn() {
    Set<FailureKind> stops = EnumSet.noneOf(FailureKind.class);
    for (FailureKind kind : FailureKind.values()) {
      String key = "llm.on." + kind.code().replace('_', '-');
      String what = values.read(key, ON_REASON, kind.stops() ? "stop" : "next");
      if (what.equals("stop")) {
        stops.add(kind);
      }
    }
    return stops;
  }
}
