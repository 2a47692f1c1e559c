package io.llmfailover;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {
  @ParameterizedTest
  @CsvSource({
    "a,1",
    "abcd,1",
    "abcde,2",
    "Habari ya leo?,4",
    "Übergröße,3",
    "Привет,3",
    "你好世界,3",
    "こんにちは,4",
    "안녕,2",
    "😀,2"
  })
  void judgesByTheScript(String text, long tokens) {
    assertThat(TokenEstimate.of(text)).isEqualTo(tokens);
  }

  @Test
  void countsNothingForNothing() {
    assertThat(TokenEstimate.of("")).isZero();
  }

  @Property
  void neverShrinksWhenATextGrows(@ForAll String text, @ForAll String more) {
    long tokens = TokenEstimate.of(text);

    assertThat(TokenEstimate.of(text + more)).isBetween(tokens, tokens + 1 + 2L * more.length());
  }
}
