package io.llmfailover.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long texts are read and written as Jackson does it, byte for byte and error for error. */
class LongTextTest {
  private static final String[] WRITTEN = {
    "nzuri",
    "é",
    "ሰላም",
    "😀",
    "?",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\t",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\u1230\\u120B",
    "\\u0000",
    "“",
    "\u00ff"
  };
  private static final String[] ODD = {
    "\\ud83d",
    "\\ude00",
    "\\ud83d\\u0041",
    "\\u00g0",
    "\\u-123",
    "\\uFFFD",
    "\\x",
    "\\",
    "\"",
    "\n",
    "\0",
    "\u007f",
    "\ufffd",
    "\\u12"
  };
  private static final String[] SAID = {
    "nzuri", "é", "ሰላም", "😀", "?", "\n", "\"", "\\", "/", "\u0001", "\u001f", "\u007f", "\ud83d",
    "\ude00", "“", "\u00ff", "\uffff"
  };

  private final ObjectMapper quick =
      new ObjectMapper(new LongTextFactory(new JsonFactoryBuilder()));
  private final ObjectMapper plain = new ObjectMapper();
  private final Random random = new Random(42);

  @Test
  void readsWhatIsWellWrittenAsJacksonDoes() throws IOException {
    for (int round = 0; round < 2_000; round++) {
      byte[] json = json(text(WRITTEN)).getBytes(StandardCharsets.UTF_8);

      JsonNode read = quick.readTree(json);

      assertThat(read).isEqualTo(plain.readTree(json));
    }
  }

  @Test
  void readsOrRefusesWhatIsOddAsJacksonDoes() {
    for (int round = 0; round < 2_000; round++) {
      String text = text(WRITTEN);
      int at = random.nextInt(text.length());
      String odd = text.substring(0, at) + ODD[random.nextInt(ODD.length)] + text.substring(at);
      byte[] json = json(odd).getBytes(StandardCharsets.UTF_8);

      assertThat(outcome(quick, json)).isEqualTo(outcome(plain, json));
    }
  }

  @Test
  void readsOrRefusesBrokenBytesAsJacksonDoes() {
    for (int round = 0; round < 2_000; round++) {
      byte[] json = json(text(WRITTEN)).getBytes(StandardCharsets.UTF_8);
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);

      assertThat(outcome(quick, json)).isEqualTo(outcome(plain, json));
    }
  }

  @Test
  void readsOrRefusesWhatIsCutAsJacksonDoes() {
    byte[] json = json(text(WRITTEN)).getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < json.length; length++) {
      byte[] cut = Arrays.copyOf(json, length);

      assertThat(outcome(quick, cut)).isEqualTo(outcome(plain, cut));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void writesAsJacksonDoes(boolean pairsInUtf8) {
    for (ObjectMapper mapper : new ObjectMapper[] {quick, plain}) {
      mapper
          .getFactory()
          .configure(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8, pairsInUtf8);
    }
    for (int round = 0; round < 2_000; round++) {
      String text = text(some(SAID));

      assertThat(written(quick, text)).isEqualTo(written(plain, text));
    }
  }

  @Test
  void writesTextsOfAllLengthsAroundTheBufferAsJacksonDoes() {
    for (int length = 7_900; length < 8_100; length++) {
      String text = "a".repeat(length) + "\"\u0001".repeat(500);

      assertThat(written(quick, text)).isEqualTo(written(plain, text));
    }
  }

  @Test
  void readsCharactersOnTheEdgesOfItsPiecesAsJacksonDoes() throws IOException {
    for (String edge : new String[] {"é", "ሰ", "😀", "\\n", "\\u1230", "\\ud83d\\ude00"}) {
      for (int before = 8_150; before < 8_200; before++) {
        byte[] json =
            json("\\t" + "a".repeat(before) + edge.repeat(20)).getBytes(StandardCharsets.UTF_8);

        assertThat(quick.readTree(json)).isEqualTo(plain.readTree(json));
      }
    }
  }

  private String json(String text) {
    return "{\"a\":[\"" + text + "\",1.5],\n \"b\":\"" + text + "\"}";
  }

  /** Long as a rule; made of these, or of a few of them. */
  private String text(String[] of) {
    int least = random.nextInt((random.nextInt(10) == 0 ? 30 : 3) * LongTextFactory.LONG);
    StringBuilder text = new StringBuilder("x");
    int plainRun = random.nextInt(40);
    while (text.length() < least) {
      text.append(of[random.nextInt(of.length)]).append("a".repeat(random.nextInt(plainRun + 1)));
    }
    return text.toString();
  }

  private String[] some(String[] of) {
    return random.nextBoolean() ? of : new String[] {of[0], of[random.nextInt(of.length)]};
  }

  /** What was read, or why it was refused and where. */
  private static Object outcome(ObjectMapper mapper, byte[] json) {
    try {
      return mapper.readTree(json);
    } catch (IOException refused) {
      return refused.getMessage();
    }
  }

  private static String written(ObjectMapper mapper, String text) {
    JsonNode node = JsonNodeFactory.instance.objectNode().put("a", text).put("b", 1).put("c", text);
    try {
      return new String(mapper.writeValueAsBytes(node), StandardCharsets.UTF_8);
    } catch (IOException refused) {
      return refused.getMessage();
    }
  }
}
