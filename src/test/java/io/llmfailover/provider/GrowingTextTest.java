package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrowingTextTest {
  private final GrowingText text = new GrowingText();

  @Test
  void keepsHalfACharacterUntilTheOtherHalfComes() {
    String wave = "👋";

    String first = text.add("Hi " + wave.charAt(0));
    String second = text.add(wave.charAt(1) + "!");

    assertThat(first).isEqualTo("Hi ");
    assertThat(second).isEqualTo(wave + "!");
    assertThat(text.rest()).isEmpty();
    assertThat(text).hasToString("Hi " + wave + "!");
  }

  @Test
  void givesHalfACharacterAtTheEndAsItIs() {
    text.add("a\uD83D");

    assertThat(text.rest()).isEqualTo("\uD83D");
    assertThat(text.rest()).isEmpty();
  }

  @Test
  void addsNothingWithoutHarm() {
    assertThat(text.add("")).isEmpty();
    assertThat(text.isEmpty()).isTrue();
    assertThat(text.isBlank()).isTrue();
  }
}
