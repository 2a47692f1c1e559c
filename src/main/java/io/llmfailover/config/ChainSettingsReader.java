package io.llmfailover.config;

import io.llmfailover.StreamPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads what is tunable for all chains at once and for each by itself. */
final class ChainSettingsReader {
  private static final String STICKY = "sticky";
  private static final String HEDGE_AFTER = "hedge.after";
  private static final String STREAM_POLICY = "stream.policy";
  private static final String ORDER = "order";
  private static final ValueFormat<String> ORDERS =
      Formats.oneOf(
          Stream.of(LinkPreference.values()).map(LinkPreference::code).toArray(String[]::new));
  private static final ValueFormat<String> POLICIES =
      Formats.oneOf(
          Stream.of(StreamPolicy.values()).map(StreamPolicy::code).toArray(String[]::new));

  private final CheckedValues values;
  private final double hedgeShare;
  private final boolean hedgeTools;
  private final String sticky;
  private final String hedgeAfter;
  private final String streamPolicy;
  private final String order;

  ChainSettingsReader(CheckedValues values) {
    this.values = values;
    this.hedgeShare =
        values.read("llm.hedge.max-share", Formats.PERCENT, new BigDecimal("0.1")).doubleValue();
    this.hedgeTools = values.read("llm.hedge.tools", Formats.ON_OFF, false);
    this.sticky = values.read("llm." + STICKY, Formats.STICKY, "off");
    this.hedgeAfter = values.read("llm." + HEDGE_AFTER, Formats.HEDGE_AFTER, "off");
    this.streamPolicy = values.read("llm." + STREAM_POLICY, POLICIES, StreamPolicy.RESUME.code());
    this.order = values.read("llm." + ORDER, ORDERS, LinkPreference.AS_LISTED.code());
  }

  /** What holds for every chain that has no word of its own. */
  ChainSettings general() {
    return new ChainSettings(span(sticky), hedge(hedgeAfter), policy(streamPolicy), order(order));
  }

  /** What holds for each of these chains. */
  Map<String, ChainSettings> perChain(Set<String> chains) {
    Map<String, ChainSettings> all = new LinkedHashMap<>();
    chains.forEach(name -> all.put(name, read("llm.chain." + name + ".")));
    return all;
  }

  private ChainSettings read(String prefix) {
    return new ChainSettings(
        span(values.read(prefix + STICKY, Formats.STICKY, sticky)),
        hedge(values.read(prefix + HEDGE_AFTER, Formats.HEDGE_AFTER, hedgeAfter)),
        policy(values.read(prefix + STREAM_POLICY, POLICIES, streamPolicy)),
        order(values.read(prefix + ORDER, ORDERS, order)));
  }

  private static LinkPreference order(String code) {
    return LinkPreference.of(code).orElseThrow();
  }

  private static StreamPolicy policy(String code) {
    return StreamPolicy.of(code).orElseThrow();
  }

  private static Duration span(String sticky) {
    return switch (sticky) {
      case "off" -> Duration.ZERO;
      case "forever" -> ChainSettings.FOREVER;
      default -> Durations.parse(sticky).orElseThrow();
    };
  }

  private HedgeSettings hedge(String after) {
    return switch (after) {
      case "off" ->
          new HedgeSettings(HedgeSettings.Mode.OFF, Duration.ZERO, hedgeShare, hedgeTools);
      case "p95" ->
          new HedgeSettings(HedgeSettings.Mode.P95, Duration.ZERO, hedgeShare, hedgeTools);
      default ->
          new HedgeSettings(
              HedgeSettings.Mode.AFTER,
              Durations.parse(after).orElseThrow(),
              hedgeShare,
              hedgeTools);
    };
  }
}
