package io.llmfailover.api.generation;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the {@code messages} of a native request. */
final class MessageReader {
  private static final Set<String> MESSAGE_FIELDS =
      Set.of("role", "content", "toolCalls", "toolCallId", "failed");
  private static final Set<String> PART_FIELDS =
      Set.of("type", "text", "url", "mediaType", "data", "image_url");
  private static final Set<String> CALL_FIELDS = Set.of("id", "name", "arguments", "signature");

  private MessageReader() {}

  static Message read(JsonNode node, String path) {
    FieldReader fields = FieldReader.of(node, path + ".", MESSAGE_FIELDS);
    String role = fields.needed("role");
    return switch (role) {
      case "system", "developer" -> Message.rules(Message.textOf(parts(fields)));
      case "user" -> new Message.FromUser(parts(fields));
      case "assistant" -> new Message.FromModel(parts(fields), toolCalls(fields));
      case "tool" ->
          new Message.FromTool(
              fields.needed("toolCallId"), Message.textOf(parts(fields)), fields.flag("failed"));
      default -> throw fields.wrong("role", "must be system, developer, user, assistant or tool");
    };
  }

  private static List<Part> parts(FieldReader fields) {
    JsonNode content = fields.field("content").orElse(null);
    if (content == null) {
      if (fields.field("toolCalls").isPresent()) {
        return List.of();
      }
      throw fields.wrong("content", "is needed");
    }
    if (!content.isArray()) {
      return List.of(new Part.Text(FieldReader.textOf(content, fields.path() + "content")));
    }
    List<Part> parts = new ArrayList<>();
    for (JsonNode part : content) {
      parts.add(part(part, fields.path() + "content[" + parts.size() + "]"));
    }
    if (parts.isEmpty()) {
      throw fields.wrong("content", "must not be an empty array");
    }
    return parts;
  }

  private static Part part(JsonNode node, String path) {
    FieldReader fields = FieldReader.of(node, path + ".", PART_FIELDS);
    String type = fields.needed("type");
    return switch (type) {
      case "text" -> new Part.Text(fields.needed("text"));
      case "image" -> image(fields);
      case "image_url" -> {
        JsonNode url = fields.field("image_url").orElse(null);
        if (url == null || !url.path("url").isTextual()) {
          throw fields.wrong("image_url.url", "is needed");
        }
        yield imageAt(url.path("url").textValue(), path + ".image_url.url");
      }
      default -> throw fields.wrong("type", "must be text, image or image_url");
    };
  }

  private static Part image(FieldReader fields) {
    if (fields.field("url").isPresent()) {
      return imageAt(fields.needed("url"), fields.path() + "url");
    }
    return new Part.InlineImage(fields.needed("mediaType"), fields.needed("data"));
  }

  /** A web address, or a data URI that holds the picture itself. */
  private static Part imageAt(String url, String path) {
    if (url.regionMatches(true, 0, "data:", 0, 5)) {
      int comma = url.indexOf(',');
      String head = comma < 0 ? "" : url.substring(5, comma);
      if (!head.endsWith(";base64")) {
        throw new InvalidPromptException(path, "a data URI must be data:<type>;base64,<data>");
      }
      int semicolon = head.indexOf(';');
      return new Part.InlineImage(head.substring(0, semicolon), url.substring(comma + 1));
    }
    if (!url.startsWith("https://") && !url.startsWith("http://")) {
      throw new InvalidPromptException(path, "must be an http, https or data address");
    }
    return new Part.ImageUrl(url);
  }

  private static List<ToolCall> toolCalls(FieldReader fields) {
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode node : fields.list("toolCalls")) {
      String path = fields.path() + "toolCalls[" + calls.size() + "].";
      FieldReader call = FieldReader.of(node, path, CALL_FIELDS);
      JsonNode arguments = call.field("arguments").orElse(null);
      String written =
          arguments == null || arguments.isTextual()
              ? call.text("arguments").orElse("{}")
              : arguments.toString();
      calls.add(
          new ToolCall(
              call.needed("id"), call.needed("name"), written, call.text("signature").orElse("")));
    }
    return calls;
  }
}
