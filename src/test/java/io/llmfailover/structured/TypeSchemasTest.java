package io.llmfailover.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.InvalidPromptException;
import jakarta.enterprise.util.TypeLiteral;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TypeSchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STEP =
      """
      {"type":"object","properties":{
        "text":{"type":"string","minLength":1,"maxLength":40},
        "minutes":{"type":"integer","exclusiveMinimum":0}},
       "required":["text","minutes"],"additionalProperties":false}""";

  private final TypeSchemas schemas = new TypeSchemas(new ReadTypes(ModelJson.mapper()), true);

  private JsonNode schema(Type type) {
    return schemas.of(type).format().schema();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  /** Compares numbers by value, and objects by the order of their fields too. */
  private static void assertSame(JsonNode found, String expected) {
    assertThat(json(found.toString()).toPrettyString()).isEqualTo(json(expected).toPrettyString());
  }

  @Test
  void closesRecordsAndRequiresAllOfThem() {
    assertSame(
        schema(Lessons.Lesson.class),
        """
        {"type":"object","properties":{
          "title":{"type":"string","description":"At most eight words.","minLength":1},
          "steps":{"minItems":1,"type":"array","items":%s}},
         "required":["title","steps"],"additionalProperties":false}"""
            .formatted(STEP));
  }

  @Test
  void saysConstraintsAsKeywords() {
    assertSame(
        schema(Lessons.Constrained.class).get("properties"),
        """
        {"name":{"type":"string","minLength":2,"maxLength":8},
         "grade":{"type":"integer","minimum":1,"maximum":10},
         "price":{"type":"number","minimum":0.5},
         "code":{"type":"string","pattern":"^(?:[A-Z]{2}\\\\d+)$"},
         "javaAlone":{"type":"string"},
         "mail":{"type":"string","format":"email"},
         "tags":{"minItems":1,"maxItems":3,"type":"array","items":{"type":"string","minLength":1}},
         "points":{"type":"object","additionalProperties":{"type":"integer","exclusiveMinimum":0},
                   "maxProperties":2}}""");
  }

  @Test
  void takesNullOnlyWhereTheTypeSaysSo() {
    assertSame(
        schema(Lessons.Maybe.class).get("properties"),
        """
        {"note":{"type":["string","null"]},
         "nickname":{"type":["string","null"]},
         "level":{"anyOf":[{"type":"null"},{"type":"string","enum":["EASY","very-hard"]}],
                  "description":"How hard it is."},
         "step":{"type":["object","null"],%s,
         "shortNote":{"type":["string","null"],"maxLength":3},
         "gaps":{"type":"array","items":{"type":["string","null"]}}}"""
            .formatted(STEP.substring(STEP.indexOf("\"properties\""))));
    assertThat(schema(Lessons.Maybe.class).get("required")).hasSize(6);
  }

  @Test
  void keepsObjectAtTheRootOfTypesThatContainThemselves() {
    String node =
        """
        {"type":"object","properties":{"name":{"type":"string"},
          "children":{"type":"array","items":{"$ref":"#/$defs/Node"}}},
         "required":["name","children"],"additionalProperties":false""";

    assertSame(schema(Lessons.Node.class), node + ",\"$defs\":{\"Node\":" + node + "}}}");
    assertThat(schema(Lessons.Linked.class).at("/$defs/Linked/properties/next").toString())
        .isEqualTo("{\"anyOf\":[{\"$ref\":\"#/$defs/Linked\"},{\"type\":\"null\"}]}");
  }

  @Test
  void fillsInWhatGenericTypesAreMadeOf() {
    JsonNode pages = schema(Lessons.Pages.class);

    assertSame(pages.at("/properties/steps/properties/items/items"), STEP);
    assertSame(pages.at("/properties/names/properties/items/items"), "{\"type\":\"string\"}");
    assertThat(schemas.of(new TypeLiteral<Lessons.Page<Lessons.Step>>() {}.getType()))
        .satisfies(
            page -> {
              assertThat(page.format().name()).isEqualTo("Page_Step");
              assertThat(page.wrapped()).isFalse();
            });
  }

  @Test
  void putsNoWordBesideReference() {
    JsonNode twice = schema(Lessons.Twice.class);

    assertSame(
        twice.get("properties"),
        """
        {"first":{"$ref":"#/$defs/Step"},
         "last":{"description":"The last one.","anyOf":[{"$ref":"#/$defs/Step"}]}}""");
    assertSame(twice.at("/$defs/Step"), STEP);
  }

  @Test
  void namesPropertiesOfBeansAsTheyAreRead() {
    assertSame(
        schema(Lessons.Learner.class),
        """
        {"type":"object","properties":{
          "full_name":{"type":"string"},
          "born":{"type":"string","description":"Born on. Written as dd.MM.yyyy."},
          "active":{"type":"boolean","description":"Whether they still learn."}},
         "required":["full_name","born","active"],
         "description":"Somebody who learns.","additionalProperties":false}""");
  }

  @Test
  void tellsSealedSubtypesApart() {
    JsonNode shape = schema(Lessons.Shape.class);

    String any =
        """
        {"anyOf":[{"$ref":"#/$defs/Circle"},{"$ref":"#/$defs/Square"},{"$ref":"#/$defs/Group"}]""";
    assertSame(shape.at("/properties/value"), any + ",\"description\":\"A drawing.\"}");
    assertSame(
        shape.at("/$defs/Circle"),
        """
        {"type":"object","properties":{"type":{"type":"string","const":"Circle"},
          "radius":{"type":"number"}},"required":["type","radius"],"additionalProperties":false}""");
    assertSame(shape.at("/$defs/Group/properties/shapes/items"), any + "}");
  }

  @Test
  void tellsAnnotatedSubtypesApart() {
    JsonNode pet = schema(Lessons.Owner.class).at("/properties/pet/anyOf");

    assertThat(pet.findValuesAsText("const")).containsExactlyInAnyOrder("dog", "cat");
    assertThat(pet.get(0).get("properties").has("kind")).isTrue();
  }

  static Stream<Arguments> noObjects() {
    return Stream.of(
        Arguments.of(String.class, "String", "{\"type\":\"string\"}"),
        Arguments.of(int.class, "int", "{\"type\":\"integer\"}"),
        Arguments.of(
            Lessons.Level.class,
            "Level",
            """
            {"type":"string","enum":["EASY","very-hard"],"description":"How hard it is."}"""),
        Arguments.of(Lessons.Grade.class, "Grade", "{\"type\":\"integer\",\"enum\":[1,2]}"),
        Arguments.of(int[].class, "int__", "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}"),
        Arguments.of(
            new TypeLiteral<Optional<String>>() {}.getType(),
            "Optional_String",
            "{\"type\":[\"string\",\"null\"]}"),
        Arguments.of(
            new TypeLiteral<List<Lessons.Step>>() {}.getType(),
            "List_Step",
            "{\"type\":\"array\",\"items\":" + STEP + "}"));
  }

  @ParameterizedTest
  @MethodSource("noObjects")
  void wrapsWhatIsNoObject(Type type, String name, String expected) {
    TypeSchemas.TypeSchema schema = schemas.of(type);

    assertThat(schema.wrapped()).isTrue();
    assertThat(schema.format().name()).isEqualTo(name);
    assertSame(
        schema.format().schema(),
        """
        {"type":"object","properties":{"value":%s},"required":["value"],
         "additionalProperties":false}"""
            .formatted(expected));
  }

  @Test
  void leavesMapsOpen() {
    TypeSchemas.TypeSchema schema =
        schemas.of(new TypeLiteral<Map<String, Lessons.Step>>() {}.getType());

    assertThat(schema.wrapped()).isFalse();
    assertSame(
        schema.format().schema(), "{\"type\":\"object\",\"additionalProperties\":" + STEP + "}");
  }

  static <T> Stream<Arguments> unfit() throws NoSuchMethodException {
    return Stream.of(
        Arguments.of(Object.class, "java.lang.Object at Object"),
        Arguments.of(Class.class, "java.lang.Class at Class"),
        Arguments.of(Thread.class, "java.lang.Thread at Thread"),
        Arguments.of(void.class, "void at void"),
        Arguments.of(JsonNode.class, "JsonNode at JsonNode"),
        Arguments.of(Lessons.Unknown.class, "Unknown at Unknown: it is abstract"),
        Arguments.of(Lessons.HasUnknown.class, "Unknown at HasUnknown.parts[]"),
        Arguments.of(Lessons.HasThread.class, "java.lang.Thread at HasThread.threads{}[]"),
        Arguments.of(Lessons.HasObject.class, "java.lang.Object at HasObject.anything"),
        Arguments.of(List.class, "java.lang.Object at List[]"),
        Arguments.of(new TypeLiteral<List<?>>() {}.getType(), "leaves ? open"),
        Arguments.of(new TypeLiteral<Map<Integer, String>>() {}.getType(), "keys"),
        Arguments.of(
            TypeSchemasTest.class.getDeclaredMethod("unfit").getTypeParameters()[0],
            "leaves T open"));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void namesWhatCannotBeAskedForAndWhereItIs(Type type, String problem) {
    assertThatThrownBy(() -> schemas.of(type))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, wrong -> assertThat(wrong.field()).isEqualTo("type"))
        .hasMessageContaining("no JSON Schema can be made of")
        .hasMessageContaining(problem);
  }
}
