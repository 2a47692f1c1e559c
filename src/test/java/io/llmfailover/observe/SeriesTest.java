package io.llmfailover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Tag;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void makesEachSeriesOnce() {
    Series<String> series = new Series<>(List.of("from", "to"), this::named);

    String first = series.of("a", "b");
    String again = series.of("a", "b");

    assertThat(first).isEqualTo("from=a to=b");
    assertThat(again).isSameAs(first);
    assertThat(made).hasValue(1);
  }

  @Test
  void countsEverythingPastTheLimitAsOther() {
    Series<String> series = new Series<>(List.of("model"), 2, this::named);
    series.of("a");
    series.of("b");

    List<String> beyond = List.of(series.of("c"), series.of("d"));

    assertThat(beyond).containsExactly("model=other", "model=other");
    assertThat(series.of("a")).isEqualTo("model=a");
    assertThat(made).hasValue(3);
  }

  private String named(Tag[] tags) {
    made.incrementAndGet();
    return Stream.of(tags)
        .map(tag -> tag.getTagName() + "=" + tag.getTagValue())
        .collect(Collectors.joining(" "));
  }
}
