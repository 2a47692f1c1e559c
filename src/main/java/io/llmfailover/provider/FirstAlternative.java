package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Of the alternative answers in one stream the one that came first, wherever it stands in later
 * events; to mix them would be nonsense. Not thread-safe.
 */
public final class FirstAlternative {
  private String chosen = "";

  /** None has come yet. */
  public FirstAlternative() {}

  /** What this event says of it; empty when nothing, or when this is no array of objects. */
  public Optional<JsonNode> in(JsonNode alternatives) {
    if (!alternatives.isArray()) {
      return Optional.empty();
    }
    for (JsonNode one : alternatives) {
      if (one.isObject() && isChosen(one.path("index"))) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private boolean isChosen(JsonNode index) {
    // Gemini leaves out a zero.
    String own = index.isNumber() ? index.asText() : "0";
    if (chosen.isEmpty()) {
      chosen = own;
    }
    return chosen.equals(own);
  }
}
