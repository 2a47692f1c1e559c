package io.llmfailover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTagTest {

  @ParameterizedTest
  @CsvSource({
    "sw, sw",
    "SW, sw",
    "swa, sw",
    "' sw ', sw",
    "sw-KE, sw-KE",
    "sw_KE, sw-KE",
    "swa-ke, sw-KE",
    "eng, en",
    "fra, fr",
    "iw, he",
    "zh-Hant-TW, zh-Hant-TW",
    "luo, luo",
    "Sheng, sheng",
  })
  void writesALanguageInOneSpelling(String written, String tag) {
    assertThat(LanguageTag.of(written)).hasValueSatisfying(it -> assertThat(it).hasToString(tag));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "swahili", "xx", "s", "und!", "auto", "sw--KE", "12", "Kiswahili"})
  void knowsWhatIsNoLanguage(String written) {
    assertThat(LanguageTag.of(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"sw-KE, sw", "zh-Hant-TW, zh-Hant", "sheng, sw"})
  void isAKindOfAWiderOne(String narrow, String wide) {
    assertThat(LanguageTag.of(narrow).orElseThrow().wider()).map(LanguageTag::tag).contains(wide);
  }

  @Test
  void endsAtTheLanguageItself() {
    assertThat(LanguageTag.of("sw").orElseThrow().wider()).isEmpty();
  }

  @Test
  void knowsEveryTwoLetterCode() {
    Stream<String> codes = Stream.of(Locale.getISOLanguages());

    assertThat(codes).allSatisfy(code -> assertThat(LanguageTag.of(code)).isPresent());
  }

  @Test
  void keepsALanguageNobodyWritesOutOfAPrompt() {
    Prompt.Builder prompt = Prompt.builder().user("Habari?");

    assertThatThrownBy(() -> prompt.language("Swahili"))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, wrong -> assertThat(wrong.field()).isEqualTo("language"))
        .hasMessageContaining("sw-KE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hard", "Simple", "medium"})
  void keepsAComplexityNobodyKnowsOutOfAPrompt(String level) {
    Prompt.Builder prompt = Prompt.builder().user("Habari?");

    assertThatThrownBy(() -> prompt.complexity(level))
        .isInstanceOfSatisfying(
            InvalidPromptException.class,
            wrong -> assertThat(wrong.field()).isEqualTo("complexity"))
        .hasMessageContaining("simple, complex or auto");
  }
}
