package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the content blocks of one message. */
final class BlockReader {
  /** Kinds of blocks have such names; a later one is let through to Anthropic's own links. */
  private static final Pattern KIND = Pattern.compile("[a-z0-9_]{1,64}");

  private final Leftovers leftovers;
  private final boolean user;
  private final List<Message> results = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<ToolCall> calls = new ArrayList<>();

  /**
   * @param user whether the user speaks; otherwise the model
   */
  BlockReader(Leftovers leftovers, boolean user) {
    this.leftovers = leftovers;
    this.user = user;
  }

  void text(String words) {
    parts.add(new Part.Text(words));
  }

  void read(Fields block) {
    leftovers.cacheControl(block);
    String type = block.neededText("type");
    switch (type) {
      case "text" -> text(block.neededText("text"));
      case "image" -> image(block);
      case "tool_use" -> toolUse(block);
      case "tool_result" -> toolResult(block);
      case "thinking", "redacted_thinking" -> {
        // Claude's own; whoever else goes on has no use for it.
      }
      default -> onlyThere(block, type);
    }
  }

  /** What the blocks say: tool results first, as Anthropic has them; at least one message. */
  List<Message> messages() {
    if (!user) {
      return List.of(new Message.FromModel(parts, calls));
    }
    List<Message> all = new ArrayList<>(results);
    if (!parts.isEmpty() || results.isEmpty()) {
      all.add(new Message.FromUser(parts));
    }
    return all;
  }

  private void onlyThere(Fields block, String type) {
    if (!KIND.matcher(type).matches()) {
      throw block.wrong("type", "is no kind of content block");
    }
    leftovers.onlyThere(type);
  }

  private void image(Fields block) {
    Fields source = Fields.of(block.needed("source"), block.path() + "source");
    switch (source.neededText("type")) {
      case "base64" ->
          parts.add(
              new Part.InlineImage(source.neededText("media_type"), source.neededText("data")));
      case "url" -> parts.add(new Part.ImageUrl(address(source)));
      case "file" -> leftovers.onlyThere("uploaded files");
      default -> throw source.wrong("type", "must be base64, url or file");
    }
  }

  private static String address(Fields source) {
    String url = source.neededText("url");
    if (!url.startsWith("https://") && !url.startsWith("http://")) {
      throw source.wrong("url", "must be an http or https address");
    }
    return url;
  }

  private void toolUse(Fields block) {
    if (user) {
      throw block.wrong("type", "tool_use belongs into a message of the assistant");
    }
    JsonNode input = block.field("input").orElse(JsonNodeFactory.instance.objectNode());
    if (!input.isObject()) {
      throw block.wrong("input", "must be a JSON object");
    }
    calls.add(ToolCall.of(block.neededText("id"), block.neededText("name"), input.toString()));
  }

  private void toolResult(Fields block) {
    if (!user) {
      throw block.wrong("type", "tool_result belongs into a message of the user");
    }
    String id = block.neededText("tool_use_id");
    JsonNode content = block.field("content").orElse(null);
    String said = "";
    if (content != null) {
      said = content.isArray() ? joined(block.list("content")) : block.neededText("content");
    }
    results.add(new Message.FromTool(id, said, block.flag("is_error")));
  }

  private String joined(List<Fields> blocks) {
    List<String> texts = new ArrayList<>();
    for (Fields block : blocks) {
      leftovers.cacheControl(block);
      String type = block.neededText("type");
      switch (type) {
        case "text" -> texts.add(block.neededText("text"));
        case "image" -> leftovers.onlyThere("pictures in tool results");
        default -> onlyThere(block, type);
      }
    }
    return String.join("\n", texts);
  }
}
