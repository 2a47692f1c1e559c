package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.config.LiveSettings;
import io.llmfailover.config.MapValues;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallersTest {
  private static Callers withKeys(String keys) {
    MapValues values = MapValues.of("llm.access.keys", keys);
    return new Callers(new LiveSettings(() -> values));
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization,  Bearer two",
    "Authorization,  bearer   two",
    "x-api-key,      two",
    "x-goog-api-key, two",
    "api-key,        two",
  })
  void areThoseWhoShowAKey(String header, String value) {
    assertThat(withKeys("one, two").letIn(Map.of(header, value)::get)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, two",
    "Authorization, Basic two",
    "Authorization, 'Bearer two,Bearer two'",
    "x-api-key,     'two,two'",
    "x-api-key,     'one,two'",
    "x-api-key,     three",
    "x-api-key,     ''",
    "x-other,       two",
  })
  void areNotThoseWhoShowAnythingElse(String header, String value) {
    assertThat(withKeys("one, two").letIn(Map.of(header, value)::get)).isFalse();
  }

  @Test
  void areAllWhenThereAreNoKeys() {
    Callers callers = new Callers(new LiveSettings(() -> MapValues.of()));

    assertThat(callers.letIn(header -> null)).isTrue();
  }
}
