package io.llmfailover.api.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmException;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.StreamPolicy;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.ToolChoice;
import io.llmfailover.Usage;
import io.llmfailover.api.Asked;
import io.llmfailover.api.Errors;
import io.llmfailover.api.Facts;
import io.llmfailover.api.Json;
import io.llmfailover.config.Durations;
import io.llmfailover.json.WrittenJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Native request to {@link Prompt}; {@link Answer} and {@link LlmException} to native answer. */
final class NativeTranslator {
  private static final Set<String> FIELDS =
      Set.of(
          "prompt",
          "messages",
          "system",
          "model",
          "json",
          "schema",
          "tools",
          "toolChoice",
          "maxTokens",
          "temperature",
          "topP",
          "stop",
          "seed",
          "deadline",
          "language",
          "complexity",
          "stream",
          "streamPolicy",
          "tags");
  private static final Set<String> TOOL_FIELDS = Set.of("name", "description", "parameters");

  private NativeTranslator() {}

  /**
   * Reads a request.
   *
   * @throws InvalidPromptException naming the field that is wrong
   */
  static Asked asked(byte[] body) {
    FieldReader fields = FieldReader.of(Json.read(body), "", FIELDS);
    return new Asked(prompt(fields), fields.flag("stream"));
  }

  private static Prompt prompt(FieldReader fields) {
    Prompt.Builder prompt = Prompt.builder();
    fields.text("system").ifPresent(prompt::rules);
    words(fields, prompt);
    fields.text("model").ifPresent(prompt::model);
    prompt.format(format(fields));
    prompt.tools(tools(fields));
    fields.field("toolChoice").ifPresent(choice -> prompt.toolChoice(toolChoice(fields, choice)));
    fields.whole("maxTokens").ifPresent(tokens -> prompt.maxTokens(asInt(fields, tokens)));
    fields.number("temperature").ifPresent(prompt::temperature);
    fields.number("topP").ifPresent(prompt::topP);
    prompt.stop(fields.texts("stop"));
    fields.whole("seed").ifPresent(prompt::seed);
    fields
        .text("deadline")
        .ifPresent(text -> prompt.deadline(Durations.parse(text).orElseThrow(() -> span(fields))));
    fields
        .text("streamPolicy")
        .ifPresent(
            code -> prompt.streamPolicy(StreamPolicy.of(code).orElseThrow(() -> policy(fields))));
    fields.text("language").ifPresent(prompt::language);
    fields.text("complexity").ifPresent(prompt::complexity);
    prompt.tags(tags(fields));
    return prompt.build();
  }

  private static void words(FieldReader fields, Prompt.Builder prompt) {
    Optional<String> single = fields.text("prompt");
    List<JsonNode> messages = fields.list("messages");
    if (single.isPresent() == !messages.isEmpty()) {
      throw fields.wrong("prompt", "give either prompt or messages");
    }
    single.ifPresent(
        text -> {
          if (text.isBlank()) {
            throw fields.wrong("prompt", "must not be empty");
          }
          prompt.user(text);
        });
    for (int i = 0; i < messages.size(); i++) {
      prompt.message(MessageReader.read(messages.get(i), "messages[" + i + "]"));
    }
  }

  private static OutputFormat format(FieldReader fields) {
    boolean json = fields.flag("json");
    return fields
        .field("schema")
        .<OutputFormat>map(
            schema -> {
              if (!schema.isObject()) {
                throw fields.wrong("schema", "must be a JSON Schema, an object");
              }
              return new OutputFormat.Schema("answer", schema);
            })
        .orElse(json ? OutputFormat.JSON : OutputFormat.TEXT);
  }

  private static List<Tool> tools(FieldReader fields) {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode node : fields.list("tools")) {
      String path = "tools[" + tools.size() + "].";
      FieldReader tool = FieldReader.of(node, path, TOOL_FIELDS);
      JsonNode parameters = tool.field("parameters").orElse(JsonNodeFactory.instance.objectNode());
      if (!parameters.isObject()) {
        throw tool.wrong("parameters", "must be a JSON Schema, an object");
      }
      tools.add(new Tool(tool.needed("name"), tool.text("description").orElse(""), parameters));
    }
    return tools;
  }

  private static ToolChoice toolChoice(FieldReader fields, JsonNode choice) {
    if (choice.isObject() && choice.path("name").isTextual()) {
      return ToolChoice.named(choice.path("name").textValue());
    }
    return switch (choice.asText()) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> ToolChoice.NONE;
      case "required" -> ToolChoice.REQUIRED;
      default -> throw fields.wrong("toolChoice", "must be auto, none, required or {\"name\": …}");
    };
  }

  private static int asInt(FieldReader fields, long tokens) {
    if (tokens > Integer.MAX_VALUE) {
      throw fields.wrong("maxTokens", "is too large");
    }
    return (int) Math.max(tokens, Integer.MIN_VALUE);
  }

  private static InvalidPromptException span(FieldReader fields) {
    return fields.wrong("deadline", "must be a duration such as 20s or PT20S");
  }

  private static InvalidPromptException policy(FieldReader fields) {
    return fields.wrong("streamPolicy", "must be resume, buffer or error");
  }

  private static Map<String, String> tags(FieldReader fields) {
    Map<String, String> tags = new TreeMap<>();
    fields
        .field("tags")
        .ifPresent(
            node -> {
              if (!node.isObject()) {
                throw fields.wrong("tags", "must be an object of texts");
              }
              node.properties()
                  .forEach(
                      tag ->
                          tags.put(
                              tag.getKey(),
                              FieldReader.textOf(tag.getValue(), "tags." + tag.getKey())));
            });
    return tags;
  }

  /** Writes an answer. */
  static WrittenJson answer(Answer answer) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", answer.id()).put("text", answer.text());
    if (!answer.toolCalls().isEmpty()) {
      ArrayNode calls = body.putArray("toolCalls");
      answer.toolCalls().forEach(call -> calls.add(toolCall(call)));
    }
    if (!answer.reasoning().isEmpty()) {
      body.put("reasoning", answer.reasoning());
    }
    body.put("provider", answer.provider()).put("model", answer.model());
    body.put("finish", answer.finish().code());
    if (answer.usage().known()) {
      body.set("usage", usage(answer.usage()));
    }
    answer.cost().ifPresent(usd -> body.put("costUsd", usd));
    body.set("attempts", Facts.attempts(answer.attempts()));
    return Json.written(body);
  }

  private static ObjectNode toolCall(ToolCall call) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", call.id()).put("name", call.name()).put("arguments", call.arguments());
    if (!call.signature().isEmpty()) {
      node.put("signature", call.signature());
    }
    return node;
  }

  private static ObjectNode usage(Usage usage) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("inputTokens", usage.inputTokens())
        .put("outputTokens", usage.outputTokens())
        .put("cachedInputTokens", usage.cachedInputTokens());
    if (usage.reasoningTokens() > 0) {
      node.put("reasoningTokens", usage.reasoningTokens());
    }
    if (usage.estimated()) {
      node.put("estimated", true);
    }
    return node;
  }

  /** Writes what there is to say when there is no answer. */
  static byte[] error(LlmException end) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error");
    error.put("type", Errors.kindOf(end).type()).put("message", end.getMessage());
    if (end instanceof InvalidPromptException wrong) {
      error.put("param", wrong.field());
    }
    Facts.add(end, body);
    return Json.write(body);
  }

  /** Writes what became of one link. */
  static byte[] attempt(Attempt attempt) {
    return Json.write(Facts.attempt(attempt));
  }
}
