package io.llmfailover;

import java.util.List;
import java.util.Objects;

/** One turn of a conversation. Immutable. */
public sealed interface Message {

  /**
   * How the model shall behave. Several are joined with a blank line where a dialect has only one
   * place for them.
   */
  record Rules(String text) implements Message {
    /** Checks that it is there. */
    public Rules {
      Objects.requireNonNull(text, "text");
    }
  }

  /** What the user says: text and pictures. */
  record FromUser(List<Part> parts) implements Message {
    /** Copies the parts. */
    public FromUser {
      parts = List.copyOf(parts);
    }
  }

  /** What a model said earlier, with the tool calls it asked for. */
  record FromModel(List<Part> parts, List<ToolCall> toolCalls) implements Message {
    /** Copies the lists. */
    public FromModel {
      parts = List.copyOf(parts);
      toolCalls = List.copyOf(toolCalls);
    }
  }

  /**
   * What a tool gave back.
   *
   * @param toolCallId the id of the {@link ToolCall} this belongs to
   * @param content text or JSON
   * @param failed whether the tool failed and {@code content} says why
   */
  record FromTool(String toolCallId, String content, boolean failed) implements Message {
    /** Checks that both are there. */
    public FromTool {
      Objects.requireNonNull(toolCallId, "toolCallId");
      Objects.requireNonNull(content, "content");
    }
  }

  /** Rules for the model. */
  static Message rules(String text) {
    return new Rules(text);
  }

  /** A user's text. */
  static Message user(String text) {
    return new FromUser(List.of(new Part.Text(text)));
  }

  /** A model's earlier text. */
  static Message model(String text) {
    return new FromModel(List.of(new Part.Text(text)), List.of());
  }

  /** The text parts joined in order; pictures are left out. */
  static String textOf(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Text words) {
        text.append(words.text());
      }
    }
    return text.toString();
  }
}
