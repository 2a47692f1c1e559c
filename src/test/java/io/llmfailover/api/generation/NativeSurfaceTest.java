package io.llmfailover.api.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.StreamPolicy;
import io.llmfailover.api.Asked;
import io.llmfailover.api.CallerHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeSurfaceTest {
  private static Asked asked(String fields) {
    String body = "{\"prompt\":\"x\"" + (fields.isEmpty() ? "" : "," + fields) + "}";
    return new NativeSurface().read(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsThatAStreamIsWantedAndWhatIsToHappenWhenItBreaks() {
    Asked asked = asked("\"stream\":true,\"streamPolicy\":\"error\"");

    assertThat(asked.streamed()).isTrue();
    assertThat(asked.prompt().streamPolicy()).contains(StreamPolicy.ERROR);
  }

  @Test
  void leavesItToTheServerWhereNothingIsSaid() {
    Asked asked = asked("");

    assertThat(asked.streamed()).isFalse();
    assertThat(asked.prompt().streamPolicy()).isEmpty();
  }

  @Test
  void namesThePolicyItDoesNotKnow() {
    assertThatThrownBy(() -> asked("\"streamPolicy\":\"retry\""))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage("streamPolicy: must be resume, buffer or error");
  }

  @ParameterizedTest
  @CsvSource({"20s, 5s, 5s", "5s, 20s, 5s"})
  void takesTheShorterOfTwoDeadlines(String said, String sent, String counts) {
    Asked asked =
        CallerHeaders.added(
            asked("\"deadline\":\"" + said + "\""), Map.of("x-llm-deadline", sent)::get);

    assertThat(asked.prompt().deadline()).contains(Duration.parse("PT" + counts));
  }

  @Test
  void takesThePolicyOfTheBodyBeforeThatOfTheHeader() {
    Asked both =
        CallerHeaders.added(
            asked("\"streamPolicy\":\"error\""), Map.of("x-llm-stream-policy", "buffer")::get);
    Asked header = CallerHeaders.added(asked(""), Map.of("x-llm-stream-policy", "buffer")::get);

    assertThat(both.prompt().streamPolicy()).contains(StreamPolicy.ERROR);
    assertThat(header.prompt().streamPolicy()).contains(StreamPolicy.BUFFER);
  }

  @Test
  void namesTheHeaderThatIsWrong() {
    Asked asked = asked("");

    assertThatThrownBy(
            () -> CallerHeaders.added(asked, Map.of("x-llm-stream-policy", "retry")::get))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageStartingWith("x-llm-stream-policy: ");
  }
}
