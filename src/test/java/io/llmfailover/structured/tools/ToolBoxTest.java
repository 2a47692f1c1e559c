package io.llmfailover.structured.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.Description;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmTool;
import io.llmfailover.structured.ArgumentTypes;
import io.llmfailover.structured.ToolParameter;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.reflect.Parameter;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Which methods are tools, and what models are told of them. */
class ToolBoxTest {
  private static final ArgumentTypes TYPES = new ArgumentTypes();

  private static ToolBox box(Object bean) {
    return ToolBox.of(bean.getClass(), PlainBeans.of(bean), TYPES);
  }

  private static List<String> names(ToolBox box) {
    return box.tools().stream().map(method -> method.tool().name()).toList();
  }

  private static JsonNode parameters(Object bean, String tool) {
    return box(bean).tools().stream()
        .map(ToolMethod::tool)
        .filter(one -> one.name().equals(tool))
        .findFirst()
        .orElseThrow()
        .parameters();
  }

  @Test
  void findsMethodsByTheirAnnotationInTheOrderOfNames() {
    ToolBox box = box(new Shop());

    assertThat(names(box)).containsExactly("buy", "when", "where-is");
    assertThat(box.tools().get(2).tool().description()).isEqualTo("Says where something is.");
  }

  @Test
  void describesParametersAsOneObject() throws Exception {
    JsonNode schema = parameters(new Shop(), "buy");

    // Read again: numbers of one value are not of one type before.
    assertThat(new ObjectMapper().readTree(schema.toString()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"type": "object",
                     "properties": {
                       "article": {"type": "string", "description": "As in the catalogue.",
                                   "minLength": 1, "maxLength": 20, "pattern": "^(?:[A-Z]+)$"},
                       "count": {"type": "integer", "exclusiveMinimum": 0, "maximum": 9},
                       "colours": {"type": "array", "items": {"type": "string", "enum": ["RED", "BLUE"]},
                                   "minItems": 1},
                       "note": {"type": ["string", "null"]},
                       "floor": {"type": ["integer", "null"]},
                       "to": {"type": "object",
                              "properties": {
                                "street": {"type": "string", "description": "With its number.",
                                           "minLength": 1},
                                "postal_code": {"type": ["string", "null"]},
                                "by": {"type": "string", "format": "date"}},
                              "required": ["street", "postal_code", "by"],
                              "additionalProperties": false}},
                     "required": ["article", "count", "colours", "to"],
                     "additionalProperties": false}
                    """));
  }

  @Test
  void describesToolWithoutParametersAsEmptyObject() {
    assertThat(parameters(new Shop(), "when").path("properties")).isEmpty();
  }

  @Test
  void describesTypesThatContainThemselves() {
    JsonNode schema = parameters(new Trees(), "plant");

    assertThat(schema.at("/properties/root/$ref").asText()).startsWith("#/$defs/");
    assertThat(schema.path("$defs")).hasSize(1);
  }

  @Test
  void findsToolsOfSuperclassWithItsTypesBound() {
    JsonNode schema = parameters(new Cats(), "feed");

    assertThat(schema.at("/properties/animal/properties/lives/type").asText()).isEqualTo("integer");
  }

  @Test
  void findsToolsOfInterfaceThatIsOffered() {
    Cats cats = new Cats();

    ToolBox box = ToolBox.of(Petting.class, new PlainBeans().as(Petting.class, cats), TYPES);

    assertThat(names(box)).containsExactly("pet", "stroke");
  }

  @Test
  void findsToolsThatOverrideOnes() {
    assertThat(names(box(new Cats()))).containsExactly("feed", "pet", "stroke");
  }

  @Test
  void refusesBeanWithoutTools() {
    assertThatThrownBy(() -> box("text"))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("java.lang.String has no method with @LlmTool");
  }

  @Test
  void refusesNamesProvidersRefuse() {
    assertThatThrownBy(() -> box(new Misnamed()))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("'where is'")
        .hasMessageContaining("Misnamed.where");
  }

  @Test
  void refusesMethodsNoProxyHas() {
    assertThatThrownBy(() -> box(new Hidden()))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("Hidden.where");
  }

  @Test
  void refusesParametersNoSchemaCanBeMadeOf() {
    assertThatThrownBy(() -> box(new Wide()))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, wrong -> assertThat(wrong.field()).isEqualTo("toolsOf"))
        .hasMessageContaining("Wide.take")
        .hasMessageContaining("java.lang.Object at anything");
  }

  @Test
  void saysHowParametersGetTheirNames() throws Exception {
    // The JDK is compiled without them.
    Parameter nameless = String.class.getMethod("concat", String.class).getParameters()[0];

    assertThatThrownBy(() -> ToolParameter.of(nameless, String.class, TYPES))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("String.concat")
        .hasMessageContaining("-parameters");
  }

  /** Colours. */
  public enum Colour {
    RED,
    BLUE
  }

  /** Where something is sent. */
  public record Address(
      @Description("With its number.") @NotBlank String street,
      @JsonProperty("postal_code") Optional<String> postalCode,
      LocalDate by) {}

  /** A tree. */
  public record Tree(String name, List<Tree> branches) {}

  /** Some tools, and a method that is none. */
  static class Shop {
    @LlmTool(value = "Says where something is.", name = "where-is")
    String whereIs(String article) {
      return article;
    }

    @LlmTool("Says when it is open.")
    String when() {
      return "now";
    }

    @LlmTool("Buys something.")
    void buy(
        @Description("As in the catalogue.") @NotBlank @Size(max = 20) @Pattern(regexp = "[A-Z]+")
            String article,
        @Positive @Max(9) int count,
        @Size(min = 1) List<Colour> colours,
        Optional<String> note,
        OptionalInt floor,
        Address to) {}

    void burn() {}
  }

  /** Takes what contains itself. */
  static class Trees {
    @LlmTool("Plants.")
    void plant(Tree root) {}
  }

  /** An animal. */
  public record Cat(int lives) {}

  /** Has a tool of any type. */
  abstract static class Animals<T> {
    @LlmTool("Feeds.")
    public void feed(T animal) {}

    @LlmTool("Pets.")
    public abstract void pet();
  }

  /** Offered in place of its class. */
  interface Petting {
    void pet();

    @LlmTool("Strokes.")
    void stroke();
  }

  /** Overrides tools without saying so again. */
  static class Cats extends Animals<Cat> implements Petting {
    @Override
    public void pet() {}

    @Override
    public void stroke() {}
  }

  /** Takes what nobody can describe. */
  static class Wide {
    @LlmTool("Takes.")
    void take(Object anything) {}
  }

  /** Has a name no provider takes. */
  static class Misnamed {
    @LlmTool(value = "", name = "where is")
    void where() {}
  }

  /** Has a tool nobody can call from outside. */
  static class Hidden {
    @LlmTool("Never seen.")
    private void where() {}

    void callsIt() {
      where();
    }
  }
}
