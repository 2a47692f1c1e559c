package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tool calls found in one answer, each with an id of its own: a missing or repeated one is
 * replaced. Not thread-safe.
 */
public final class FoundCalls {
  private final ProviderCall call;
  private final int status;
  private final ToolNames names;
  private final List<ToolCall> found = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  /** Nothing found yet in the answer to {@code call}, whose dialect names tools by this rule. */
  public FoundCalls(ProviderCall call, int status, ToolNames names) {
    this.call = call;
    this.status = status;
    this.names = names;
  }

  /**
   * Adds a call.
   *
   * @param id the provider's id; empty when it gives none
   * @param wireName the name as it came
   * @param arguments a JSON text or any JSON value; missing or null when there are none
   * @param signature see {@link ToolCall#signature()}
   * @throws ProviderException when it has no name ({@code malformed})
   */
  public void add(String id, String wireName, JsonNode arguments, String signature) {
    if (wireName.isBlank()) {
      throw UnusableAnswer.malformed(call, status, "a tool call without a name");
    }
    String own = id.isBlank() || ids.contains(id) ? ToolIds.fresh() : id;
    ids.add(own);
    found.add(
        new ToolCall(own, names.original(wireName, call.prompt()), written(arguments), signature));
  }

  /** All of them, in order. */
  public List<ToolCall> all() {
    return found;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  private static String written(JsonNode arguments) {
    if (arguments.isTextual()) {
      return arguments.textValue();
    }
    return arguments.isMissingNode() || arguments.isNull() ? "{}" : WireJson.compact(arguments);
  }
}
