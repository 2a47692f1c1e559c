package io.llmfailover.structured.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Answer;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.Objection;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCheckTest {
  private static final String LESSON =
      """
      {"type": "object", "required": ["title", "age"], "additionalProperties": false,
       "properties": {
         "title": {"type": "string", "maxLength": 20},
         "age": {"type": "integer", "maximum": 120},
         "price": {"type": "number", "multipleOf": 0.01},
         "steps": {"type": "array", "items": {"type": "object", "required": ["title"]}}}}
      """;

  private final SchemaCheck check = new SchemaCheck();

  @Test
  void concernsOnlyPromptsWithSchema() {
    assertThat(check.concerns(asking(LESSON))).isTrue();
    assertThat(check.concerns(Prompt.of("Hello"))).isFalse();
    assertThat(check.concerns(Prompt.builder().user("Hi").format(OutputFormat.JSON).build()))
        .isFalse();
  }

  @Test
  void letsAnswerPassThatFollowsTheSchema() {
    Optional<Objection> objection =
        checked(LESSON, "{\"title\": \"Water\", \"age\": 12, \"steps\": [{\"title\": \"Boil\"}]}");

    assertThat(objection).isEmpty();
  }

  @Test
  void letsAnswerPassThatAsksForToolsFirst() {
    Answer answer =
        Answer.builder("id", "openai", "gpt-4o")
            .toolCalls(List.of(ToolCall.of("call-1", "weather", "{}")))
            .build();

    assertThat(check.check(asking(LESSON), answer)).isEmpty();
  }

  @Test
  void saysEachViolationWithItsPlaceForTheModelToMend() {
    Optional<Objection> objection =
        checked(LESSON, "{\"age\": 200, \"steps\": [{\"title\": \"Boil\"}, {}]}");

    assertThat(objection)
        .contains(
            Objection.mendable(
                "the answer breaks its JSON Schema: /age: 200 is more than 120; "
                    + "/steps/1/title: required property missing; "
                    + "/title: required property missing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"object\"} | [] | the whole: is array, not object",
        "{\"type\": [\"object\", \"null\"]} | 1 | the whole: is integer, not [object, null]",
        "{\"enum\": [\"a\", 1]} | \"b\" | the whole: is none of [\"a\", 1]",
        "{\"const\": 1} | 2 | the whole: is not 1",
        "{\"minLength\": 3} | \"\uD83D\uDE00a\" | the whole: has 2 characters, fewer than 3",
        "{\"minItems\": 1} | [] | the whole: has 0 items, fewer than 1",
        "{\"uniqueItems\": true} | [1, 1.0] | the whole: has equal items",
        "{\"pattern\": \"^a\"} | \"b\" | the whole: does not match ^a",
        "{\"minimum\": 3} | 2.5 | the whole: 2.5 is less than 3",
        "{\"exclusiveMinimum\": 3} | 3 | the whole: 3 is not more than 3",
        "{\"multipleOf\": 0.01} | 0.155 | the whole: 0.155 is no multiple of 0.01",
        "{\"additionalProperties\": false} | {\"a/b\": 1} | /a~1b: is not a property of the schema",
        "{\"unevaluatedProperties\": false} | {\"a\": 1} | /a: is not a property of the schema",
        "{\"dependentRequired\": {\"a\": [\"b\"]}} | {\"a\": 1} | /b: required property missing, because a is there",
        "{\"contains\": {\"type\": \"string\"}} | [1] | the whole: has fewer than 1 items of the kind asked for",
        "{\"not\": {}} | 1 | the whole: is what the schema rules out",
        "{\"properties\": {\"a\": false}} | {\"a\": 1} | /a: must not be there",
        "{\"oneOf\": [{}, {}]} | 1 | the whole: matches 2 alternatives, not exactly one",
        "{\"oneOf\": [{\"type\": \"null\"}, {\"type\": \"array\"}]} | 1 | the whole: is integer, not null (alternative 1); the whole: is integer, not array (alternative 2)",
        "{\"anyOf\": [{\"type\": \"null\"}, {\"type\": \"array\"}]} | 1 | the whole: is integer, not null (alternative 1); the whole: is integer, not array (alternative 2)",
      })
  void callsViolationsByTheirNames(String schema, String answer, String violation) {
    Optional<Objection> objection = checked(schema, answer);

    assertThat(objection).map(Objection::message).get().asString().endsWith(": " + violation);
  }

  @Test
  void saysFiveViolationsAndHowManyMore() {
    Optional<Objection> objection =
        checked("{\"items\": {\"type\": \"string\"}}", "[1, 2, 3, 4, 5, 6, 7]");

    assertThat(objection.orElseThrow().message())
        .contains("/4: is integer, not string; and 2 more")
        .doesNotContain("/5:");
  }

  @Test
  void keepsTheMessageShortAndInOneLineWhateverTheAnswerHolds() {
    String name = "x\\n\\u2028y".repeat(5_000);
    String fields = "";
    for (int i = 0; i < 9; i++) {
      fields += "\"" + i + name + "\": \"secret\", ";
    }

    Optional<Objection> objection =
        checked("{\"additionalProperties\": {\"type\": \"null\"}}", "{" + fields + "\"z\": 1}");

    assertThat(objection.orElseThrow().message())
        .hasSizeLessThan(1_000)
        .doesNotContain("\n", "\u2028", "secret");
  }

  @Test
  void quotesNoLongValueOfTheAnswer() {
    Optional<Objection> objection = checked("{\"maximum\": 1}", "9".repeat(900));

    assertThat(objection.orElseThrow().message()).hasSizeLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "{\"a\": 1, \"a\": 2}", "NaN"})
  void objectsToWhatIsNotExactlyOneJsonValue(String text) {
    Optional<Objection> objection = checked("{}", text);

    assertThat(objection)
        .contains(
            Objection.mendable(
                "the answer is not exactly one JSON value, with each name in an object once"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"multipleOf\": 0.01} | 19.99",
        "{\"multipleOf\": 0.01} | 1.1e2",
        "{\"multipleOf\": 3} | 9007199254740993",
        "{\"type\": \"integer\"} | 123456789012345678901234567890",
        "{\"type\": \"integer\"} | 1.0",
        "{\"const\": 1.0} | 1",
        "{\"enum\": [{\"a\": 1.50}]} | {\"a\": 1.5}",
        "{\"maximum\": 123456789012345678901234567890} | 123456789012345678901234567890",
      })
  void countsNumbersExactly(String schema, String answer) {
    assertThat(checked(schema, answer)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"multipleOf\": 3} | 9007199254740994",
        "{\"maximum\": 123456789012345678901234567890} | 123456789012345678901234567891",
        "{\"multipleOf\": 0.01} | 1e999999999",
        "{} | [1e-999999999]",
      })
  void objectsToNumbersThatDoubleWouldLetPass(String schema, String answer) {
    assertThat(checked(schema, answer)).isPresent();
  }

  @Test
  void refusesInvalidSchemaBeforeAnyLinkIsAsked() {
    assertThatThrownBy(() -> check.prepare(asking("{\"type\": \"strnig\"}")))
        .isInstanceOf(InvalidPromptException.class)
        .hasFieldOrPropertyWithValue("field", "schema")
        .hasMessageContaining("/type")
        .hasMessageContaining("\"string\"");
  }

  @Test
  void hasNothingToPrepareWithoutSchema() {
    check.prepare(Prompt.of("Hello"));

    assertThat(check.check(Prompt.of("Hello"), answering("Hi"))).isEmpty();
  }

  private Optional<Objection> checked(String schema, String answer) {
    Prompt prompt = asking(schema);
    check.prepare(prompt);
    return check.check(prompt, answering(answer));
  }

  private static Prompt asking(String schema) {
    JsonNode parsed = AnswerTree.parse(schema).orElseThrow();
    return Prompt.builder().user("Hi").format(new OutputFormat.Schema("answer", parsed)).build();
  }

  private static Answer answering(String text) {
    return Answer.builder("id", "openai", "gpt-4o").text(text).build();
  }
}
