package io.llmfailover.economy;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.api.Asked;
import io.llmfailover.api.SampleRequest;
import io.llmfailover.provider.SseEvents;
import io.llmfailover.upstream.WireReply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class OneParseTest {
  @ParameterizedTest
  @CsvSource({
    "CHAT, openai", "CHAT, gemini", "CHAT, anthropic",
    "RESPONSES, openai", "RESPONSES, gemini", "RESPONSES, anthropic",
    "ANTHROPIC, openai", "ANTHROPIC, gemini", "ANTHROPIC, anthropic",
    "GEMINI, openai", "GEMINI, gemini", "GEMINI, anthropic",
    "NATIVE, openai", "NATIVE, gemini", "NATIVE, anthropic"
  })
  void everyBodyIsReadAndWrittenOnce(Caller caller, String provider) throws Exception {
    try (LoopbackGateway gateway = new LoopbackGateway(provider + "/model")) {
      SampleRequest request = caller.sample(gateway.settings());

      try (CountedJson json = CountedJson.fromNow()) {
        byte[] answer = gateway.answered(request);

        assertThat(answer).isNotEmpty();
        assertThat(json.reads()).as("the caller's body and the link's").isEqualTo(2);
        assertThat(json.writes()).as("the body for the link and the caller's").isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Caller.class)
  void nextLinkCostsItsOwnBodyAndAnswerOnly(Caller caller) throws Exception {
    try (LoopbackGateway gateway = new LoopbackGateway("anthropic/model, openai/model")) {
      gateway.upstream().onPath("/anthropic/").answer("anthropic/err-529.http");
      SampleRequest request = caller.sample(gateway.settings());

      try (CountedJson json = CountedJson.fromNow()) {
        gateway.answered(request);

        assertThat(json.reads()).isEqualTo(3);
        assertThat(json.writes()).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"openai", "gemini", "anthropic"})
  void everyEventOfStreamIsReadOnce(String provider) throws Exception {
    String sample = provider + "/stream-plain.sse";
    try (LoopbackGateway gateway = new LoopbackGateway(provider + "/model")) {
      gateway.upstream().onPath("/" + provider + "/").answer(WireReply.of(sample));
      SampleRequest request = Caller.CHAT.sample(gateway.settings());
      List<String> heard = new ArrayList<>();

      try (CountedJson json = CountedJson.fromNow()) {
        Asked asked = request.surface().read(request.body());
        Answer answer =
            LoopbackGateway.ended(
                gateway.engine().stream(
                    "id", "", asked.prompt(), piece -> heard.add(piece.text())));

        assertThat(String.join("", heard)).isEqualTo(answer.text()).isNotBlank();
        assertThat(json.reads())
            .as("the caller's body and the events")
            .isEqualTo(1 + events(sample));
        assertThat(json.writes()).as("the body for the link").isEqualTo(1);
      }
    }
  }

  /** Those that hold JSON: the mark of the end does not. */
  private static int events(String sample) {
    return (int)
        SseEvents.ofSample(sample).stream().filter(event -> event.data().startsWith("{")).count();
  }
}
