package io.llmfailover.provider.openai;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.Schemas;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictSchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'type':'string','minLength':1 | 'type':'string','description':'(at least 1 character)'",
        "'type':'string','description':'Name.','minLength':2,'maxLength':9 | 'type':'string',"
            + "'description':'Name. (at least 2 characters, at most 9 characters)'",
        "'type':'string','maxLength':2147483647,'minLength':0 | 'type':'string'",
        "'type':'string','format':'email' | 'type':'string','format':'email'",
        "'type':'string','format':'iban' | 'type':'string','description':'(in the format iban)'",
        "'type':'string','pattern':'^[a-z]{2,9}$' | 'type':'string','pattern':'^[a-z]{2,9}$'",
        "'type':'string','pattern':'(?i)a' | 'type':'string',"
            + "'description':'(matching the regular expression (?i)a)'",
        "'type':'integer','minimum':1,'maximum':5 | 'type':'integer','minimum':1,'maximum':5",
        "'type':'integer','minimum':1,'exclusiveMinimum':true | 'type':'integer','minimum':1",
        "'type':'string','default':'a','examples':['b'],'$comment':'c','x-mine':1,'deprecated':true"
            + " | 'type':'string','description':'(by default \\\"a\\\", for example [\\\"b\\\"])'",
        "'type':'array','uniqueItems':true,'items':{'type':'string','maxLength':1} | "
            + "'type':'array','items':{'type':'string','description':'(at most 1 character)'},"
            + "'description':'(no item twice)'",
        "'type':'array','items':{'type':'integer'},'contains':{'const':1} | 'type':'array',"
            + "'items':{'type':'integer'},"
            + "'description':'(at least one item that is valid against {\\\"const\\\":1})'",
        "'type':'string','contentEncoding':'base64' | 'type':'string',"
            + "'description':'(encoded as base64)'"
      })
  void tellsLimitsThatStrictDoesNotTakeInTheDescription(String field, String sent) {
    Optional<ObjectNode> strict = StrictSchema.of(json(objectOf("{" + field + "}")));

    assertThat(strict).contains((ObjectNode) json(objectOf("{" + sent + "}")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'description':'anything'}",
        "{'enum':['a']}",
        "{'type':'array'}",
        "{'type':'array','items':[{'type':'string'}]}",
        "{'type':'array','items':true}",
        "{'type':'array','items':{'type':'string'},'prefixItems':[{'type':'string'}]}",
        "{'oneOf':[{'type':'string'}]}",
        "{'allOf':[{'type':'string'}]}",
        "{'type':'string','not':{'const':'a'}}",
        "{'type':'string','if':{'const':'a'},'then':{'const':'b'}}",
        "{'type':'object','properties':{}}",
        "{'type':'object','properties':{'b':{'type':'string'}},'additionalProperties':false}",
        "{'type':'object','additionalProperties':{'type':'string'}}",
        "{'type':'object','properties':{},'additionalProperties':false,'patternProperties':{}}",
        "{'type':'object','properties':{},'additionalProperties':false,'dependentRequired':{}}",
        "{'type':'object','properties':{},'required':['b'],'additionalProperties':false}",
        "{'$ref':'https://example.org/a'}",
        "{'$ref':'#/$defs/none'}",
        "{'$ref':'#/$defs/a','properties':{}}"
      })
  void leavesWhatWouldMeanSomethingElse(String field) {
    assertThat(StrictSchema.of(json(objectOf(field)))).isEmpty();
  }

  @Test
  void leavesAlternativesAtTheRoot() {
    JsonNode schema = json("{'type':'object','anyOf':[{'type':'object'}]}");

    assertThat(StrictSchema.of(schema)).isEmpty();
  }

  @Test
  void takesSchemasOfBeansWithConstraints() {
    String before = Schemas.LESSON.toString();

    ObjectNode strict = StrictSchema.of(Schemas.LESSON).orElseThrow();

    assertThat(strict.has("$schema")).isFalse();
    assertThat(strict.at("/properties/title"))
        .isEqualTo(
            json(
                "{'type':'string','description':'What it is called."
                    + " (at least 1 character, at most 80 characters)'}"));
    assertThat(strict.at("/properties/words/items")).isEqualTo(json("{'$ref':'#/$defs/Word'}"));
    assertThat(strict.at("/$defs/Word/properties/swahili/description").asText())
        .startsWith("(matching the regular expression");
    assertThat(Schemas.LESSON).hasToString(before);
  }

  @Test
  void putsADefinitionInThePlaceOfAReferenceThatDoesNotStandAlone() {
    JsonNode schema =
        json(
            "{'type':'object','properties':{'a':{'$ref':'#/$defs/n','description':'First'}},"
                + "'required':['a'],'additionalProperties':false,"
                + "'$defs':{'n':{'type':'string','minLength':1}}}");

    ObjectNode strict = StrictSchema.of(schema).orElseThrow();

    assertThat(strict.at("/properties/a"))
        .isEqualTo(json("{'type':'string','description':'First (at least 1 character)'}"));
  }

  @Test
  void keepsASchemaThatContainsItself() {
    JsonNode schema =
        json(
            "{'type':'object','properties':{'next':{'anyOf':[{'$ref':'#','description':'more'},"
                + "{'type':'null'}]}},'required':['next'],'additionalProperties':false}");

    ObjectNode strict = StrictSchema.of(schema).orElseThrow();

    assertThat(strict.findValuesAsText("$ref")).containsExactly("#");
  }

  @Test
  void givesUpOnDefinitionsThatUseEachOtherWithoutEnd() {
    assertThat(StrictSchema.of(Schemas.useEachOther(12))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"100, true", "101, false"})
  void takesSoManyProperties(int count, boolean strict) {
    String fields = all(count, i -> "'f" + i + "':{'type':'string'}");
    String names = all(count, i -> "'f" + i + "'");

    JsonNode schema =
        json(
            "{'type':'object','properties':{"
                + fields
                + "},'required':["
                + names
                + "],'additionalProperties':false}");

    assertThat(StrictSchema.of(schema).isPresent()).isEqualTo(strict);
  }

  @ParameterizedTest
  @CsvSource({"500, 1, true", "501, 1, false", "251, 30, false", "250, 30, true"})
  void takesSoManyValuesOfSoManyCharacters(int count, int length, boolean strict) {
    String values = all(count, i -> "'" + "x".repeat(length) + "'");

    JsonNode schema = json(objectOf("{'type':'string','enum':[" + values + "]}"));

    assertThat(StrictSchema.of(schema).isPresent()).isEqualTo(strict);
  }

  @ParameterizedTest
  @CsvSource({"5, true", "6, false"})
  void takesSoManyLevels(int levels, boolean strict) {
    String schema = "{'type':'string'}";
    for (int i = 0; i < levels; i++) {
      schema = objectOf(schema);
    }

    assertThat(StrictSchema.of(json(schema)).isPresent()).isEqualTo(strict);
  }

  private static String all(int count, IntFunction<String> each) {
    return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(","));
  }

  private static String objectOf(String field) {
    return "{'type':'object','properties':{'a':"
        + field
        + "},'required':['a'],'additionalProperties':false}";
  }
}
