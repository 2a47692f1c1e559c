package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.InvalidPromptException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsTextsOfAnyLengthAndScript() {
    String text = "Habari ya asubuhi \u4f60\u597d \uD83D\uDE00 ".repeat(500);

    String read = Json.read(utf8("\uFEFF{\"a\":\"" + text + "\"}")).path("a").textValue();

    assertThat(read).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void refusesOtherEncodings(String encoding) {
    byte[] wide = "{\"a\":1}".getBytes(Charset.forName(encoding));

    assertThatThrownBy(() -> Json.read(wide))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("not valid JSON at line 1, column");
  }

  @Test
  void saysBehindWhichCharacterANameStandsTwice() {
    byte[] twice = utf8("{\"\u00e9\u00e9\":1,\n \"\u00e9\u00e9\":2, \"\u00e9\u00e9\":3}");

    assertThatThrownBy(() -> Json.read(twice)).hasMessageContaining("at line 2, column 6");
  }

  @Test
  void saysAtWhichByteUtf8Ends() {
    byte[] broken = utf8("{\"a\":\"" + "x".repeat(5_000) + "!\"}");
    broken[5_006] = (byte) 0xC0;

    assertThatThrownBy(() -> Json.read(broken))
        .hasMessageContaining("not valid UTF-8 at byte 5007");
  }

  @Test
  void refusesWhatFollowsTheValue() {
    assertThatThrownBy(() -> Json.read(utf8("{} {}"))).hasMessageContaining("not valid JSON");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
