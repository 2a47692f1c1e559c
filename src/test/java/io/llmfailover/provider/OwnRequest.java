package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Deadline;
import io.llmfailover.Message;
import io.llmfailover.Original;
import io.llmfailover.Piece;
import io.llmfailover.Prompt;
import io.llmfailover.Usage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Prompts as the surfaces make them: with the caller's own words, in a dialect. */
public final class OwnRequest {
  private OwnRequest() {}

  /** A prompt of these messages, all read from this body. */
  public static Prompt.Builder in(String dialect, JsonNode body, Message... read) {
    return Prompt.builder()
        .messages(List.of(read))
        .original(new Original(dialect, (ObjectNode) body, read.length, List.of(), List.of()));
  }

  /** A prompt of one turn, and with these fields besides. */
  static Prompt ofOneTurn(String dialect, ObjectNode fields) {
    if (dialect.equals("gemini")) {
      fields.set("contents", DialectCall.json("[{'role':'user','parts':[{'text':'Hi'}]}]"));
    } else {
      fields.set("messages", DialectCall.json("[{'role':'user','content':'Hi'}]"));
    }
    return in(dialect, fields, Message.user("Hi")).build();
  }

  /** The same call, but for an answer in pieces. */
  public static ProviderCall streaming(ProviderCall whole) {
    Deadline end = Deadline.after(Duration.ofMinutes(1), () -> 0);
    return ProviderCall.streaming(
        whole.link(), whole.prompt(), end, new ProviderCall.Streaming(new Deaf(), end));
  }

  private static final class Deaf implements PieceTaker {
    @Override
    public CompletionStage<?> take(Piece piece) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void used(Usage soFar) {}
  }
}
