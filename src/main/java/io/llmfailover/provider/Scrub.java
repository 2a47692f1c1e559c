package io.llmfailover.provider;

import io.llmfailover.chain.Link;
import io.llmfailover.chain.ProviderSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes foreign text fit for logs, errors and answers: one line, without characters that reorder or
 * hide text, without secrets, and short. Removes the link's own key, its configured header values
 * and query secrets wherever they stand, and whatever else looks like a key.
 */
final class Scrub {
  /** The longest text that is passed on, in characters. */
  static final int MAX_LENGTH = 500;

  /** More than is passed on is looked at, so that no secret is cut in half before it is seen. */
  private static final int LOOKED_AT = 4_000;

  /** Shorter settings are words rather than secrets; removing them would only garble texts. */
  private static final int SHORTEST_SECRET = 4;

  private static final String HIDDEN = "***";

  private static final List<KeyShape> KEY_SHAPES =
      List.of(
          new KeyShape(List.of("sk-", "pk-", "rk-", "ak-", "csk-"), "[A-Za-z0-9_\\-*.]{8,512}+"),
          new KeyShape(List.of("AIza"), "[A-Za-z0-9_\\-*]{8,512}+"),
          new KeyShape(List.of("ya29."), "[A-Za-z0-9_\\-]{8,512}+"),
          new KeyShape(List.of("gsk_", "tgp_", "tok_", "sk_", "pk_"), "[A-Za-z0-9_*]{8,512}+"),
          new KeyShape(
              List.of("xai-", "pplx-", "nvapi-", "fw_", "hf_", "r8_", "ghp_", "gho_", "key_"),
              "[A-Za-z0-9_\\-]{16,512}+"),
          new KeyShape(List.of("github_pat_"), "[A-Za-z0-9_]{8,512}+"),
          new KeyShape(List.of("AKIA", "ASIA"), "[A-Z0-9]{12,32}+"),
          new KeyShape(
              List.of("eyJ"), "[A-Za-z0-9_\\-]{8,4000}+(?:\\.[A-Za-z0-9_\\-]{1,4000}+){0,2}"));

  private static final Pattern KEY_SHAPED =
      Pattern.compile(
          KEY_SHAPES.stream()
              .map(KeyShape::expression)
              .collect(Collectors.joining("|", "\\b(?:", ")")));

  /** Of these one must be in a text for its expression to match; so with the lists below. */
  private static final List<String> KEY_BEGINNINGS =
      KEY_SHAPES.stream().flatMap(shape -> shape.beginnings().stream()).toList();

  private static final List<String> SCHEMES = List.of("bearer", "basic");

  /** Of NAMED's second half; its first half needs a key and a colon or an equals sign. */
  private static final List<String> NAMED_ASSIGNED =
      List.of("token=", "secret=", "password=", "sig=", "code=");

