package io.llmfailover.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.Answer;
import io.llmfailover.Objection;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import io.llmfailover.failover.AnswerTypes.AnswerType;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.validation.Validation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedAnswerTest {
  private static final Prompt PROMPT = Prompt.of("A lesson on fractions.");

  private final JsonAnswerTypes types = new JsonAnswerTypes(true, TypedAnswerTest::constraints);

  private static Constraints constraints(ReadTypes types) {
    return BeanConstraints.of(Validation.buildDefaultValidatorFactory(), types);
  }

  private static Answer answer(String text) {
    return Answer.builder("1", "openai", "gpt-4o").text(text).build();
  }

  private static Optional<Objection> check(AnswerType type, Answer answer) {
    Prompt asked = type.asking(PROMPT);
    return asked.checks().get(0).check(asked, answer);
  }

  private String objection(Type type, String text) {
    return check(types.of(type), answer(text)).orElseThrow().message();
  }

  private Object read(Type type, String text) {
    AnswerType asked = types.of(type);
    assertThat(check(asked, answer(text))).isEmpty();
    return asked.read(answer(text));
  }

  @Test
  void readsWhatWasAskedFor() {
    Object value =
        read(
            Lessons.Lesson.class,
            "{\"title\":\"Halves\",\"steps\":[{\"text\":\"Cut\",\"minutes\":3}]}");

    assertThat(value).isEqualTo(new Lessons.Lesson("Halves", List.of(new Lessons.Step("Cut", 3))));
  }

  @Test
  void asksForTheSchemaOfTheType() {
    Prompt asked = types.of(Lessons.Step.class).asking(PROMPT);

    assertThat(asked.messages()).isEqualTo(PROMPT.messages());
    assertThat(asked.format())
        .isEqualTo(
            new TypeSchemas(new ReadTypes(ModelJson.mapper()), true)
                .of(Lessons.Step.class)
                .format());
  }

  @Test
  void unwrapsWhatIsNoObject() {
    assertThat(read(new TypeLiteral<List<Integer>>() {}.getType(), "{\"value\":[1,2]}"))
        .isEqualTo(List.of(1, 2));
    assertThat(read(Lessons.Level.class, "{\"value\":\"very-hard\"}"))
        .isEqualTo(Lessons.Level.HARD);
    assertThat(read(new TypeLiteral<Optional<String>>() {}.getType(), "{\"value\":null}"))
        .isEqualTo(Optional.empty());
    assertThat(objection(String.class, "{\"value\":\"a\",\"more\":1}"))
        .isEqualTo("/value: must be an object with the one property value");
  }

  @Test
  void readsSubtypes() {
    assertThat(
            read(
                Lessons.Shape.class,
                """
                {"value":{"type":"Group","shapes":[{"type":"Circle","radius":1.5}]}}"""))
        .isEqualTo(new Lessons.Group(List.of(new Lessons.Circle(1.5))));
    assertThat(read(Lessons.Owner.class, "{\"pet\":{\"kind\":\"cat\",\"lives\":9}}"))
        .isEqualTo(new Lessons.Owner(new Lessons.Cat(9)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"title\":\" \",\"steps\":[{\"text\":\"Cut\",\"minutes\":0}]}"
            + "|/steps/0/minutes: must be greater than 0; /title: must not be blank",
        "{\"title\":\"Halves\",\"steps\":[]}|/steps: size must be between 1 and 2147483647",
        "{\"title\":\"Halves\"}|/steps: is missing",
        "{\"title\":\"Halves\",\"steps\":[{\"text\":\"Cut\",\"minutes\":\"3\"}]}"
            + "|/steps/0/minutes: Cannot coerce String value (\"3\") to `int` value",
        "{\"title\":\"Halves\",\"steps\":[{\"text\":\"Cut\",\"minutes\":1.5}]}"
            + "|/steps/0/minutes: 1.5 is no int",
        "{\"title\":\"Halves\",\"title\":\"Thirds\",\"steps\":[]}"
            + "|the whole: is not JSON: Duplicate field 'title'",
        "{\"title\":\"Halves\",\"steps\":[],\"more\":1}|/more: is not asked for",
        "{\"title\":\"Halves\",\"steps\":[{\"text\":\"Cut\",\"minutes\":null}]}"
            + "|/steps/0/minutes: Cannot map `null` into type `int`",
        "null|the whole: must not be null",
        "{\"title\":|the whole: is not JSON: Unexpected end-of-input within/between Object entries",
        "{} {}|the whole: Trailing token (of type START_OBJECT) found after value"
      })
  void saysWhatIsWrongAndWhere(String text, String problem) {
    assertThat(objection(Lessons.Lesson.class, text)).isEqualTo(problem);
  }

  @Test
  void callsPropertiesAsJsonDoes() {
    record Renamed(
        @com.fasterxml.jackson.annotation.JsonProperty("a/b") @jakarta.validation.Valid
            Map<String, Lessons.Step> steps) {}

    assertThat(objection(Renamed.class, "{\"a/b\":{\"first\":{\"text\":\"\",\"minutes\":1}}}"))
        .isEqualTo("/a~1b/first/text: must not be blank");
  }

  @Test
  void holdsElementsAgainstTheirConstraints() {
    assertThat(
            objection(
                new TypeLiteral<List<Lessons.Step>>() {}.getType(),
                """
                {"value":[{"text":"Cut","minutes":1},{"text":"","minutes":1}]}"""))
        .isEqualTo("/value/1/text: must not be blank");
    assertThat(
            objection(
                new TypeLiteral<Map<String, Lessons.Step[]>>() {}.getType(),
                """
                {"first":[{"text":"Cut","minutes":-1}]}"""))
        .isEqualTo("/first/0/minutes: must be greater than 0");
    assertThat(
            objection(
                Lessons.Constrained.class,
                """
                {"name":"abc","grade":1,"price":1,"code":"AB1","javaAlone":"x","mail":"a@b.ke",
                 "tags":["ok"," "],"points":{"a":0}}"""))
        .isEqualTo("/points/a: must be greater than 0; /tags/1: must not be blank");
  }

  @Test
  void tellsConstraintsInEnglishWhateverTheServerSpeaks() {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(objection(Lessons.Step.class, "{\"text\":\"\",\"minutes\":1}"))
          .isEqualTo("/text: must not be blank");
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void tellsWhyAClassRefusesItsValues() {
    record Half(int numerator, int denominator) {
      Half {
        if (denominator != 2 * numerator) {
          throw new IllegalArgumentException("is no half");
        }
      }
    }

    assertThat(objection(Half.class, "{\"numerator\":1,\"denominator\":3}")).contains("is no half");
  }

  @Test
  void staysShortAndOnOneLine() {
    String longText = "long\n".repeat(5_000);
    String many =
        "{\"value\":["
            + "{\"text\":\"\",\"minutes\":0},".repeat(200)
            + "{\"text\":\"\",\"minutes\":0}]}";

    assertThat(objection(new TypeLiteral<List<Lessons.Step>>() {}.getType(), many))
        .hasSizeLessThanOrEqualTo(1_000)
        .doesNotContain("\n");
    assertThat(
            objection(
                Lessons.Learner.class,
                "{\"full_name\":\"A\",\"born\":\"" + longText.strip().replace("\n", " ") + "\"}"))
        .hasSizeLessThan(300);
    assertThat(objection(Lessons.Step.class, longText)).hasSizeLessThan(300).doesNotContain("\n");
  }

  @Test
  void doesNotMindAnswersThatAskForTools() {
    Answer asksForTool =
        Answer.builder("1", "openai", "gpt-4o")
            .toolCalls(List.of(ToolCall.of("1", "find", "{}")))
            .build();

    assertThat(check(types.of(Lessons.Step.class), asksForTool)).isEmpty();
  }

  @Test
  void holdsValuesAgainstTheSchemaAloneWhereNobodyChecksConstraints() {
    AnswerType type = new JsonAnswerTypes(false, unused -> Constraints.NONE).of(Lessons.Step.class);

    assertThat(check(type, answer("{\"text\":\"\",\"minutes\":1}"))).isEmpty();
    assertThat(type.asking(PROMPT).format().schemaIfAny().orElseThrow().toString())
        .doesNotContain("minLength");
  }

  @Test
  void remembersTypesHoweverTheyAreWritten() {
    AnswerType once = types.of(new TypeLiteral<List<Lessons.Step>>() {}.getType());
    AnswerType again = types.of(new TypeLiteral<List<Lessons.Step>>() {}.getType());

    assertThat(again).isSameAs(once);
  }

  @Test
  void saysThatAnAnswerWasNotChecked() {
    AnswerType type = types.of(Lessons.Step.class);

    assertThatThrownBy(() -> type.read(answer("Please call us.")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Step");
  }
}
