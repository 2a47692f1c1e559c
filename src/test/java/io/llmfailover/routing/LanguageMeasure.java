package io.llmfailover.routing;

import io.llmfailover.LanguageTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Counts how often a text of {@code src/test/resources/language} is taken for a language. */
record LanguageMeasure(Languages languages) {
  private static final Path TEXTS = Path.of("src/test/resources/language");

  static List<String> texts(String file) {
    try {
      return Files.readAllLines(TEXTS.resolve(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** How many texts of a file are taken for this language; an empty one stands for none. */
  long taken(String file, String language) {
    return texts(file).stream()
        .filter(text -> languages.of(text).map(LanguageTag::tag).orElse("").equals(language))
        .count();
  }
}
