package io.llmfailover.routing;

import io.llmfailover.LanguageTag;
import java.util.Optional;

/** Tells the language of a text. Thread-safe. */
@FunctionalInterface
interface Languages {
  /** Knows none. */
  Languages NONE = text -> Optional.empty();

  /** The language of a text; empty when it is too short or it could as well be another one. */
  Optional<LanguageTag> of(String text);
}
