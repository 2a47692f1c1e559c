package io.llmfailover;

import java.util.Objects;

/**
 * A model's wish to have a tool called.
 *
 * @param id unique within the answer, never blank
 * @param name the tool's name as the caller declared it
 * @param arguments the arguments exactly as the model wrote them, usually a JSON object; {@code {}}
 *     when it wrote none
 * @param signature the provider's opaque state that must come back with this call; empty when none
 */
public record ToolCall(String id, String name, String arguments, String signature) {
  /** Checks that nothing is null. */
  public ToolCall {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(signature, "signature");
    arguments = arguments == null || arguments.isBlank() ? "{}" : arguments;
  }

  /** A call without provider state. */
  public static ToolCall of(String id, String name, String arguments) {
    return new ToolCall(id, name, arguments, "");
  }
}
