package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhraseIndexTest {
  private static final int NONE = 3;

  private final PhraseIndex index = new PhraseIndex();

  PhraseIndexTest() {
    index.add(Phrase.of("model*not found"), 0);
    index.add(Phrase.of("{too many|excess of} requests"), 1);
    index.add(Phrase.of("not found"), 2);
    index.add(Phrase.of("限流"), 1);
  }

  @ParameterizedTest
  @CsvSource({
    "the model x was not found, 0",
    "not found: too many requests, 1",
    "an excess of requests, 1",
    "请求被限流, 1",
    "not found, 2",
    "not foun, 3",
    "model, 3",
    "'', 3"
  })
  void findsTheFirstGroupWhereverItsWordsStand(String text, int group) {
    assertThat(index.firstGroupIn(text, open(true, true, true))).isEqualTo(group);
  }

  @Test
  void passesOverGroupsThatDoNotCount() {
    assertThat(index.firstGroupIn("model not found", open(false, true, true))).isEqualTo(2);
  }

  @Test
  void findsNothingWhenTheRestIsTooFarOff() {
    String far = "model" + " and so on".repeat(20) + " not here, not found";

    assertThat(index.firstGroupIn(far, open(true, true, false))).isEqualTo(NONE);
  }

  @Test
  void refusesWordsTooShortToBeToldApart() {
    assertThatThrownBy(() -> index.add(Phrase.of("no"), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no");
  }

  private static boolean[] open(boolean... groups) {
    return groups;
  }
}
