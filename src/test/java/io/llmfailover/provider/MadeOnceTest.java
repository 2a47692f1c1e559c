package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MadeOnceTest {
  private final List<String> made = new ArrayList<>();
  private final MadeOnce<StringBuilder, String> once =
      new MadeOnce<>(
          key -> {
            made.add(key.toString());
            return key.toString();
          });

  @Test
  void makesOneThingForEachObject() {
    StringBuilder first = new StringBuilder("a");
    StringBuilder other = new StringBuilder("a");

    List<String> got = List.of(once.of(first), once.of(other), once.of(first));

    assertThat(got).containsExactly("a", "a", "a");
    assertThat(made).hasSize(2);
  }

  @Test
  void forgetsAllWhenThereAreTooMany() {
    StringBuilder first = new StringBuilder("first");
    once.of(first);

    for (int i = 0; i < 300; i++) {
      once.of(new StringBuilder("other"));
    }
    once.of(first);

    assertThat(made.stream().filter("first"::equals)).hasSize(2);
  }
}
