package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.Usage;
import io.llmfailover.provider.FirstAlternative;
import io.llmfailover.provider.FoundCalls;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.SaidSoFar;
import io.llmfailover.provider.StreamReader;
import io.llmfailover.provider.UnusableAnswer;
import io.llmfailover.provider.WireJson;
import java.util.function.Consumer;

/** Reads a stream of {@code chat.completion.chunk}s. */
final class OpenAiStreamReader implements StreamReader {
  private final ProviderCall call;
  private final int status;
  private final FirstAlternative alternative = new FirstAlternative();
  private final SaidSoFar said = new SaidSoFar();
  private final StringBuilder refusal = new StringBuilder();
  private final FoundCalls calls;
  private final OpenAiToolDeltas toolDeltas;

  private String filtered = "";
  private String model = "";
  private Usage usage = Usage.UNKNOWN;
  private FinishReason finish;
  private boolean foreign;
  private boolean known;
  private boolean done;

  OpenAiStreamReader(ProviderCall call, int status) {
    this.call = call;
    this.status = status;
    this.calls = new FoundCalls(call, status, OpenAiDialect.TOOL_NAMES);
    this.toolDeltas = new OpenAiToolDeltas(calls);
  }

  @Override
  public void read(String type, JsonNode data, Consumer<Piece> pieces) {
    known |= data.path("choices").isArray();
    foreign = !known;
    if (model.isEmpty()) {
      model = WireJson.text(data, "model");
    }
    count(OpenAiUsage.of(data));
    alternative.in(data.path("choices")).ifPresent(choice -> take(choice, pieces));
  }

  private void count(Usage told) {
    // Some servers send zeros until they know.
    if (told.known() && (told.totalTokens() > 0 || !usage.known())) {
      usage = told;
    }
  }

  private void take(JsonNode choice, Consumer<Piece> pieces) {
    String found = OpenAiFinish.filtered(choice);
    filtered = found.isEmpty() ? filtered : found;
    if (finished()) {
      return;
    }
    JsonNode delta = choice.path("delta");
    // A server that knows no deltas sends the whole message as the only event.
    takeDelta(delta.isObject() || hasContent() ? delta : choice.path("message"), pieces);
    if (OpenAiFinish.isIn(choice)) {
      FinishReason reason = OpenAiFinish.of(call, status, choice, !toolDeltas.isEmpty());
      said.end(pieces);
      toolDeltas.end(pieces);
      finish = reason;
    }
  }

  private void takeDelta(JsonNode delta, Consumer<Piece> pieces) {
    OpenAiContent content = OpenAiContent.of(delta);
    said.thought(content.reasoning(), pieces);
    said.text(content.text(), pieces);
    refusal.append(content.refusal());
    toolDeltas.take(delta, pieces);
  }

  private boolean hasContent() {
    return said.hasText() || refusal.length() > 0 || !toolDeltas.isEmpty();
  }

  @Override
  public void done() {
    done = true;
  }

  @Override
  public boolean finished() {
    return finish != null;
  }

  @Override
  public boolean ended() {
    return done;
  }

  @Override
  public Usage usage() {
    return usage;
  }

  @Override
  public Reply reply() {
    if (foreign) {
      throw UnusableAnswer.malformed(call, status, "a stream without choices");
    }
    if (!finished()) {
      throw UnusableAnswer.unfinished(
          call, status, hasContent(), "the stream ended without a finish reason");
    }
    return new Reply(
        said.text(),
        said.reasoning(),
        refusal.length() == 0 ? filtered : refusal.toString(),
        calls.all(),
        finish,
        usage,
        model,
        status);
  }
}
