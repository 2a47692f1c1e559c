package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultToleranceKeysTest {
  private static final String OPENAI = "io.llmfailover.provider.openai.OpenAiProvider";

  private final HandmadeConfig config = new HandmadeConfig();

  @ParameterizedTest
  @ValueSource(
      strings = {
        OPENAI + "/generate/Bulkhead/value",
        OPENAI + "/generate/Timeout/value",
        OPENAI + "/Timeout/unit",
        OPENAI + "/Asynchronous/enabled",
        "Bulkhead/waitingTaskQueue",
        "Timeout/enabled",
      })
  void seesLimitsForTheMethodTheClassAndAll(String key) {
    config.set(key, "5");

    assertThat(FaultToleranceKeys.limitCalls(new MicroProfileSettings(config), OPENAI)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OPENAI + "/generate/Retry/maxRetries",
        "io.llmfailover.provider.gemini.GeminiProvider/generate/Bulkhead/value",
        "llm.provider.openai.timeout",
      })
  void seesNoneInRetriesAndWhatConcernsOthers(String key) {
    config.set(key, "5");

    assertThat(FaultToleranceKeys.limitCalls(new MicroProfileSettings(config), OPENAI)).isFalse();
  }

  @Test
  void seesNoneInWhatThisModuleTellsFaultToleranceItself() {
    HandmadeConfig all = new HandmadeConfig().set("llm.provider.openai.max-concurrent", "7");
    all.asking(new FaultToleranceSettings(() -> all));

    assertThat(FaultToleranceKeys.limitCalls(new MicroProfileSettings(all), OPENAI)).isFalse();
  }

  @Test
  void repeatsUnlessToldOtherwise() {
    assertThat(repeats(config)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OPENAI + "/generate/Retry/maxRetries",
        OPENAI + "/Retry/maxRetries",
        "Retry/maxRetries"
      })
  void repeatsNothingWithoutRetries(String key) {
    config.set(key, "0");

    assertThat(repeats(config)).isFalse();
  }

  @Test
  void repeatsNothingWhereRetriesAreSwitchedOff() {
    config.set("Retry/enabled", "false");

    assertThat(repeats(config)).isFalse();
  }

  @Test
  void goesByTheKeyOfTheNarrowestScope() {
    config.set("Retry/maxRetries", "0").set(OPENAI + "/generate/Retry/maxRetries", "2");

    assertThat(repeats(config)).isTrue();
  }

  @Test
  void repeatsNothingWhenTheProvidersOwnRetriesAreNone() {
    HandmadeConfig all = new HandmadeConfig().set("llm.provider.openai.retries", "0");
    all.asking(new FaultToleranceSettings(() -> all));

    assertThat(repeats(all)).isFalse();
  }

  private static boolean repeats(HandmadeConfig config) {
    return FaultToleranceKeys.repeatCalls(new MicroProfileSettings(config), OPENAI);
  }
}
