package io.llmfailover;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A language as people write it, in one spelling: {@code sw}, {@code swa} and {@code SW} are {@code
 * sw}; {@code sw_KE} and {@code swa-ke} are {@code sw-KE}. Sheng, which has no code of its own, is
 * {@code sheng}.
 *
 * @param tag a BCP 47 tag; its first part is an ISO 639-1 code where the language has one, else an
 *     ISO 639-3 code, or {@code sheng}
 */
public record LanguageTag(String tag) {
  /** The mix of Swahili and English spoken in Nairobi. */
  public static final LanguageTag SHENG = new LanguageTag("sheng");

  private static final Set<String> TWO_LETTERS = Set.of(Locale.getISOLanguages());
  private static final Map<String, String> SHORTER = twoLettersByThree();

  /** Reads a tag; empty when no language is written like that. */
  public static Optional<LanguageTag> of(String written) {
    Locale locale;
    try {
      locale = new Locale.Builder().setLanguageTag(written.strip().replace('_', '-')).build();
    } catch (IllformedLocaleException notATag) {
      return Optional.empty();
    }
    String language = SHORTER.getOrDefault(locale.getLanguage(), locale.getLanguage());
    boolean known =
        switch (language.length()) {
          case 2 -> TWO_LETTERS.contains(language);
          // Too many to know them all.
          case 3 -> true;
          default -> language.equals(SHENG.tag);
        };
    if (!known) {
      return Optional.empty();
    }
    Locale shortest = new Locale.Builder().setLocale(locale).setLanguage(language).build();
    return Optional.of(new LanguageTag(shortest.toLanguageTag()));
  }

  /**
   * What this is a kind of: {@code sw} for {@code sw-KE} and for Sheng; empty for {@code sw}
   * itself.
   */
  public Optional<LanguageTag> wider() {
    if (equals(SHENG)) {
      return Optional.of(new LanguageTag("sw"));
    }
    int end = tag.lastIndexOf('-');
    return end < 0 ? Optional.empty() : Optional.of(new LanguageTag(tag.substring(0, end)));
  }

  /** The tag. */
  @Override
  public String toString() {
    return tag;
  }

  private static Map<String, String> twoLettersByThree() {
    Map<String, String> shorter = new HashMap<>();
    Arrays.stream(Locale.getISOLanguages())
        .map(Locale::forLanguageTag)
        .forEach(language -> shorter.put(language.getISO3Language(), language.getLanguage()));
    return Map.copyOf(shorter);
  }
}
