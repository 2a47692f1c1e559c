package io.llmfailover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;

/** One piece of an answer that comes as a stream. Immutable. */
public sealed interface Piece {
  /** The words of this piece; empty when it is anything but {@link Text}. */
  default String text() {
    return "";
  }

  /**
   * More of the answer's text.
   *
   * @param text what is added; not empty
   */
  record Text(String text) implements Piece {
    /** Checks that it is there. */
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * More of what the model thinks aloud; never part of the text.
   *
   * @param thought what is added
   */
  record Reasoning(String thought) implements Piece {
    /** Checks that it is there. */
    public Reasoning {
      Objects.requireNonNull(thought, "thought");
    }
  }

  /**
   * The model begins to ask for a tool. Its arguments follow as {@link ToolArguments}.
   *
   * @param index counts the answer's tool calls, from 0
   * @param id unique within the answer, never blank
   * @param name the tool's name as the caller declared it
   * @param signature the provider's opaque state that must come back with this call; empty if none
   */
  record ToolStart(int index, String id, String name, String signature) implements Piece {
    /** Checks that nothing is null. */
    public ToolStart {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(signature, "signature");
    }
  }

  /**
   * More of a tool call's arguments, a part of a JSON text.
   *
   * @param index of the tool call
   * @param json what is added, exactly as the model wrote it
   */
  record ToolArguments(int index, String json) implements Piece {
    /** Checks that it is there. */
    public ToolArguments {
      Objects.requireNonNull(json, "json");
    }
  }

  /**
   * Opaque state of one provider dialect, such as a signed thinking block. Only a surface that
   * speaks the same dialect passes it on; others leave it out.
   *
   * @param dialect {@code openai}, {@code gemini} or {@code anthropic}
   * @param wire the state in that dialect's own form
   */
  record State(String dialect, JsonNode wire) implements Piece {
    /** Checks that both are there. */
    public State {
      Objects.requireNonNull(dialect, "dialect");
      Objects.requireNonNull(wire, "wire");
    }
  }
}
