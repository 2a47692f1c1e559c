package io.llmfailover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/**
 * A request as the caller wrote it in a provider's own dialect. Links that speak the same dialect
 * are sent its words rather than a retelling, so that nothing is lost that this module has no word
 * for.
 *
 * @param dialect {@code openai}, {@code gemini} or {@code anthropic}
 * @param body the request; not copied: nobody changes it after it is made
 * @param messages how many of the prompt's messages, from the first, were read from the body; what
 *     follows them was added since
 * @param onlyThere content that cannot be told in another dialect, such as {@code audio}; links of
 *     other dialects are passed over. Empty when there is none
 * @param untold fields that links of other dialects are not told, by name; noted when it happens
 */
public record Original(
    String dialect, ObjectNode body, int messages, List<String> onlyThere, List<String> untold) {
  /** Copies the lists. */
  public Original {
    Objects.requireNonNull(dialect, "dialect");
    Objects.requireNonNull(body, "body");
    onlyThere = List.copyOf(onlyThere);
    untold = List.copyOf(untold);
  }

  /** Says how large it is, never what it says. */
  @Override
  public String toString() {
    return "Original[" + dialect + ", " + body.size() + " fields]";
  }
}
