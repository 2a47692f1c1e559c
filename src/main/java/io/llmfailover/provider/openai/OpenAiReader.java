package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.provider.FoundCalls;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.UnusableAnswer;
import io.llmfailover.provider.WireJson;

/** Reads one answer. Used once. */
final class OpenAiReader {
  private final ProviderCall call;
  private final int status;

  OpenAiReader(ProviderCall call, int status) {
    this.call = call;
    this.status = status;
  }

  Reply reply(JsonNode answer) {
    JsonNode choices = answer.path("choices");
    if (!choices.isArray()) {
      throw UnusableAnswer.malformed(call, status, "an answer without choices");
    }
    if (choices.isEmpty()) {
      throw UnusableAnswer.empty(call, status, "an answer with no choice in it");
    }
    JsonNode choice = choices.get(0);
    JsonNode message = choice.path("message");
    if (!message.isObject()) {
      throw UnusableAnswer.malformed(call, status, "a choice without a message");
    }
    FoundCalls calls = calls(message);
    OpenAiContent content = OpenAiContent.of(message);
    return new Reply(
        content.text(),
        content.reasoning(),
        content.refusal().isEmpty() ? OpenAiFinish.filtered(choice) : content.refusal(),
        calls.all(),
        OpenAiFinish.of(call, status, choice, !calls.isEmpty()),
        OpenAiUsage.of(answer),
        WireJson.text(answer, "model"),
        status);
  }

  private FoundCalls calls(JsonNode message) {
    FoundCalls calls = new FoundCalls(call, status, OpenAiDialect.TOOL_NAMES);
    for (JsonNode one : message.path("tool_calls")) {
      add(one.path("function"), WireJson.text(one, "id"), calls);
    }
    // What there was before there were several.
    JsonNode only = message.path("function_call");
    if (only.isObject() && calls.isEmpty()) {
      add(only, "", calls);
    }
    return calls;
  }

  private static void add(JsonNode function, String id, FoundCalls calls) {
    calls.add(id, WireJson.text(function, "name"), function.path("arguments"), "");
  }
}
