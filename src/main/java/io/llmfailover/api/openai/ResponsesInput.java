package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the items of a responses request. Tool calls are items of their own there; here they belong
 * to the model's turn they follow. Used once.
 */
final class ResponsesInput {
  private final Prompt.Builder prompt;
  private final List<Part> said = new ArrayList<>();
  private final List<ToolCall> calls = new ArrayList<>();

  /** Adds the turns to {@code prompt}. */
  ResponsesInput(Prompt.Builder prompt) {
    this.prompt = prompt;
  }

  void read(List<JsonNode> items) {
    for (int i = 0; i < items.size(); i++) {
      read(Fields.of(items.get(i), "input[" + i + "]"));
    }
    endModelsTurn();
  }

  private void read(Fields item) {
    switch (item.text("type").orElse("message")) {
      case "message" -> message(item);
      case "function_call" ->
          calls.add(
              new ToolCall(
                  item.needed("call_id"),
                  item.needed("name"),
                  item.text("arguments").orElse(""),
                  ToolSignature.read(item.object())));
      case "function_call_output" -> {
        endModelsTurn();
        prompt.message(new Message.FromTool(item.needed("call_id"), words(item, "output"), false));
      }
      // What a model thought earlier is of use only to the provider that sealed it.
      case "reasoning" -> {}
      case "item_reference" ->
          throw item.wrong(
              "type",
              "item_reference is not supported, because nothing is stored here: send the items"
                  + " themselves (clients do with store set to false)");
      default ->
          throw item.wrong(
              "type", "must be message, function_call, function_call_output or reasoning");
    }
  }

  private void message(Fields message) {
    String role = message.needed("role");
    if (!role.equals("assistant") || !calls.isEmpty() || !said.isEmpty()) {
      endModelsTurn();
    }
    switch (role) {
      case "system", "developer" -> prompt.rules(words(message, "content"));
      case "user" -> prompt.message(new Message.FromUser(parts(message, "content")));
      case "assistant" -> said.add(new Part.Text(words(message, "content")));
      default -> throw message.wrong("role", "must be system, developer, user or assistant");
    }
  }

  private void endModelsTurn() {
    if (!said.isEmpty() || !calls.isEmpty()) {
      prompt.message(new Message.FromModel(said, calls));
      said.clear();
      calls.clear();
    }
  }

  private static String words(Fields item, String name) {
    List<Part> parts = parts(item, name);
    if (parts.stream().anyMatch(part -> !(part instanceof Part.Text))) {
      throw item.wrong(name, "may hold only text here");
    }
    return Message.textOf(parts);
  }

  private static List<Part> parts(Fields item, String name) {
    JsonNode content =
        item.field(name)
            .orElseThrow(() -> item.wrong(name, "is needed, as text or an array of parts"));
    if (content.isTextual()) {
      return List.of(new Part.Text(content.textValue()));
    }
    if (!content.isArray()) {
      throw item.wrong(name, "must be text or an array of parts");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      parts.add(part(Fields.of(content.get(i), item.at(name) + "[" + i + "]")));
    }
    return parts;
  }

  private static Part part(Fields part) {
    return switch (part.needed("type")) {
      case "input_text", "output_text", "text" ->
          new Part.Text(part.text("text").orElseThrow(() -> part.wrong("text", "is needed")));
      case "refusal" -> new Part.Text(part.text("refusal").orElse(""));
      case "input_image" -> Pictures.at(part.needed("image_url"), part.at("image_url"));
      default -> throw part.wrong("type", "must be input_text, output_text or input_image");
    };
  }
}
