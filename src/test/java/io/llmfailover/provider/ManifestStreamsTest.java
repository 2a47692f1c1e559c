package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Prompt;
import io.llmfailover.provider.SseEvents.Event;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded stream is read as the manifest says. */
class ManifestStreamsTest {
  static Stream<ManifestSample> streams() throws IOException {
    return ManifestSample.of("stream", ".sse");
  }

  @Test
  void knowsTheRecordings() throws IOException {
    assertThat(streams()).hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void readsTheRecordedStreamAsTheManifestSays(ManifestSample sample) throws IOException {
    JsonNode kind = sample.entry().path("expect").path("class");
    ProviderCall call = sample.call();
    StreamedAnswer streamed = new StreamedAnswer(sample.dialect(), call);

    String judged = judged(sample, call, streamed);

    if (kind.isNull()) {
      assertThat(judged).isEmpty();
      assertThat(streamed.reader().finished()).isTrue();
    } else {
      assertThat(sample.kinds()).contains(judged);
    }
    assertWhatWasRead(sample, streamed);
  }

  /** What the answer fails with; empty when it is good. */
  private static String judged(ManifestSample sample, ProviderCall call, StreamedAnswer streamed) {
    try {
      streamed.readAll(SseEvents.ofSample(sample.file()));
      ReplyJudge.usable(call.prompt(), streamed.reply());
      return "";
    } catch (ProviderException failed) {
      return failed.failure().kind().code();
    }
  }

  private static void assertWhatWasRead(ManifestSample sample, StreamedAnswer streamed)
      throws IOException {
    JsonNode expected = sample.answer();
    if (expected.hasNonNull("finish_reason")) {
      ManifestSample.assertAnswer(streamed.reply(), expected);
      return;
    }
    assertThat(streamed.reader().finished()).isFalse();
    assertThat(streamed.text()).isEqualTo(expected.path("text").asText(""));
  }

  @Test
  void isFinishedBeforeItHasEnded() {
    ProviderCall call = DialectCall.to("openai", "gpt-4o").asking(Prompt.of("Hi"));
    StreamedAnswer streamed = new StreamedAnswer(new OpenAiDialect(), call);
    List<Event> events = SseEvents.ofSample("openai/stream-usage.sse");

    streamed.readAll(events.subList(0, events.size() - 2));

    assertThat(streamed.reader().finished()).isTrue();
    assertThat(streamed.reader().ended()).isFalse();
    assertThat(streamed.reader().usage().known()).isFalse();
    streamed.readAll(events.subList(events.size() - 2, events.size()));
    assertThat(streamed.reader().ended()).isTrue();
    assertThat(streamed.reader().usage().totalTokens()).isEqualTo(14);
  }
}
