package io.llmfailover;

/**
 * Whether the model may, must or must not call tools.
 *
 * @param mode the rule
 * @param toolName with {@link Mode#NAMED} the one tool that must be called; otherwise empty
 */
public record ToolChoice(Mode mode, String toolName) {
  /** The model decides: the default. */
  public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, "");

  /** No tool may be called. */
  public static final ToolChoice NONE = new ToolChoice(Mode.NONE, "");

  /** Some tool must be called. */
  public static final ToolChoice REQUIRED = new ToolChoice(Mode.REQUIRED, "");

  /** Checks that a name is given exactly when one is needed. */
  public ToolChoice {
    if ((mode == Mode.NAMED) == toolName.isBlank()) {
      throw new InvalidPromptException(
          "toolChoice", "name one tool, or choose auto, none, required");
    }
  }

  /** This one tool must be called. */
  public static ToolChoice named(String toolName) {
    return new ToolChoice(Mode.NAMED, toolName);
  }

  /** The rules there are. */
  public enum Mode {
    /** The model decides. */
    AUTO,
    /** No tool may be called. */
    NONE,
    /** Some tool must be called. */
    REQUIRED,
    /** One named tool must be called. */
    NAMED
  }
}
