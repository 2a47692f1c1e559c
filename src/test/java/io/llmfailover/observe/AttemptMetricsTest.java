package io.llmfailover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.failover.AttemptListener;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttemptMetricsTest {
  /** What the engine tells has empty default methods: one that is forgotten counts nothing. */
  @Test
  void handsOnAllThatTheMetersCount() {
    assertThat(heardBy(GenerationMeters.class)).isNotEmpty();

    assertThat(heardBy(AttemptMetrics.class))
        .containsExactlyInAnyOrderElementsOf(heardBy(GenerationMeters.class));
  }

  private static List<String> heardBy(Class<?> listener) {
    List<String> news = Stream.of(AttemptListener.class.getMethods()).map(Method::getName).toList();
    return Stream.of(listener.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(Method::getName)
        .filter(news::contains)
        .distinct()
        .toList();
  }
}
