package io.llmfailover.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenJsonTest {
  private final WrittenJson written =
      WrittenJson.of(List.of(bytes("{\"a\":"), bytes("  \"Habari\"").position(2), bytes("}")));

  @Test
  void isItsPiecesOneAfterTheOther() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    written.writeTo(out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"Habari\"}");
    assertThat(written.whole()).isEqualTo(out.toByteArray());
    assertThat(written.length()).isEqualTo(out.size());
  }

  @Test
  void isReadAsOftenAsWanted() {
    for (int time = 0; time < 2; time++) {
      assertThat(StandardCharsets.UTF_8.decode(written.piece(1)).toString())
          .isEqualTo("\"Habari\"");
    }
  }

  @Test
  void copiesNoWholeBytes() {
    byte[] json = {'{', '}'};

    assertThat(WrittenJson.of(json).whole()).isSameAs(json);
  }

  @Test
  void saysNothingOfWhatIsWritten() {
    assertThat(written).hasToString("WrittenJson[14 bytes]");
  }

  private static ByteBuffer bytes(String json) {
    return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
  }
}
