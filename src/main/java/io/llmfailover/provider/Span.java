package io.llmfailover.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the ways in which providers write how long to wait. What is negative, absurd or garbage is
 * refused; zero is refused too, because a provider that has just refused a request and asks for no
 * wait has said nothing.
 */
final class Span {
  /** No provider means to be asked again in a year. */
  private static final double ABSURD_SECONDS = 366 * 86_400.0;

  /** Above this a bare number is seconds, and above the next milliseconds, since 1970. */
  private static final double EPOCH_SECONDS = 1e9;

  private static final double EPOCH_MILLIS = 1e12;

  private static final String NUMBER = "(\\d{1,15}+(?:\\.\\d{1,15}+)?+)";
  private static final String UNIT =
      "(milliseconds?|msecs?|ms|µs|us|ns|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|[smhd])";

  private static final Pattern BARE = Pattern.compile("\\d{1,20}+(?:\\.\\d{1,20}+)?+");
  private static final Pattern AMOUNT =
      Pattern.compile(NUMBER + "\\s?" + UNIT + "(?![a-z])[,\\s]{0,3}+(?:and\\s)?+");
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?:try again|retry|retrying|wait|come back|available(?: again)?|resets?|back|send(?: it)? again)"
              + "[a-z ]{0,30}?(?:(?<=\\s)(?:in|after|for)|(?<=wait))(?: about| approximately| at least)?"
              + "[:\\s]{1,3}(?=\\d)");

  private Span() {}

  /** A bare number of seconds, fraction allowed. */
  static Optional<Duration> ofSeconds(String text) {
    String number = text.strip();
    return BARE.matcher(number).matches() ? sane(Double.parseDouble(number)) : Optional.empty();
  }

  /** A bare number of milliseconds. */
  static Optional<Duration> ofMillis(String text) {
    String number = text.strip();
    return BARE.matcher(number).matches()
        ? sane(Double.parseDouble(number) / 1_000)
        : Optional.empty();
  }

  /**
   * A Go or protobuf duration or one in words: {@code 1m12.5s}, {@code 28ms}, {@code 2 minutes}.
   */
  static Optional<Duration> ofUnits(String text) {
    String whole = text.strip().toLowerCase(Locale.ROOT);
    Matcher amounts = AMOUNT.matcher(whole);
    int end = 0;
    double seconds = 0;
    while (end < whole.length() && amounts.region(end, whole.length()).lookingAt()) {
      seconds += Double.parseDouble(amounts.group(1)) * secondsIn(amounts.group(2));
      end = amounts.end();
    }
    return end == whole.length() ? sane(seconds) : Optional.empty();
  }

  /** From {@code now} to a date in HTTP's form. */
  static Optional<Duration> untilHttpDate(String text, Instant now) {
    return httpDate(text).flatMap(then -> sane(secondsBetween(now, then)));
  }

  /** A date in HTTP's form. */
  static Optional<Instant> httpDate(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
    } catch (DateTimeException garbage) {
      return Optional.empty();
    }
  }

  /**
   * The value of a reset header: a duration with units, a time (RFC 3339), seconds or milliseconds
   * since 1970, or bare seconds.
   */
  static Optional<Duration> ofReset(String text, Instant now) {
    String value = text.strip();
    if (BARE.matcher(value).matches()) {
      double number = Double.parseDouble(value);
      if (number >= EPOCH_MILLIS) {
        return sane(number / 1_000 - epochSeconds(now));
      }
      return sane(number >= EPOCH_SECONDS ? number - epochSeconds(now) : number);
    }
    if (value.length() > 15 && value.charAt(4) == '-') {
      return untilTime(value, now);
    }
    return ofUnits(value).or(() -> untilHttpDate(value, now));
  }

  /** What a sentence such as "Please try again in 7m12.5s." says; the text in lower case. */
  static Optional<Duration> inText(String text) {
    if (!hasNumber(text)) {
      return Optional.empty();
    }
    Matcher lead = IN_TEXT.matcher(text);
    while (lead.find()) {
      Matcher amounts = AMOUNT.matcher(text);
      int end = lead.end();
      double seconds = 0;
      for (int i = 0; i < 4 && amounts.region(end, text.length()).lookingAt(); i++) {
        seconds += Double.parseDouble(amounts.group(1)) * secondsIn(amounts.group(2));
        end = amounts.end();
      }
      Optional<Duration> told = sane(seconds);
      if (told.isPresent()) {
        return told;
      }
    }
    return Optional.empty();
  }

  /** Whether a number stands where {@link #IN_TEXT} wants one; nearly all texts have none. */
  private static boolean hasNumber(String text) {
    for (int at = 1; at < text.length(); at++) {
      char c = text.charAt(at);
      char before = text.charAt(at - 1);
      if (c >= '0' && c <= '9' && (before <= ' ' || before == ':')) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Duration> untilTime(String value, Instant now) {
    try {
      return sane(secondsBetween(now, OffsetDateTime.parse(value).toInstant()));
    } catch (DateTimeException garbage) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> sane(double seconds) {
    if (!(seconds > 0 && seconds <= ABSURD_SECONDS)) {
      return Optional.empty();
    }
    Duration span = Duration.ofNanos(Math.round(seconds * 1e9));
    return span.isZero() ? Optional.empty() : Optional.of(span);
  }

  private static double secondsBetween(Instant from, Instant to) {
    return epochSeconds(to) - epochSeconds(from);
  }

  private static double epochSeconds(Instant time) {
    return time.getEpochSecond() + time.getNano() / 1e9;
  }

  private static double secondsIn(String unit) {
    return switch (unit) {
      case "ns" -> 1e-9;
      case "us", "µs" -> 1e-6;
      default ->
          unit.startsWith("ms") || unit.startsWith("milli")
              ? 1e-3
              : switch (unit.charAt(0)) {
                case 's' -> 1;
                case 'm' -> 60;
                case 'h' -> 3_600;
                default -> 86_400;
              };
    };
  }
}
