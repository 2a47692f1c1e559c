package io.llmfailover.api.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.Answer;
import io.llmfailover.FailureKind;
import io.llmfailover.Piece;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.Usage;
import io.llmfailover.api.EventSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NativeStreamWriterTest {
  private final List<String> events = new ArrayList<>();
  private final EventSink sink =
      (type, data) -> events.add(type + " " + new String(data, StandardCharsets.UTF_8));
  private final NativeStreamWriter writer = new NativeStreamWriter();

  @Test
  void writesTextOnly() {
    writer.piece(new Piece.Text("Habari \"ya\"\nleo"), sink);
    writer.piece(new Piece.Reasoning("hm"), sink);
    writer.piece(new Piece.ToolStart(0, "call_1", "find", ""), sink);
    writer.piece(new Piece.ToolArguments(0, "{}"), sink);
    writer.piece(new Piece.State("openai", JsonNodeFactory.instance.objectNode()), sink);

    assertThat(events).containsExactly("piece {\"text\":\"Habari \\\"ya\\\"\\nleo\"}");
  }

  @Test
  void takesBackWhatWasSaid() {
    boolean takenBack = writer.restart(sink);

    assertThat(takenBack).isTrue();
    assertThat(events).containsExactly("restart {}");
  }

  @Test
  void endsWithTheWholeAnswerAndSaysWhatIsEstimated() {
    Answer answer =
        Answer.builder("id-1", "openai", "gpt-4o").text("ab").usage(Usage.estimated(3, 2)).build();

    writer.answered(answer, sink);

    assertThat(events)
        .containsExactly(
            "answer {\"id\":\"id-1\",\"text\":\"ab\",\"provider\":\"openai\",\"model\":\"gpt-4o\","
                + "\"finish\":\"stop\",\"usage\":{\"inputTokens\":3,\"outputTokens\":2,"
                + "\"cachedInputTokens\":0,\"estimated\":true},\"attempts\":[]}");
  }

  @Test
  void endsWithTheErrorOfAStreamThatBroke() {
    writer.failed(
        new StreamBrokenException(FailureKind.CONNECTION, "The stream broke.", List.of()), sink);

    assertThat(events)
        .containsExactly(
            "error {\"error\":{\"type\":\"stream_broken\",\"message\":\"The stream broke.\"}}");
  }
}
