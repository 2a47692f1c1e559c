package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.Usage;
import io.llmfailover.json.WrittenJson;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The least of a dialect, so that calls can be tested without any of the real ones: {@code
 * choices[0].delta.content}, {@code reasoning}, {@code finish_reason} and {@code usage}.
 */
final class PlainDialect implements Dialect {
  private final URI uri;

  PlainDialect(URI uri) {
    this.uri = uri;
  }

  @Override
  public String name() {
    return "openai";
  }

  @Override
  public WireRequest write(ProviderCall call) {
    return new WireRequest(uri, Map.of(), WrittenJson.of("{\"stream\":true}".getBytes()));
  }

  @Override
  public Reply read(ProviderCall call, JsonNode answer, int status) {
    JsonNode message = answer.at("/choices/0/message");
    if (message.isMissingNode()) {
      throw UnusableAnswer.malformed(call, status, "no choices");
    }
    return reply(WireJson.text(message, "content"), Usage.UNKNOWN, status);
  }

  private static Reply reply(String text, Usage usage, int status) {
    return new Reply(text, "", "", List.of(), FinishReason.STOP, usage, "", status);
  }

  @Override
  public StreamReader reader(ProviderCall call, int status) {
    return new StreamReader() {
      private final StringBuilder text = new StringBuilder();
      private Usage usage = Usage.UNKNOWN;
      private boolean finished;
      private boolean done;

      @Override
      public void read(String type, JsonNode data, Consumer<Piece> pieces) {
        JsonNode choice = data.at("/choices/0");
        String thought = WireJson.text(choice.path("delta"), "reasoning");
        if (!thought.isEmpty()) {
          pieces.accept(new Piece.Reasoning(thought));
        }
        String more = WireJson.text(choice.path("delta"), "content");
        if (!more.isEmpty()) {
          text.append(more);
          pieces.accept(new Piece.Text(more));
        }
        if (choice.path("finish_reason").asText().equals("broken")) {
          throw UnusableAnswer.malformed(call, status, "broken");
        }
        finished |= choice.path("finish_reason").isTextual();
        JsonNode counted = data.path("usage");
        if (counted.isObject()) {
          usage =
              Usage.of(
                  WireJson.count(counted, "prompt_tokens"),
                  WireJson.count(counted, "completion_tokens"));
        }
      }

      @Override
      public void done() {
        done = true;
      }

      @Override
      public boolean finished() {
        return finished;
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
        if (text.length() == 0) {
          throw new ProviderException(Failure.of(FailureKind.EMPTY, status, "nothing said"));
        }
        return PlainDialect.reply(text.toString(), usage, status);
      }
    };
  }
}
