package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.Usage;
import io.llmfailover.provider.FirstAlternative;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.StreamReader;
import io.llmfailover.provider.UnusableAnswer;
import io.llmfailover.provider.WireJson;
import java.util.function.Consumer;

/** Reads a stream of {@code GenerateContentResponse}s, each of which looks like a whole answer. */
final class GeminiStreamReader implements StreamReader {
  private final ProviderCall call;
  private final int status;
  private final GeminiAnswer answer;
  private final FirstAlternative alternative = new FirstAlternative();

  private String refusal = "";
  private String model = "";
  private Usage usage = Usage.UNKNOWN;
  private FinishReason finish;
  private boolean foreign;
  private boolean known;
  private boolean done;

  GeminiStreamReader(ProviderCall call, int status) {
    this.call = call;
    this.status = status;
    this.answer = new GeminiAnswer(call, status);
  }

  @Override
  public void read(String type, JsonNode data, Consumer<Piece> pieces) {
    JsonNode candidates = data.path("candidates");
    JsonNode feedback = data.path("promptFeedback");
    known |= candidates.isArray() || data.has("usageMetadata") || feedback.isObject();
    foreign = !known;
    if (model.isEmpty()) {
      model = WireJson.text(data, "modelVersion");
    }
    Usage told = GeminiUsage.of(data);
    if (told.known() && (told.totalTokens() > 0 || !usage.known())) {
      usage = told;
    }
    if (candidates.isEmpty() && GeminiBlock.blocksPrompt(feedback)) {
      block(GeminiBlock.ofPrompt(feedback));
    } else {
      alternative.in(candidates).ifPresent(candidate -> take(candidate, pieces));
    }
  }

  private void take(JsonNode candidate, Consumer<Piece> pieces) {
    if (finish == FinishReason.CONTENT_FILTER) {
      return;
    }
    boolean says = answer.take(candidate, pieces);
    if (hasEnded(candidate)) {
      answer.end(pieces);
      finish = answer.finish(candidate);
      if (finish == FinishReason.CONTENT_FILTER) {
        block(GeminiBlock.of(candidate));
      }
    } else if (says) {
      // Old models say STOP in every chunk: only the last one means it.
      finish = null;
    }
  }

  private static boolean hasEnded(JsonNode candidate) {
    String reason = WireJson.text(candidate, "finishReason");
    return !reason.isEmpty() && !reason.equals("FINISH_REASON_UNSPECIFIED");
  }

  private void block(String why) {
    refusal = why;
    finish = FinishReason.CONTENT_FILTER;
  }

  @Override
  public void done() {
    done = true;
  }

  @Override
  public boolean finished() {
    return finish != null;
  }

  /** Gemini marks no end but that of the body, and tokens may be told until then. */
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
      throw UnusableAnswer.malformed(call, status, "a stream without candidates");
    }
    if (!finished()) {
      throw answer.unfinished("the stream ended without a finish reason");
    }
    return answer.reply(finish, refusal, usage, model);
  }
}
