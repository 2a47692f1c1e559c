package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultToleranceSettingsTest {
  private static final String SHARED = "io.llmfailover.provider.CompatibleProvider";

  private final HandmadeConfig config = new HandmadeConfig();
  private final AtomicInteger lookups = new AtomicInteger();
  private final FaultToleranceSettings source =
      new FaultToleranceSettings(
          () -> {
            lookups.incrementAndGet();
            return config;
          });

  @ParameterizedTest
  @CsvSource({
    "openai, io.llmfailover.provider.openai.OpenAiProvider",
    "together, io.llmfailover.provider.openai.TogetherProvider",
    "gemini, io.llmfailover.provider.gemini.GeminiProvider",
    "anthropic, io.llmfailover.provider.anthropic.AnthropicProvider",
    "groq, io.llmfailover.provider.CompatibleProvider",
  })
  void translatesTheLimitsOfAProvider(String provider, String type) {
    config
        .set("llm.provider." + provider + ".retries", "3")
        .set("llm.provider." + provider + ".max-concurrent", "50");

    assertThat(source.getValue(type + "/generate/Retry/maxRetries")).isEqualTo("3");
    assertThat(source.getValue(type + "/generate/Bulkhead/value")).isEqualTo("50");
  }

  @Test
  void givesProvidersOfOneClassTheMostRetriesAndRoomForAll() {
    config
        .set("llm.provider.groq.retries", "0")
        .set("llm.provider.groq.max-concurrent", "50")
        .set("llm.provider.local.url", "http://localhost/v1")
        .set("llm.provider.openai.retries", "9");

    assertThat(source.getValue(SHARED + "/generate/Retry/maxRetries")).isEqualTo("1");
    assertThat(source.getValue(SHARED + "/generate/Bulkhead/value")).isEqualTo("2050");
  }

  @Test
  void leavesTheAnnotationsAloneWhereNothingIsConfigured() {
    assertThat(source.getValue(SHARED + "/generate/Retry/maxRetries")).isNull();
    assertThat(
            source.getValue(
                "io.llmfailover.provider.gemini.GeminiProvider/generate/Bulkhead/value"))
        .isNull();
  }

  @Test
  void leavesAWrongValueToTheReader() {
    config.set("llm.provider.openai.retries", "many");

    assertThat(
            source.getValue(
                "io.llmfailover.provider.openai.OpenAiProvider/generate/Retry/maxRetries"))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"llm.chain", "config_ordinal", "Retry/maxRetries", "java.home", ""})
  void answersOtherKeysWithoutLookingAnythingUp(String key) {
    assertThat(source.getValue(key)).isNull();
    assertThat(lookups).hasValue(0);
  }

  @Test
  void doesNotRunInCirclesWhenTheConfigAsksItBack() {
    config.asking(source).set("llm.provider.openai.retries", "2");

    assertThat(
            source.getValue(
                "io.llmfailover.provider.openai.OpenAiProvider/generate/Retry/maxRetries"))
        .isEqualTo("2");
    assertThat(
            source.getValue(
                "io.llmfailover.provider.openai.OpenAiProvider/generate/Bulkhead/value"))
        .isNull();
  }

  @Test
  void stepsBackBehindAUsersOwnKeys() {
    assertThat(source.getOrdinal()).isLessThan(100);
    assertThat(source.getPropertyNames()).isEmpty();
  }

  @Test
  void isFoundByTheConfigRuntime() {
    assertThat(ServiceLoader.load(ConfigSource.class))
        .hasAtLeastOneElementOfType(FaultToleranceSettings.class);
  }
}
