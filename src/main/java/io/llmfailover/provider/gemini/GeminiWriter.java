package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolChoice;
import io.llmfailover.chain.Capability;
import io.llmfailover.provider.AskedLimits;
import io.llmfailover.provider.Conversation;
import io.llmfailover.provider.JsonInWords;
import io.llmfailover.provider.OwnWords;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ToolWriting;
import io.llmfailover.provider.WireJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes one request's body. Used once. */
final class GeminiWriter {
  private static final int MOST_STOPS = 5;

  /** Of the caller's own fields those that are written otherwise. */
  private static final Set<String> SPOKEN =
      Set.of("contents", "systemInstruction", "generationConfig");

  private static final Set<String> FRAME =
      Set.of(
          "$schema",
          "type",
          "title",
          "description",
          "properties",
          "required",
          "additionalProperties");

  private final ProviderCall call;
  private final Prompt prompt;
  private final GeminiModel model;
  private final OwnWords own;
  private final OwnConfig ownConfig;
  private final ObjectNode body = WireJson.object();
  private final ObjectNode generation = WireJson.object();

  GeminiWriter(ProviderCall call, GeminiModel model) {
    this.call = call;
    this.prompt = call.prompt();
    this.model = model;
    this.own = OwnWords.of(call, GeminiDialect.NAME, "contents");
    this.ownConfig = new OwnConfig(own.body());
  }

  ObjectNode body() {
    if (own.present()) {
      continued();
    } else {
      retold();
    }
    sampling();
    if (!generation.isEmpty()) {
      body.set("generationConfig", generation);
    }
    return body;
  }

  private void retold() {
    Conversation conversation = Conversation.of(call, String::isEmpty).ruled(format());
    if (!conversation.rules().isEmpty()) {
      body.putObject("systemInstruction")
          .putArray("parts")
          .addObject()
          .put("text", conversation.rules());
    }
    body.set("contents", new GeminiContents(call, model).written(conversation.turns()));
    tools();
  }

  /** The caller's own words, and what was added since. */
  private void continued() {
    String inWords = format();
    boolean ownFormat =
        !prompt.format().isJson() || (inWords.isEmpty() && ownConfig.asksForFormat(model));
    if (ownFormat) {
      generation.removeAll();
    }
    ownConfig.copy(generation, ownFormat);
    Conversation added = Conversation.added(own.added(), String::isEmpty).ruled(inWords);
    rules(added.rules());
    body.set("contents", new GeminiContents(call, model).written(own.turns(), added.turns()));
    own.copyRest(body, field -> !SPOKEN.contains(GeminiNames.camel(field)));
  }

  private void rules(String more) {
    JsonNode asked = GeminiNames.in(own.body(), "systemInstruction");
    if (!asked.isMissingNode()) {
      body.set("systemInstruction", asked);
    }
    if (more.isEmpty()) {
      return;
    }
    ObjectNode instruction = asked instanceof ObjectNode told ? told.deepCopy() : WireJson.object();
    ArrayNode parts =
        instruction.get("parts") instanceof ArrayNode told ? told : instruction.putArray("parts");
    parts.addObject().put("text", more);
    body.set("systemInstruction", instruction);
  }

  /** Asks for JSON by setting where the model has it; gives what has to be said in words. */
  private String format() {
    OutputFormat format = prompt.format();
    if (!format.isJson()) {
      return "";
    }
    if (offersTools() && !model.takesJsonBesideTools()) {
      call.notice("JSON was asked for in words: this model has no JSON mode beside tools.");
      return JsonInWords.rule(format);
    }
    generation.put("responseMimeType", "application/json");
    if (!(format instanceof OutputFormat.Schema asked)) {
      return "";
    }
    if (call.link().facts().lacks(Capability.JSON_SCHEMA)) {
      call.notice("The JSON Schema was sent in words: this model has no setting for it.");
      return JsonInWords.rule(format);
    }
    if (own.present() && ownConfig.asksForFormat(model)) {
      return "";
    }
    Optional<ObjectNode> schema =
        model.takesJsonSchema()
            ? GeminiJsonSchema.of(asked.schema())
            : GeminiSchema.wholly(asked.schema());
    if (schema.isEmpty()) {
      call.notice("The JSON Schema was sent in words: this model's setting cannot say it.");
      return JsonInWords.rule(format);
    }
    String field = model.takesJsonSchema() ? "responseJsonSchema" : "responseSchema";
    generation.set(field, schema.get());
    return "";
  }

  /** Tools of Gemini's own, such as its search, are known to the caller's words only. */
  private boolean offersTools() {
    return !prompt.tools().isEmpty() || !own.get("tools").isEmpty();
  }

  private void sampling() {
    prompt.temperature().ifPresent(value -> generation.put("temperature", value));
    prompt.topP().ifPresent(value -> generation.put("topP", value));
    AskedLimits.maxTokens(call).ifPresent(most -> generation.put("maxOutputTokens", most));
    List<String> stops = AskedLimits.stops(call, MOST_STOPS, String::isEmpty);
    if (!stops.isEmpty()) {
      ArrayNode stop = generation.putArray("stopSequences");
      stops.forEach(stop::add);
    }
    prompt.seed().ifPresent(seed -> generation.put("seed", shortSeed(seed)));
  }

  /** Gemini's seed has 32 bits; a longer one is folded, which keeps equal seeds equal. */
  private int shortSeed(long seed) {
    if (seed == (int) seed) {
      return (int) seed;
    }
    call.notice("The seed was folded to 32 bits.");
    return Long.hashCode(seed);
  }

  private void tools() {
    if (prompt.tools().isEmpty()) {
      return;
    }
    ArrayNode functions = body.putArray("tools").addObject().putArray("functionDeclarations");
    prompt.tools().forEach(tool -> declare(tool, functions.addObject()));
    choice(prompt.toolChoice());
  }

  private void declare(Tool tool, ObjectNode function) {
    function.put("name", GeminiDialect.TOOL_NAMES.wire(tool.name()));
    if (!tool.description().isBlank()) {
      function.put("description", tool.description());
    }
    JsonNode parameters = ToolWriting.parameters(tool);
    if (describesNothing(parameters)) {
      return;
    }
    if (model.takesJsonSchema()) {
      function.set("parametersJsonSchema", parameters);
    } else {
      function.set("parameters", GeminiSchema.of(parameters));
    }
  }

  /** Gemini refuses an object without properties; a function without parameters has none. */
  private static boolean describesNothing(JsonNode parameters) {
    return parameters.path("properties").isEmpty()
        && !parameters.path("additionalProperties").isObject()
        && parameters.properties().stream().allMatch(field -> FRAME.contains(field.getKey()));
  }

  private void choice(ToolChoice choice) {
    if (choice.mode() == ToolChoice.Mode.AUTO) {
      return;
    }
    ObjectNode config = body.putObject("toolConfig").putObject("functionCallingConfig");
    config.put("mode", choice.mode() == ToolChoice.Mode.NONE ? "NONE" : "ANY");
    if (choice.mode() == ToolChoice.Mode.NAMED) {
      config.putArray("allowedFunctionNames").add(GeminiDialect.TOOL_NAMES.wire(choice.toolName()));
    }
  }
}
