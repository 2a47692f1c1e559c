package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.ToolCall;
import io.llmfailover.api.WholeCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the messages of a chat completion request, one prompt message for each. */
final class ChatMessages {
  private static final String TEXT = "text";

  private final Set<String> onlyThere;

  /** Adds to {@code onlyThere} what it leaves out because other dialects have no word for it. */
  ChatMessages(Set<String> onlyThere) {
    this.onlyThere = onlyThere;
  }

  Message read(JsonNode node, String path) {
    Fields message = Fields.of(node, path);
    return switch (message.needed("role")) {
      case "system", "developer" -> Message.rules(words(message));
      case "user" -> new Message.FromUser(userParts(message));
      case "assistant" -> model(message);
      case "tool" -> new Message.FromTool(message.needed("tool_call_id"), words(message), false);
      // What tools were before they had ids.
      case "function" -> new Message.FromTool(message.needed("name"), words(message), false);
      default ->
          throw message.wrong(
              "role", "must be system, developer, user, assistant, tool or function");
    };
  }

  private String words(Fields message) {
    JsonNode content = message.object().path("content");
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder words = new StringBuilder();
    for (Fields part : contentOf(message)) {
      String type = part.needed("type");
      if (type.equals(TEXT)) {
        words.append(textOf(part));
      } else {
        leaveOut(type);
      }
    }
    return words.toString();
  }

  private List<Part> userParts(Fields message) {
    JsonNode content = message.object().path("content");
    if (content.isTextual()) {
      return List.of(new Part.Text(content.textValue()));
    }
    List<Part> parts = new ArrayList<>();
    for (Fields part : contentOf(message)) {
      switch (part.needed("type")) {
        case TEXT -> parts.add(new Part.Text(textOf(part)));
        case "image_url" -> parts.add(picture(part.neededInner("image_url")));
        default -> leaveOut(part.needed("type"));
      }
    }
    return parts;
  }

  private static Part picture(Fields image) {
    return Pictures.at(image.needed("url"), image.at("url"));
  }

  private Message model(Fields message) {
    List<Part> parts = new ArrayList<>();
    if (message.field("content").isPresent()) {
      for (Fields part : contentOf(message)) {
        switch (part.needed("type")) {
          case TEXT -> parts.add(new Part.Text(textOf(part)));
          case "refusal" -> parts.add(new Part.Text(part.text("refusal").orElse("")));
          default -> leaveOut(part.needed("type"));
        }
      }
    }
    message.text("refusal").map(Part.Text::new).ifPresent(parts::add);
    if (message.field("audio").isPresent()) {
      onlyThere.add("audio");
    }
    return new Message.FromModel(parts, toolCalls(message));
  }

  private List<ToolCall> toolCalls(Fields message) {
    List<ToolCall> calls = new ArrayList<>();
    List<JsonNode> written = message.list("tool_calls");
    for (int i = 0; i < written.size(); i++) {
      Fields call = Fields.of(written.get(i), message.at("tool_calls") + "[" + i + "]");
      if (call.text("type").orElse("function").equals("function")) {
        Fields function = call.neededInner("function");
        calls.add(
            new ToolCall(
                call.needed("id"),
                function.needed("name"),
                function.text("arguments").orElse(""),
                ToolSignature.read(written.get(i))));
      } else {
        onlyThere.add("custom tools");
      }
    }
    message
        .inner("function_call")
        .ifPresent(
            call -> {
              String name = call.needed("name");
              calls.add(ToolCall.of(name, name, call.text("arguments").orElse("")));
            });
    return calls;
  }

  /** The content as parts; a text stands for one part. */
  private static List<Fields> contentOf(Fields message) {
    JsonNode content =
        message
            .field("content")
            .orElseThrow(() -> message.wrong("content", "is needed, as text or an array of parts"));
    if (content.isTextual()) {
      JsonNode single =
          JsonNodeFactory.instance.objectNode().put("type", TEXT).put(TEXT, content.textValue());
      return List.of(Fields.of(single, message.at("content")));
    }
    if (!content.isArray() || content.isEmpty()) {
      throw message.wrong("content", "must be text or an array of at least one part");
    }
    List<Fields> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      parts.add(Fields.of(content.get(i), message.at("content") + "[" + i + "]"));
    }
    return parts;
  }

  private static String textOf(Fields part) {
    return part.text(TEXT).orElseThrow(() -> part.wrong(TEXT, "is needed"));
  }

  private void leaveOut(String type) {
    onlyThere.add(
        switch (type) {
          case "input_audio", "audio_url" -> "audio";
          case "file", "input_file" -> "file";
          case "video_url", "input_video" -> "video";
          case "image_url" -> "a picture outside a user's message";
          default -> "content of type " + WholeCharacters.shown(type);
        });
  }
}
