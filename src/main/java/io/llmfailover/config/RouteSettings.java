package io.llmfailover.config;

import io.llmfailover.LanguageTag;
import java.util.Map;

/**
 * Which chain a prompt gets for which nobody named one.
 *
 * @param byLanguage chains' names by the prompt's language; {@code llm.route.language.<code>}
 * @param byComplexity chains' names by {@code simple} and {@code complex}; {@code
 *     llm.route.complexity.<level>}
 * @param estimates whether the complexity of prompts whose caller says nothing is estimated; {@code
 *     llm.route.complexity}
 */
public record RouteSettings(
    Map<LanguageTag, String> byLanguage, Map<String, String> byComplexity, boolean estimates) {
  /** Copies the maps. */
  public RouteSettings {
    byLanguage = Map.copyOf(byLanguage);
    byComplexity = Map.copyOf(byComplexity);
  }
}
