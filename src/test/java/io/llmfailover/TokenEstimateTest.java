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

  @ParameterizedTest
  @CsvSource({
    // What OpenAI's o200k, the most economical of them, counts.
    "'Hello, my name is GPT-4o. I''m a new type of language model, it''s nice to meet you!',24",
    "'Привет, меня зовут GPT-4o. Я — новая языковая модель, приятно познакомиться!',23",
    "'안녕하세요, 제 이름은 GPT-4o입니다. 저는 새로운 유형의 언어 모델입니다, 만나서 반갑습니다!',27",
    "'你好，我的名字是GPT-4o。我是一种新型的语言模型，很高兴见到你!',24",
    "'नमस्ते, मेरा नाम जीपीटी-4o है। मैं एक नए प्रकार का भाषा मॉडल हूँ। आपसे मिलकर अच्छा लगा!',31",
  })
  void countsFewerThanTokenizersAtLeast(String text, long tokens) {
    assertThat(TokenEstimate.atLeast(text)).isBetween(tokens / 3, tokens);
  }

  @Test
  void countsRunsOnce() {
    assertThat(TokenEstimate.atLeast("=".repeat(10_000) + " \n\t".repeat(10_000))).isZero();
  }

  @Property
  void countsNoCharacterForMoreThanHalfAToken(@ForAll String text) {
    assertThat(TokenEstimate.atLeast(text))
        .isLessThanOrEqualTo(text.length() / 2)
        .isLessThanOrEqualTo(TokenEstimate.of(text));
  }
}
