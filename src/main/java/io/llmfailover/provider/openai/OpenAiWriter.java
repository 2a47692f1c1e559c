package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolChoice;
import io.llmfailover.provider.AskedLimits;
import io.llmfailover.provider.OwnWords;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ToolWriting;
import io.llmfailover.provider.WireJson;
import java.util.List;
import java.util.Set;

/** Writes one request's body. Used once. */
final class OpenAiWriter {
  private static final int MOST_STOPS = 4;

  /** What is written from the prompt, in whatever spelling, or not at all. */
  private static final Set<String> SPOKEN =
      Set.of(
          "messages",
          "max_tokens",
          "max_completion_tokens",
          "stop",
          "temperature",
          "top_p",
          "seed",
          "response_format");

  private final ProviderCall call;
  private final Prompt prompt;
  private final OpenAiFlavour flavour;
  private final OwnWords own;
  private final ObjectNode body = WireJson.object();

  OpenAiWriter(ProviderCall call) {
    this.call = call;
    this.prompt = call.prompt();
    this.flavour = OpenAiFlavour.of(call.link());
    this.own = OwnWords.of(call, OpenAiDialect.NAME, "messages");
  }

  ObjectNode body() {
    body.put("model", call.link().wireModel());
    OpenAiFormat format = OpenAiFormat.of(call, flavour);
    body.set("messages", new OpenAiMessages(call, flavour, own).written(format.rule()));
    streaming();
    limits();
    sampling();
    responseFormat(format);
    if (own.present()) {
      own.copyRest(body, this::goesAlong);
    } else {
      tools();
    }
    return body;
  }

  private void streaming() {
    if (call.streaming().isEmpty()) {
      return;
    }
    body.put("stream", true);
    if (flavour.takesStreamOptions()) {
      ObjectNode options =
          own.get("stream_options") instanceof ObjectNode asked
              ? asked.deepCopy()
              : WireJson.object();
      body.set("stream_options", options.put("include_usage", true));
    }
  }

  /** The caller's own, where this link is asked in the same way; otherwise this link's. */
  private void responseFormat(OpenAiFormat format) {
    JsonNode asked = own.get("response_format");
    boolean fits =
        !prompt.format().isJson() || asked.path("type").equals(format.setting().path("type"));
    if (asked.isObject() && fits) {
      body.set("response_format", asked);
    } else if (!format.setting().isEmpty()) {
      body.set("response_format", format.setting());
    }
  }

  private boolean goesAlong(String field) {
    if (SPOKEN.contains(field)) {
      return false;
    }
    if (flavour.refuses(field)) {
      call.notice(field + " was not sent: this link refuses it.");
      return false;
    }
    return true;
  }

  private void limits() {
    AskedLimits.maxTokens(call).ifPresent(most -> body.put(flavour.maxTokensField(), most));
    if (flavour.reasoning() && !prompt.stop().isEmpty()) {
      call.notice("Stop texts were not sent: reasoning models refuse them.");
      return;
    }
    List<String> stops = AskedLimits.stops(call, MOST_STOPS, String::isEmpty);
    if (!stops.isEmpty()) {
      ArrayNode stop = body.putArray("stop");
      stops.forEach(stop::add);
    }
  }

  private void sampling() {
    prompt.seed().ifPresent(seed -> body.put(flavour.seedField(), seed));
    if (!flavour.reasoning()) {
      prompt.temperature().ifPresent(value -> body.put("temperature", value));
      prompt.topP().ifPresent(value -> body.put("top_p", value));
      return;
    }
    if (prompt.temperature().isPresent()) {
      call.notice("temperature was not sent: reasoning models refuse it.");
    }
    if (prompt.topP().isPresent()) {
      call.notice("topP was not sent: reasoning models refuse it.");
    }
  }

  private void tools() {
    // A choice without tools is an error at OpenAI.
    if (prompt.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = body.putArray("tools");
    for (Tool tool : prompt.tools()) {
      ObjectNode function = tools.addObject().put("type", "function").putObject("function");
      function.put("name", OpenAiDialect.TOOL_NAMES.wire(tool.name()));
      if (!tool.description().isBlank()) {
        function.put("description", tool.description());
      }
      function.set("parameters", ToolWriting.parameters(tool));
    }
    choice(prompt.toolChoice());
  }

  private void choice(ToolChoice choice) {
    switch (choice.mode()) {
      case AUTO -> {
        // Every server's own default.
      }
      case NONE -> body.put("tool_choice", "none");
      case REQUIRED -> body.put("tool_choice", "required");
      case NAMED ->
          body.putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", OpenAiDialect.TOOL_NAMES.wire(choice.toolName()));
    }
  }
}
