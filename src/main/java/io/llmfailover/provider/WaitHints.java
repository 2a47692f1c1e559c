package io.llmfailover.provider;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How long a provider asks to be left alone. Sources, best first: {@code retry-after-ms}; {@code
 * retry-after}; the body's own field; the reset header of the bucket that is exhausted; a sentence.
 * A source that says nothing sane yields to the next. Never more than an hour.
 */
final class WaitHints {
  /** Longer hints are cut to this. */
  static final Duration MOST = Duration.ofHours(1);

  private static final Pattern BETWEEN_PAIRS = Pattern.compile("[,;]");
  private static final Pattern NONE_OR_LESS =
      Pattern.compile("-?0{1,9}(\\.0{1,9})?|-\\d{1,9}(\\.\\d{1,9})?");

  private final HttpHeaders headers;
  private final ErrorWords words;
  private final Clock clock;

  /**
   * @param clock what time it is when the answer has no {@code Date}
   */
  WaitHints(HttpHeaders headers, ErrorWords words, Clock clock) {
    this.headers = headers;
    this.words = words;
    this.clock = clock;
  }

  /** Read only when a hint names a time: most name a length, or there is none. */
  private Instant now() {
    return headers.firstValue("date").flatMap(Span::httpDate).orElseGet(clock::instant);
  }

  /** The best hint there is, whatever its length. */
  Optional<Duration> best() {
    return retryAfter()
        .or(this::inBody)
        .or(this::exhaustedBucket)
        .or(() -> Span.inText(words.lowerText()))
        .map(WaitHints::capped);
  }

  /** The best hint besides buckets, which say nothing about an overload. */
  Optional<Duration> bestForOverload() {
    return retryAfter()
        .or(this::inBody)
        .or(() -> Span.inText(words.lowerText()))
        .map(WaitHints::capped);
  }

  private static Duration capped(Duration hint) {
    return hint.compareTo(MOST) > 0 ? MOST : hint;
  }

  private Optional<Duration> retryAfter() {
    return headers
        .firstValue("retry-after-ms")
        .flatMap(Span::ofMillis)
        .or(() -> headers.firstValue("x-ms-retry-after-ms").flatMap(Span::ofMillis))
        .or(() -> headers.firstValue("retry-after").flatMap(this::seconds));
  }

  private Optional<Duration> seconds(String value) {
    return Span.ofSeconds(value)
        .or(() -> Span.untilHttpDate(value, now()))
        .or(() -> Span.ofUnits(value));
  }

  private Optional<Duration> inBody() {
    for (Map.Entry<String, String> field : words.waits().entrySet()) {
      Optional<Duration> told =
          field.getKey().endsWith("_ms")
              ? Span.ofMillis(field.getValue())
              : seconds(field.getValue());
      if (told.isPresent()) {
        return told;
      }
    }
    return Optional.empty();
  }

  private Optional<Duration> exhaustedBucket() {
    Map<String, String> sent = new LinkedHashMap<>();
    headers.map().forEach((name, values) -> sent.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    return longestExhausted(sent)
        .or(() -> Optional.ofNullable(sent.get("ratelimit")).flatMap(this::combined))
        .or(() -> longestExhausted(words.headers()));
  }

  /**
   * The longest reset among buckets with nothing remaining. A lone reset without a remainder counts
   * as exhausted: the request was refused, and no other bucket is spoken of.
   */
  private Optional<Duration> longestExhausted(Map<String, String> sent) {
    Map<String, String> resets = bucketsOf(sent, "reset");
    Map<String, String> remains = bucketsOf(sent, "remaining");
    if (resets.isEmpty()) {
      return Optional.empty();
    }
    Instant now = now();
    Optional<Duration> longest = Optional.empty();
    for (Map.Entry<String, String> reset : resets.entrySet()) {
      String remaining = remains.get(reset.getKey());
      boolean exhausted =
          remaining == null ? remains.isEmpty() && resets.size() == 1 : isNone(remaining);
      Optional<Duration> until = exhausted ? Span.ofReset(reset.getValue(), now) : Optional.empty();
      if (until.isPresent() && longest.filter(most -> most.compareTo(until.get()) >= 0).isEmpty()) {
        longest = until;
      }
    }
    return longest;
  }

  /** Rate limit headers that have this word in their name, by the rest of their name. */
  private static Map<String, String> bucketsOf(Map<String, String> sent, String word) {
    Map<String, String> buckets = new LinkedHashMap<>();
    sent.forEach(
        (name, value) -> {
          if (name.contains("ratelimit") || name.contains("rate-limit")) {
            String rest =
                Arrays.stream(name.split("-"))
                    .filter(part -> !part.equals(word))
                    .collect(Collectors.joining("-"));
            if (rest.length() < name.length()) {
              buckets.put(rest, value);
            }
          }
        });
    return buckets;
  }

  /** The IETF drafts' one header: {@code limit=10, remaining=0, reset=7} or {@code r=0;t=7}. */
  private Optional<Duration> combined(String value) {
    String remaining = "";
    String reset = "";
    for (String part : BETWEEN_PAIRS.split(value)) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length == 2 && (pair[0].equals("remaining") || pair[0].equals("r"))) {
        remaining = pair[1];
      } else if (pair.length == 2 && (pair[0].equals("reset") || pair[0].equals("t"))) {
        reset = pair[1];
      }
    }
    return isNone(remaining) ? Span.ofReset(reset, now()) : Optional.empty();
  }

  private static boolean isNone(String remaining) {
    return NONE_OR_LESS.matcher(remaining.strip()).matches();
  }
}
