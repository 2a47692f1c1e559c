package io.llmfailover.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.LanguageTag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The figures in {@code docs/routing.md}: what is found, and what is not mistaken for another. */
class LanguageDetectionTest {
  private static final DetectedLanguages LANGUAGES = new DetectedLanguages();
  private static final LanguageMeasure MEASURE = new LanguageMeasure(LANGUAGES);

  @ParameterizedTest
  @CsvSource({
    "english.txt, en, 39",
    "swahili.txt, sw, 40",
    "french.txt, fr, 39",
    "sheng.txt, sheng, 37",
    "sheng-unseen.txt, sheng, 13",
    "swahili-with-english.txt, sw, 18",
  })
  void tellsTheLanguageOfMostPrompts(String file, String language, long atLeast) {
    assertThat(MEASURE.taken(file, language)).isGreaterThanOrEqualTo(atLeast);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "english.txt",
        "swahili.txt",
        "french.txt",
        "swahili-with-english.txt",
        "others.txt"
      })
  void takesNothingElseForSheng(String file) {
    assertThat(MEASURE.taken(file, "sheng")).isZero();
  }

  @Test
  void takesNoEnglishOrFrenchForSwahili() {
    assertThat(MEASURE.taken("english.txt", "sw")).isZero();
    assertThat(MEASURE.taken("french.txt", "sw")).isZero();
  }

  @Test
  void takesOnlyLanguagesTheLibraryDoesNotKnowForSwahili() {
    // Two lines of Kinyarwanda and one of Shona, which it has no model of.
    assertThat(MEASURE.taken("others.txt", "sw")).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ok", "123 456", "😀 😀", "?!", "M-Pesa"})
  void doesNotGuessAtWhatTellsNothing(String text) {
    assertThat(LANGUAGES.of(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"你好，今天天气怎么样？我们可以去公园吗, zh", "تمام حرف‌های من را به فارسی بنویس لطفا, fa"})
  void namesLanguagesByTheirUsualCode(String text, String language) {
    assertThat(new DetectedLanguages().of(text + " " + text))
        .map(LanguageTag::tag)
        .contains(language);
  }

  @Test
  void answersManyThreadsAsItAnswersOne() throws Exception {
    List<String> texts = LanguageMeasure.texts("swahili.txt");
    List<String> alone = texts.stream().map(LanguageDetectionTest::code).toList();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<String>>> together = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        together.add(
            threads.submit(() -> texts.stream().map(LanguageDetectionTest::code).toList()));
      }
      for (Future<List<String>> one : together) {
        assertThat(one.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static String code(String text) {
    return LANGUAGES.of(text).map(LanguageTag::tag).orElse("");
  }

  @Test
  void knowsShengWithoutTheLibrary() {
    DetectedLanguages none =
        new DetectedLanguages(
            () -> {
              throw new AssertionError("not needed");
            });

    assertThat(none.of("Niaje msee, naeza pata job wapi?")).contains(LanguageTag.SHENG);
  }

  @Test
  void asksOnceForALibraryThatIsNotThere() {
    AtomicInteger asked = new AtomicInteger();
    DetectedLanguages missing =
        new DetectedLanguages(
            () -> {
              asked.incrementAndGet();
              throw new NoClassDefFoundError("opennlp/tools/langdetect/LanguageDetectorModel");
            });

    assertThat(missing.of("Habari ya leo?")).isEmpty();
    assertThat(missing.of("How are you today?")).isEmpty();
    assertThat(asked).hasValue(1);
  }
}
