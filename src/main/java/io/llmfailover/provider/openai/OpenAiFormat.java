package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.chain.Capability;
import io.llmfailover.provider.JsonInWords;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.WireJson;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the form of answer is asked for.
 *
 * @param setting {@code response_format}; empty for none
 * @param rule what has to be said in words besides; empty for nothing
 */
record OpenAiFormat(ObjectNode setting, String rule) {
  private static final Pattern JSON = Pattern.compile("json", Pattern.CASE_INSENSITIVE);

  static OpenAiFormat of(ProviderCall call, OpenAiFlavour flavour) {
    OutputFormat format = call.prompt().format();
    if (!format.isJson()) {
      return new OpenAiFormat(WireJson.object(), "");
    }
    if (!(format instanceof OutputFormat.Schema asked)) {
      // OpenAI refuses JSON mode unless some message speaks of JSON.
      return new OpenAiFormat(anyObject(), speaksOfJson(call) ? "" : JsonInWords.rule(format));
    }
    boolean object = describesObject(asked.schema());
    if (call.link().facts().lacks(Capability.JSON_SCHEMA)) {
      call.notice("The JSON Schema was sent in words: this model has no setting for it.");
      // JSON mode would force an object where the schema wants a list.
      return new OpenAiFormat(object ? anyObject() : WireJson.object(), JsonInWords.rule(format));
    }
    if (flavour.openAi() && !object) {
      call.notice("The JSON Schema was sent in words: this provider takes only those of objects.");
      return new OpenAiFormat(WireJson.object(), JsonInWords.rule(format));
    }
    return new OpenAiFormat(schema(asked, flavour), "");
  }

  private static ObjectNode anyObject() {
    return WireJson.object().put("type", "json_object");
  }

  private static ObjectNode schema(OutputFormat.Schema asked, OpenAiFlavour flavour) {
    ObjectNode setting = WireJson.object().put("type", "json_schema");
    ObjectNode schema = setting.putObject("json_schema");
    schema.put(
        "name", asked.name().isBlank() ? "answer" : OpenAiDialect.TOOL_NAMES.wire(asked.name()));
    Optional<ObjectNode> strict =
        flavour.openAi() ? StrictSchema.of(asked.schema()) : Optional.empty();
    schema.set("schema", strict.<JsonNode>map(copy -> copy).orElse(asked.schema()));
    if (strict.isPresent()) {
      schema.put("strict", true);
    }
    return setting;
  }

  private static boolean describesObject(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isMissingNode()
        ? schema.path("properties").isObject()
        : type.isTextual() && type.textValue().equals("object");
  }

  private static boolean speaksOfJson(ProviderCall call) {
    return call.prompt().messages().stream()
        .map(OpenAiFormat::words)
        .anyMatch(text -> JSON.matcher(text).find());
  }

  private static String words(Message message) {
    if (message instanceof Message.Rules rules) {
      return rules.text();
    }
    return message instanceof Message.FromUser user ? Message.textOf(user.parts()) : "";
  }
}
