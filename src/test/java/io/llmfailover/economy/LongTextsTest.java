package io.llmfailover.economy;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.api.Asked;
import io.llmfailover.api.Surface;
import io.llmfailover.json.WrittenJson;
import io.llmfailover.upstream.WireReply;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Between a caller and a link of one dialect long texts are neither copied nor written anew. */
@Timeout(60)
class LongTextsTest {
  /** As nobody would write it who had to write it himself. */
  private static final String TEXT = "Habari\\/\\u0061subuhi,\\ncaf\\u00e9? ".repeat(2_000);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CHAT      | {"messages":[{"role":"user","content":"%s"}]}
          CHAT      | {"messages":[{"role":"system","content":"a"},{"role":"user","content":[{"type":"text","text":"%s"}]}]}
          ANTHROPIC | {"model":"anthropic/model","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"%s"}]}]}
          GEMINI    | {"contents":[{"role":"user","parts":[{"text":"%s"}]}]}
          """)
  void ofRequestsGoOnAsTheyCame(Caller caller, String request) throws Exception {
    try (LoopbackGateway gateway = new LoopbackGateway(provider(caller) + "/model")) {
      Surface surface = caller.sample(gateway.settings()).surface();

      Asked asked = surface.read(request.formatted(TEXT).getBytes(StandardCharsets.UTF_8));
      gateway.answer(asked.prompt());

      assertThat(gateway.upstream().requests())
          .singleElement()
          .satisfies(sent -> assertThat(sent.text().contains('"' + TEXT + '"')).isTrue());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CHAT      | {"choices":[{"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}]}
          ANTHROPIC | {"type":"message","role":"assistant","content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn"}
          GEMINI    | {"candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]},"finishReason":"STOP"}]}
          """)
  void ofAnswersGoOnAsTheyCame(Caller caller, String reply) throws Exception {
    String provider = provider(caller);
    try (LoopbackGateway gateway = new LoopbackGateway(provider + "/model")) {
      gateway.upstream().onPath("/" + provider + "/").answer(WireReply.json(reply.formatted(TEXT)));
      Surface surface = caller.sample(gateway.settings()).surface();
      Asked asked = surface.read(caller.sample(gateway.settings()).body());

      Answer answer = gateway.answer(asked.prompt());
      WrittenJson written = surface.answer(asked, answer);

      assertThat(new String(written.whole(), StandardCharsets.UTF_8).contains('"' + TEXT + '"'))
          .isTrue();
      assertThat(written.pieces()).isEqualTo(3);
      assertThat(answer.text()).startsWith("Habari/asubuhi,\ncafé? ");
    }
  }

  private static String provider(Caller caller) {
    return switch (caller) {
      case ANTHROPIC -> "anthropic";
      case GEMINI -> "gemini";
      default -> "openai";
    };
  }
}
