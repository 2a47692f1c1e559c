package io.llmfailover.provider.anthropic;

import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.chain.Capability;
import io.llmfailover.provider.OwnWords;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.WireJson;

/** The ways in which a form of answer is asked for. */
enum AnthropicFormat {
  /** Nothing to ask for. */
  NONE,
  /** {@code output_config.format}. */
  SETTING,
  /** A tool the model is made to call; its input is the answer. */
  TOOL,
  /** A rule. */
  IN_WORDS;

  static AnthropicFormat of(ProviderCall call, OwnWords own) {
    OutputFormat format = call.prompt().format();
    if (!format.isJson()) {
      return NONE;
    }
    if (!(format instanceof OutputFormat.Schema asked)) {
      // A tool's input is an object; any other JSON value could not be said by it.
      return IN_WORDS;
    }
    if (call.link().facts().has(Capability.JSON_SCHEMA)
        && (AnthropicTools.ownFormat(own).isObject()
            || ClosedSchema.of(asked.schema()).isPresent())) {
      return SETTING;
    }
    if (toolsInPlay(call.prompt()) || !own.get("tools").isEmpty()) {
      // To force the one tool would keep the model from ever calling the caller's.
      call.notice("The JSON Schema was sent in words: this model has no setting beside tools.");
      return IN_WORDS;
    }
    if (thinks(own)) {
      call.notice("The JSON Schema was sent in words: this model has no setting beside thinking.");
      return IN_WORDS;
    }
    return TOOL;
  }

  /** A model that is told to think may not be made to call a tool. */
  private static boolean thinks(OwnWords own) {
    String thinking = WireJson.text(own.get("thinking"), "type");
    return !thinking.isEmpty() && !thinking.equals("disabled");
  }

  private static boolean toolsInPlay(Prompt prompt) {
    return !prompt.tools().isEmpty()
        || prompt.messages().stream()
            .anyMatch(
                message ->
                    message instanceof Message.FromModel said && !said.toolCalls().isEmpty());
  }
}
