package io.llmfailover.structured.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.InvalidPromptException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompiledSchemasTest {
  private final CompiledSchemas schemas = new CompiledSchemas();

  @Test
  void compilesEqualSchemasOnce() {
    CompiledSchema first = schemas.compiled(json("{\"type\": \"object\", \"maxProperties\": 3}"));
    CompiledSchema again = schemas.compiled(json("{\"maxProperties\":3,\"type\":\"object\"}"));

    assertThat(again).isSameAs(first);
  }

  @Test
  void keepsThoseAskedForLast() {
    CompiledSchema used = schemas.compiled(numbered(-1));
    CompiledSchema unused = schemas.compiled(numbered(-2));

    for (int i = 0; i < CompiledSchemas.MOST - 1; i++) {
      schemas.compiled(numbered(i));
      assertThat(schemas.compiled(numbered(-1))).isSameAs(used);
    }

    assertThat(schemas.size()).isEqualTo(CompiledSchemas.MOST);
    assertThat(schemas.compiled(numbered(-2))).isNotSameAs(unused);
  }

  @Test
  void keepsFewerOfLargeSchemas() {
    String values = "0" + ", 0".repeat(15_000);

    for (int i = 0; i < 20; i++) {
      schemas.compiled(json("{\"maximum\": " + i + ", \"examples\": [" + values + "]}"));
    }

    assertThat(schemas.size()).isLessThanOrEqualTo(CompiledSchemas.MOST_VALUES / 15_000);
  }

  @Test
  void noticesASchemaThatWasChangedAfterItWasAskedFor() {
    ObjectNode schema = (ObjectNode) numbered(1);
    schemas.compiled(schema);

    schema.put("maximum", 5);

    assertThat(schemas.compiled(schema).violations(json("3"))).isEmpty();
    assertThat(schemas.compiled(numbered(1)).violations(json("3"))).isPresent();
  }

  @Test
  void doesNotKeepWhatItRefuses() {
    assertThatThrownBy(() -> schemas.compiled(json("{\"type\": 1}")))
        .isInstanceOf(InvalidPromptException.class);

    assertThat(schemas.size()).isZero();
  }

  @Test
  void refusesDeepSchemasBeforeComparingThem() {
    String deep = "{\"not\":".repeat(900) + "{}" + "}".repeat(900);

    assertThatThrownBy(() -> schemas.compiled(json(deep)))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("levels deep");
  }

  @Test
  void holdsForManyThreadsAtOnce() {
    List<Integer> wrong =
        IntStream.range(0, 4_000)
            .parallel()
            .filter(
                i ->
                    schemas.compiled(numbered(i % 300)).violations(json("" + i)).isEmpty()
                        != (i <= i % 300))
            .boxed()
            .toList();

    assertThat(wrong).isEmpty();
    assertThat(schemas.size()).isLessThanOrEqualTo(CompiledSchemas.MOST);
  }

  private static JsonNode numbered(int i) {
    return json("{\"maximum\": " + i + "}");
  }

  private static JsonNode json(String text) {
    return AnswerTree.parse(text).orElseThrow();
  }
}
