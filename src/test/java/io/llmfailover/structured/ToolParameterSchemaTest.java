package io.llmfailover.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.Description;
import io.llmfailover.InvalidPromptException;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A type looks the same to a model whether it is to answer with it or to call a tool with it. */
class ToolParameterSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode schema(Class<?> bean) throws Exception {
    // Read again: numbers of one value are not of one type before.
    return JSON.readTree(schema(bean, new ArgumentTypes(true)).toString());
  }

  private static JsonNode schema(Class<?> bean, ArgumentTypes types) {
    return types.schema(
        Stream.of(bean.getDeclaredMethods())
            .filter(method -> !method.isSynthetic())
            .flatMap(method -> Stream.of(method.getParameters()))
            .map(parameter -> ToolParameter.of(parameter, bean, types))
            .toList());
  }

  private static JsonNode answer(Type type) throws Exception {
    TypeSchemas schemas = new TypeSchemas(new ReadTypes(ModelJson.mapper()), true);
    return JSON.readTree(schemas.of(type).format().schema().toString());
  }

  private static void assertSame(JsonNode found, String expected) throws Exception {
    assertThat(found.toPrettyString()).isEqualTo(JSON.readTree(expected).toPrettyString());
  }

  @Test
  void describesRecordAsAnAnswerOfItsType() throws Exception {
    JsonNode schema = schema(School.class);

    assertThat(schema.at("/properties/lesson")).isEqualTo(answer(Lessons.Lesson.class));
    assertSame(
        schema,
        """
        {"type":"object","properties":{
          "lesson":{"type":"object","properties":{
            "title":{"type":"string","description":"At most eight words.","minLength":1},
            "steps":{"minItems":1,"type":"array","items":{"type":"object","properties":{
              "text":{"type":"string","minLength":1,"maxLength":40},
              "minutes":{"type":"integer","exclusiveMinimum":0}},
             "required":["text","minutes"],"additionalProperties":false}}},
           "required":["title","steps"],"additionalProperties":false},
          "level":{"type":"string","enum":["EASY","very-hard"],"description":"For whom. How hard it is."}},
         "required":["lesson","level"],"additionalProperties":false}""");
  }

  @Test
  void saysConstraintsAlsoInsideTheBracketsOfTypes() throws Exception {
    assertSame(
        schema(Library.class).get("properties"),
        """
        {"tags":{"minItems":1,"maxItems":3,"type":"array","items":{"type":"string","minLength":1}},
         "points":{"type":"object","additionalProperties":{"type":"integer","exclusiveMinimum":0},
                   "maxProperties":2},
         "shortNote":{"type":["string","null"],"maxLength":9},
         "price":{"type":"number","minimum":0.5},
         "pages":{"type":"array","items":{"type":"array","items":{"type":"string"}}}}""");
  }

  @Test
  void saysHowTimesAreWritten() throws Exception {
    JsonNode schema = schema(Calendar.class);

    assertSame(
        schema.get("properties"),
        """
        {"day":{"type":"string","format":"date"},
         "from":{"type":"string",
           "pattern":"^(?:\\\\d{4}-\\\\d{2}-\\\\d{2}T\\\\d{2}:\\\\d{2}(:\\\\d{2}(\\\\.\\\\d{1,9})?)?)$"},
         "length":{"type":["string","null"],"format":"duration"},
         "share":{"type":["number","null"]}}""");
    assertSame(schema.get("required"), "[\"day\",\"from\"]");
  }

  @Test
  void hoistsWhatIsReferredToFromMoreThanOnePlace() throws Exception {
    JsonNode schema = schema(Album.class);

    assertSame(
        schema.get("properties"),
        """
        {"first":{"$ref":"#/$defs/Step"},
         "last":{"anyOf":[{"$ref":"#/$defs/Step"},{"type":"null"}]},
         "named":{"description":"The one.","anyOf":[{"$ref":"#/$defs/Step"}]},
         "drawing":{"anyOf":[{"$ref":"#/$defs/Circle"},{"$ref":"#/$defs/Square"},
                             {"$ref":"#/$defs/Group"}],"description":"A drawing."}}""");
    assertThat(schema.get("$defs").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("Step", "Circle", "Square", "Group");
    assertThat(schema.at("/$defs/Step")).isEqualTo(answer(Lessons.Step.class));
  }

  @Test
  void saysNoConstraintsWhereNothingChecksThem() {
    JsonNode schema = schema(Library.class, new ArgumentTypes(false));

    assertThat(schema.toString()).doesNotContain("min", "max");
  }

  @ParameterizedTest
  @ValueSource(classes = {Anything.class, Raw.class, Unknowns.class})
  void refusesParametersNoSchemaCanBeMadeOf(Class<?> bean) {
    assertThatThrownBy(() -> schema(bean))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("no JSON Schema can be made of")
        .hasMessageContaining(" at thing");
  }

  static class School {
    void teach(Lessons.Lesson lesson, @Description("For whom.") Lessons.Level level) {}
  }

  static class Library {
    void file(
        @Size(min = 1, max = 3) List<@NotBlank String> tags,
        @Size(max = 2) Map<String, @Positive Integer> points,
        Optional<@Size(max = 9) String> shortNote,
        @DecimalMin("0.5") BigDecimal price,
        List<String>[] pages) {}
  }

  static class Calendar {
    void book(
        @JsonFormat(pattern = "dd.MM.yyyy") LocalDate day,
        LocalDateTime from,
        Optional<Duration> length,
        OptionalDouble share) {}
  }

  static class Album {
    void paste(
        Lessons.Step first,
        Optional<Lessons.Step> last,
        @Description("The one.") Lessons.Step named,
        Lessons.Shape drawing) {}
  }

  static class Anything {
    void take(Object thing) {}
  }

  @SuppressWarnings("rawtypes")
  static class Raw {
    void take(List thing) {}
  }

  static class Unknowns {
    void take(Lessons.HasUnknown thing) {}
  }
}