  private static final Pattern AFTER_SCHEME =
      Pattern.compile(
          "\\b(bearer|basic)\\s(?!auth|token|credential|realm)[A-Za-z0-9._~+/=\\-*]{6,4000}+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NAMED =
      Pattern.compile(
          "\\b((?:(?:x-)?(?:goog-)?api[ _-]?key|apikey|subscription[ _-]?key)(?: provided)?"
              + "[\"']?\\s?[:=]\\s?[\"']?|(?:key|token|access_token|secret|password|sig|code)=)"
              + "[^\\s&\"',;<>()]{4,4000}+",
          Pattern.CASE_INSENSITIVE);

  private static final MadeOnce<ProviderSettings, List<String>> SECRETS =
      new MadeOnce<>(Scrub::secretsOf);

  private Scrub() {}

  /**
   * How keys of some makers look.
   *
   * @param beginnings one of these comes first
   * @param rest a regular expression for what follows
   */
  private record KeyShape(List<String> beginnings, String rest) {
    String expression() {
      return beginnings.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"))
          + rest;
    }
  }

  /** The text, fit to be shown; what the link keeps secret is not in it. */
  static String clean(String text, Link link) {
    return shorten(hide(oneLine(text), SECRETS.of(link.provider())));
  }

  /** The text, fit to be shown, when no link is at hand; only what looks like a key is removed. */
  static String clean(String text) {
    return shorten(hide(oneLine(text), List.of()));
  }

  private static String hide(String text, List<String> secrets) {
    String hidden = text;
    for (String secret : secrets) {
      hidden = hidden.replace(secret, HIDDEN);
    }
    if (hasAny(KEY_BEGINNINGS, hidden)) {
      hidden = KEY_SHAPED.matcher(hidden).replaceAll(HIDDEN);
    }
    String lower = hidden.toLowerCase(Locale.ROOT);
    if (hasAny(SCHEMES, lower)) {
      hidden = AFTER_SCHEME.matcher(hidden).replaceAll("$1 " + HIDDEN);
    }
    return mayName(lower) ? NAMED.matcher(hidden).replaceAll("$1" + HIDDEN) : hidden;
  }

  private static boolean mayName(String lower) {
    boolean keyed = lower.contains("key") && (lower.indexOf(':') >= 0 || lower.indexOf('=') >= 0);
    return keyed || hasAny(NAMED_ASSIGNED, lower);
  }

  private static boolean hasAny(List<String> words, String text) {
    for (String word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** Longest first: one secret may be part of another. */
  private static List<String> secretsOf(ProviderSettings provider) {
    List<String> secrets = new ArrayList<>();
    secrets.add(provider.key().secret());
    secrets.addAll(provider.headers().values());
    String query = provider.url().getRawQuery();
    if (query != null) {
      for (String pair : query.split("&")) {
        String name = pair.substring(0, Math.max(0, pair.indexOf('='))).toLowerCase(Locale.ROOT);
        if (name.contains("key") || name.contains("token") || name.contains("sig")) {
          secrets.add(pair.substring(pair.indexOf('=') + 1));
        }
      }
    }
    List<String> asSeen = new ArrayList<>();
    for (String secret : secrets) {
      asSeen.add(secret);
      asSeen.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
      asSeen.add(oneLine(secret));
    }
    asSeen.removeIf(secret -> secret.length() < SHORTEST_SECRET);
    asSeen.sort(Comparator.comparingInt(String::length).reversed());
    return asSeen.stream().distinct().toList();
  }

  /**
   * One line: control characters and every kind of space become one blank; characters that are not
   * seen or turn the direction of writing are dropped.
   */
  static String oneLine(String text) {
    return isPlainLine(text) ? text : madeOneLine(text);
  }

  /** Nearly all are: of visible ASCII, with single blanks between the words. */
  private static boolean isPlainLine(String text) {
    char before = ' ';
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < ' ' || c > '~' || c == ' ' && before == ' ') {
        return false;
      }
      before = c;
    }
    return text.length() <= LOOKED_AT && (before != ' ' || text.isEmpty());
  }

  private static String madeOneLine(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), LOOKED_AT));
    int at = 0;
    while (at < text.length() && line.length() < LOOKED_AT) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      if (isSpace(point)) {
        if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
          line.append(' ');
        }
      } else if (!isHarmful(point)) {
        line.appendCodePoint(point);
      }
    }
    if (at < text.length()) {
      // The last word may be the first half of a secret.
      int lastBlank = line.lastIndexOf(" ");
      line.setLength(lastBlank < 0 ? line.length() : lastBlank);
    }
    return line.toString().strip();
  }

  private static boolean isSpace(int point) {
    return Character.isISOControl(point)
        || Character.isWhitespace(point)
        || Character.isSpaceChar(point);
  }

  private static boolean isHarmful(int point) {
    int type = Character.getType(point);
    return type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.PRIVATE_USE
        || type == Character.UNASSIGNED;
  }

  private static String shorten(String line) {
    if (line.length() <= MAX_LENGTH) {
      return line;
    }
    int end = MAX_LENGTH - 1;
    if (Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end).stripTrailing() + "…";
  }
}
