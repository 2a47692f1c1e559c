package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FailureKind;
import io.llmfailover.Message;
import io.llmfailover.Prompt;
import io.llmfailover.provider.AskedLimits;
import io.llmfailover.provider.Conversation;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.JsonInWords;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.WireJson;
import java.util.List;

/** Writes one request's body. Used once. */
final class AnthropicWriter {
  /** What every Claude model can write. */
  private static final int MOST_TOKENS_UNKNOWN = 4096;

  /** Far below what Anthropic refuses without streaming, and about what fits an attempt's time. */
  private static final int MOST_TOKENS = 8192;

  private final ProviderCall call;
  private final Prompt prompt;
  private final ClaudeModel model;
  private final ObjectNode body = WireJson.object();

  AnthropicWriter(ProviderCall call) {
    this.call = call;
    this.prompt = call.prompt();
    this.model = ClaudeModel.of(call.link().wireModel());
  }

  ObjectNode body() {
    Conversation conversation = Conversation.of(call, String::isBlank);
    refusePrefill(conversation.turns());
    AnthropicFormat format = AnthropicFormat.of(call);
    if (format == AnthropicFormat.IN_WORDS) {
      conversation = conversation.ruled(JsonInWords.rule(prompt.format()));
    }
    body.put("model", call.link().wireModel());
    body.put("max_tokens", AskedLimits.maxTokens(call).orElseGet(this::tokensUnasked));
    if (!conversation.rules().isEmpty()) {
      body.put("system", conversation.rules());
    }
    body.set("messages", new AnthropicMessages(call).written(conversation.turns()));
    sampling();
    new AnthropicTools(call, body).write(format);
    return body;
  }

  private int tokensUnasked() {
    int known = call.link().facts().maxOutputTokens();
    return known > 0 ? Math.min(known, MOST_TOKENS) : MOST_TOKENS_UNKNOWN;
  }

  private void refusePrefill(List<Message> turns) {
    if (model.refusesPrefill() && turns.get(turns.size() - 1) instanceof Message.FromModel) {
      throw new ProviderException(
          Failure.of(
              FailureKind.UNSUPPORTED,
              0,
              "this model does not go on from the beginning of an answer"));
    }
  }

  private void sampling() {
    List<String> stops = AskedLimits.stops(call, Integer.MAX_VALUE, String::isBlank);
    if (!stops.isEmpty()) {
      ArrayNode stop = body.putArray("stop_sequences");
      stops.forEach(stop::add);
    }
    if (prompt.seed().isPresent()) {
      call.notice("The seed was not sent: Anthropic knows none.");
    }
    prompt.temperature().ifPresent(this::temperature);
    prompt.topP().ifPresent(this::topP);
  }

  private void temperature(double asked) {
    if (model.refusesSampling()) {
      call.notice("temperature was not sent: this model refuses it.");
      return;
    }
    if (asked > 1) {
      call.notice("temperature was lowered to 1, Anthropic's highest.");
    }
    body.put("temperature", Math.min(asked, 1));
  }

  private void topP(double asked) {
    if (model.refusesSampling()) {
      call.notice("topP was not sent: this model refuses it.");
    } else if (model.refusesBothSamplings() && prompt.temperature().isPresent()) {
      call.notice("topP was not sent: this model refuses it beside temperature.");
    } else {
      body.put("top_p", asked);
    }
  }
}
