package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.api.WholeCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the fields of a request that a prompt has no words for. */
final class Untold {
  /**
   * Fields that ask for nothing when they are false, zero or empty; some clients always send them.
   */
  private static final Set<String> OFTEN_NEUTRAL =
      Set.of(
          "frequency_penalty",
          "presence_penalty",
          "logit_bias",
          "metadata",
          "store",
          "include",
          "top_logprobs");

  private Untold() {}

  /**
   * The names of fields that are there, ask for something, and are not among {@code told}.
   *
   * @param told the fields that are answered for
   */
  static List<String> of(Fields fields, Set<String> told) {
    List<String> names = new ArrayList<>();
    fields
        .object()
        .properties()
        .forEach(
            field -> {
              if (!told.contains(field.getKey()) && asks(field.getKey(), field.getValue())) {
                names.add(WholeCharacters.shown(field.getKey()));
              }
            });
    return names;
  }

  private static boolean asks(String name, JsonNode value) {
    if (value.isNull()) {
      return false;
    }
    if (name.equals("parallel_tool_calls")) {
      // True is every provider's own way.
      return !value.booleanValue();
    }
    boolean neutral =
        value.isBoolean() && !value.booleanValue()
            || value.isNumber() && value.doubleValue() == 0
            || value.isContainerNode() && value.isEmpty();
    return !(neutral && OFTEN_NEUTRAL.contains(name));
  }
}
