package io.llmfailover.config;

import io.llmfailover.LanguageTag;
import io.llmfailover.config.ConfiguredValues.Found;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads which chain a prompt gets for which nobody named one. */
final class RouteReader {
  private static final String LANGUAGE = "llm.route.language.";
  private static final String COMPLEXITY = "llm.route.complexity";
  private static final ValueFormat<String> DEFAULT_COMPLEXITY = Formats.oneOf("off", "auto");

  private final CheckedValues values;
  private final ValueFormat<String> chain;

  /**
   * A reader.
   *
   * @param chains the names of all chains
   */
  RouteReader(CheckedValues values, Set<String> chains) {
    this.values = values;
    this.chain =
        ValueFormat.open(
            "one of the chains " + String.join(", ", chains),
            name -> Optional.of(name).filter(chains::contains));
  }

  RouteSettings read() {
    return new RouteSettings(
        byLanguage(),
        byComplexity(),
        values.read(COMPLEXITY, DEFAULT_COMPLEXITY, "off").equals("auto"));
  }

  private Map<LanguageTag, String> byLanguage() {
    Map<LanguageTag, String> chains = new HashMap<>();
    Map<LanguageTag, String> keys = new HashMap<>();
    for (String written : values.namesBehind(LANGUAGE)) {
      String key = LANGUAGE + written;
      Optional<Found> found = values.find(key);
      if (found.isEmpty()) {
        continue;
      }
      Optional<LanguageTag> language = LanguageTag.of(written);
      if (language.isEmpty()) {
        wrong(key, found.get(), "a language is written as ISO 639 code or BCP 47 tag, or sheng");
        continue;
      }
      String other = keys.putIfAbsent(language.get(), key);
      if (other != null) {
        wrong(key, found.get(), other + " names the same language");
        continue;
      }
      values.read(key, chain).ifPresent(name -> chains.put(language.get(), name));
    }
    return chains;
  }

  private void wrong(String key, Found found, String why) {
    values.problem(key, found.value(), found.source(), why);
  }

  private Map<String, String> byComplexity() {
    Map<String, String> chains = new LinkedHashMap<>(ShippedDefaults.ROUTES_BY_COMPLEXITY);
    for (String level : List.of("simple", "complex")) {
      values.read(COMPLEXITY + "." + level, chain).ifPresent(name -> chains.put(level, name));
    }
    return chains;
  }
}
