package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextEventTest {
  private static final int TEXTS = 200_000;
  private static final long SEED = 20261122;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Habari ya leo?",
        "\"quoted\" \\ and\nbroken\r\tlines",
        "(the text)",
        "Grüße, 你好, \u2028\u007F\u0080\u07FF\u0800\uFFFF",
        "\uD83D\uDC4B",
        "\u0000\u0001\b\f\u001F"
      })
  void writesWhatTheWholeEventWouldBe(String text) {
    TextEvent event = new TextEvent(TextEventTest::whole);

    byte[] written = event.with(text);

    assertThat(new String(written, StandardCharsets.UTF_8))
        .isEqualTo(new String(whole(text), StandardCharsets.UTF_8));
  }

  @Test
  void writesAnyTextAsTheWholeEventWouldHaveIt() {
    TextEvent callers = new TextEvent(TextEventTest::whole);
    TextEvent googles = new TextEvent(text -> WireJson.bytes(object(text)));
    Random random = new Random(SEED);

    for (int i = 0; i < TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      int bound = 1 << 3 + random.nextInt(14);
      for (int left = random.nextInt(12); left > 0; left--) {
        text.append((char) random.nextInt(bound));
      }
      String any = text.toString();
      if (!Arrays.equals(callers.with(any), whole(any))) {
        assertThat(callers.with(any)).as("seed %d: %s", SEED, any).isEqualTo(whole(any));
      }
      if (!Arrays.equals(googles.with(any), WireJson.bytes(object(any)))) {
        assertThat(googles.with(any)).as("seed %d: %s", SEED, any).isEqualTo(whole(any));
      }
    }
  }

  private static byte[] whole(String text) {
    return Json.write(object(text));
  }

  private static ObjectNode object(String text) {
    ObjectNode object = JsonNodeFactory.instance.objectNode().put("model", "gpt-4o");
    object.putObject("delta").put("content", text).putNull("logprobs");
    return object.put("text", "the same");
  }
}
