package io.llmfailover.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How plain values are written: durations, sizes, switches, numbers. */
final class Formats {
  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h)");
  // Longer spans would overflow sums of nanoseconds, and nobody means them.
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final String DURATION_EXAMPLES =
      "a duration such as 500ms, 20s, 5m, 1h or PT20S, at most 366 days";

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB)?", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Long> SIZE_UNITS =
      Map.of("B", 1L, "KB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30);
  private static final long LARGEST_SIZE = 1L << 30;

  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,12})?");

  private Formats() {}

  /** A span that may be zero. */
  static final ValueFormat<Duration> DURATION =
      ValueFormat.open(DURATION_EXAMPLES + ", or 0s", Formats::duration);

  /** A span longer than zero. */
  static final ValueFormat<Duration> DURATION_ABOVE_ZERO =
      ValueFormat.open(
          DURATION_EXAMPLES + ", longer than zero",
          text -> duration(text).filter(Predicate.not(Duration::isZero)));

  /** Bytes; the units are powers of 1024. */
  static final ValueFormat<Long> SIZE_IN_BYTES =
      ValueFormat.open(
          "a size such as 10MB, 512KB or 1048576 (bytes), from 1 byte to 1GB", Formats::size);

  /** A switch. */
  static final ValueFormat<Boolean> ON_OFF = ValueFormat.open("on or off", Formats::flag);

  /** A truth. */
  static final ValueFormat<Boolean> TRUE_FALSE = ValueFormat.open("true or false", Formats::flag);

  /** Any text. */
  static final ValueFormat<String> TEXT = ValueFormat.open("any text", Optional::of);

  /** A share from 0 to 1. */
  static final ValueFormat<BigDecimal> RATE =
      ValueFormat.open(
          "a number from 0 to 1, such as 0.5",
          text -> decimal(text).filter(rate -> rate.compareTo(BigDecimal.ONE) <= 0));

  /** A share from 0% to 100%. */
  static final ValueFormat<BigDecimal> PERCENT =
      ValueFormat.open("a share from 0% to 100%, such as 10%", Formats::percent);

  /** US dollars per million tokens. */
  static final ValueFormat<BigDecimal> PRICE =
      ValueFormat.open("US dollars per million tokens, such as 2.50", Formats::decimal);

  /** How long a switch sticks. */
  static final ValueFormat<String> STICKY =
      ValueFormat.open(
          "off, forever, or " + DURATION_ABOVE_ZERO.allowed(),
          text -> wordOrDuration(text, List.of("off", "forever")));

  /** When the next link starts too. */
  static final ValueFormat<String> HEDGE_AFTER =
      ValueFormat.open(
          "off, p95, or " + DURATION_ABOVE_ZERO.allowed(),
          text -> wordOrDuration(text, List.of("off", "p95")));

  /** A whole number within bounds, both allowed. */
  static ValueFormat<Integer> wholeNumber(int least, int most) {
    return ValueFormat.open(
        "a whole number from " + least + " to " + most,
        text ->
            WHOLE_NUMBER.matcher(text).matches()
                ? Optional.of(Integer.valueOf(text)).filter(n -> n >= least && n <= most)
                : Optional.empty());
  }

  /** One of some words. */
  static ValueFormat<String> oneOf(String... words) {
    List<String> known = List.of(words);
    return ValueFormat.open(
        "one of " + String.join(", ", known), text -> Optional.of(text).filter(known::contains));
  }

  private static Optional<Duration> duration(String text) {
    return written(text).filter(span -> !span.isNegative() && span.compareTo(LONGEST) <= 0);
  }

  private static Optional<Duration> written(String text) {
    Matcher brief = SHORT_DURATION.matcher(text);
    if (brief.matches()) {
      long amount = Long.parseLong(brief.group(1));
      return Optional.of(
          switch (brief.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
          });
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException notIso) {
      return Optional.empty();
    }
  }

  private static Optional<Long> size(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    String unit = size.group(2) == null ? "B" : size.group(2).toUpperCase(Locale.ROOT);
    long amount = Long.parseLong(size.group(1));
    long perUnit = SIZE_UNITS.get(unit);
    boolean within = amount >= 1 && amount <= LARGEST_SIZE / perUnit;
    return within ? Optional.of(amount * perUnit) : Optional.empty();
  }

  private static Optional<Boolean> flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "on", "true" -> Optional.of(true);
      case "off", "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<BigDecimal> decimal(String text) {
    return DECIMAL.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private static Optional<BigDecimal> percent(String text) {
    if (!text.endsWith("%")) {
      return Optional.empty();
    }
    return decimal(text.substring(0, text.length() - 1).strip())
        .map(number -> number.movePointLeft(2))
        .filter(share -> share.compareTo(BigDecimal.ONE) <= 0);
  }

  private static Optional<String> wordOrDuration(String text, List<String> words) {
    boolean longerThanZero = duration(text).filter(Predicate.not(Duration::isZero)).isPresent();
    return Optional.of(text).filter(value -> longerThanZero || words.contains(value));
  }
}
