package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FailureKind;
import io.llmfailover.Message;
import io.llmfailover.Prompt;
import io.llmfailover.provider.AskedLimits;
import io.llmfailover.provider.Conversation;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.JsonInWords;
import io.llmfailover.provider.OwnWords;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.WireJson;
import java.util.List;
import java.util.Set;

/** Writes one request's body. Used once. */
final class AnthropicWriter {
  /** What every Claude model can write. */
  private static final int MOST_TOKENS_UNKNOWN = 4096;

  /** Far below what Anthropic refuses without streaming, and about what fits an attempt's time. */
  private static final int MOST_TOKENS = 8192;

  /** Anthropic takes no smaller thinking budget. */
  private static final int LEAST_THINKING = 1024;

  /** What is written from the prompt, or in another place. */
  private static final Set<String> SPOKEN =
      Set.of(
          "system",
          "messages",
          "max_tokens",
          "stop_sequences",
          "temperature",
          "top_p",
          "output_config",
          "output_format");

  private final ProviderCall call;
  private final Prompt prompt;
  private final ClaudeModel model;
  private final OwnWords own;
  private final ObjectNode body = WireJson.object();

  AnthropicWriter(ProviderCall call) {
    this.call = call;
    this.prompt = call.prompt();
    this.model = ClaudeModel.of(call.link().wireModel());
    this.own = OwnWords.of(call, AnthropicDialect.NAME, "messages");
  }

  ObjectNode body() {
    AnthropicFormat format = AnthropicFormat.of(call, own);
    String inWords = format == AnthropicFormat.IN_WORDS ? JsonInWords.rule(prompt.format()) : "";
    body.put("model", call.link().wireModel());
    int maxTokens = AskedLimits.maxTokens(call).orElseGet(this::tokensUnasked);
    body.put("max_tokens", maxTokens);
    if (call.streaming().isPresent()) {
      body.put("stream", true);
    }
    if (own.present()) {
      continued(inWords);
      thinking(maxTokens);
    } else {
      retold(inWords);
    }
    sampling();
    new AnthropicTools(prompt, own, body).write(format);
    own.copyRest(body, this::goesAlong);
    return body;
  }

  private void retold(String inWords) {
    Conversation conversation = Conversation.of(call, String::isBlank);
    if (conversation.turns().get(conversation.turns().size() - 1) instanceof Message.FromModel) {
      refusePrefill();
    }
    conversation = conversation.ruled(inWords);
    if (!conversation.rules().isEmpty()) {
      body.put("system", conversation.rules());
    }
    body.set("messages", new AnthropicMessages(call).written(conversation.turns()));
  }

  /** The caller's own words, and what was added since. */
  private void continued(String inWords) {
    Conversation added = Conversation.added(own.added(), String::isBlank).ruled(inWords);
    JsonNode rules = OwnMessages.rules(own.get("system"), added.rules());
    if (!rules.isMissingNode()) {
      body.set("system", rules);
    }
    ArrayNode messages = OwnMessages.written(own.turns());
    messages.addAll(new AnthropicMessages(call).written(added.turns()));
    if (OwnMessages.endInPrefill(messages)) {
      refusePrefill();
    }
    body.set("messages", messages);
  }

  /** Thinking must fit into the tokens; where those were lowered, so is it. */
  private void thinking(int maxTokens) {
    if (!(own.get("thinking") instanceof ObjectNode asked)
        || !asked.path("budget_tokens").isNumber()
        || asked.path("budget_tokens").asLong() < maxTokens
        || prompt.maxTokens().orElse(maxTokens) <= maxTokens) {
      return;
    }
    if (maxTokens > LEAST_THINKING) {
      call.notice("The thinking budget was lowered with maxTokens.");
      body.set("thinking", asked.deepCopy().put("budget_tokens", maxTokens - 1));
    } else {
      call.notice("Thinking was switched off: this model cannot write so much.");
      body.putObject("thinking").put("type", "disabled");
    }
  }

  private boolean goesAlong(String field) {
    if (SPOKEN.contains(field)) {
      return false;
    }
    if (field.equals("top_k") && model.refusesSampling()) {
      call.notice("top_k was not sent: this model refuses it.");
      return false;
    }
    return true;
  }

  private int tokensUnasked() {
    int known = call.link().facts().maxOutputTokens();
    return known > 0 ? Math.min(known, MOST_TOKENS) : MOST_TOKENS_UNKNOWN;
  }

  private void refusePrefill() {
    if (model.refusesPrefill()) {
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
