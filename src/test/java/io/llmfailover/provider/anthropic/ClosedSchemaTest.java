package io.llmfailover.provider.anthropic;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.Schemas;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedSchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'integer','minimum':1,'maximum':5} | "
            + "{'type':'integer','description':'(at least 1, at most 5)'}",
        "{'type':'array','minItems':1,'maxItems':3,'items':{'type':'string'}} | {'type':'array',"
            + "'minItems':1,'items':{'type':'string'},'description':'(at most 3 items)'}",
        "{'type':'array','minItems':2} | {'type':'array','description':'(at least 2 items)'}",
        "{'oneOf':[{'type':'string','maxLength':1},{'type':'null'}]} | "
            + "{'anyOf':[{'type':'string','description':'(at most 1 character)'},{'type':'null'}]}",
        "{'type':'string','pattern':'^\\\\d+$'} | {'type':'string','pattern':'^\\\\d+$'}",
        "{'type':'string','pattern':'a(?!b)'} | "
            + "{'type':'string','description':'(matching the regular expression a(?!b))'}",
        "{'enum':['a',1,null]} | {'enum':['a',1,null]}",
        "{'enum':[[1]]} | {'description':'(one of [[1]])'}",
        "{'const':'a'} | {'const':'a'}",
        "{'type':'string','$comment':'c','deprecated':true,'x-mine':{}} | {'type':'string'}",
        "{'type':'object','properties':{'a':{'type':'string'}},'additionalProperties':true} | "
            + "{'type':'object','properties':{'a':{'type':'string'}},"
            + "'additionalProperties':false}"
      })
  void saysWithTheKeywordsThereAreAndTellsTheRest(String schema, String sent) {
    assertThat(ClosedSchema.of(json(schema))).contains((ObjectNode) json(sent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object'}",
        "{'type':'object','additionalProperties':{'type':'string'}}",
        "{'type':'object','properties':{'a':{'type':'string'}},'required':['b']}",
        "{'type':'object','properties':{'a':{'type':'string'}},'patternProperties':{}}",
        "{'type':'array','prefixItems':[]}",
        "{'type':'object','properties':{'a':{'$ref':'#'}}}",
        "{'$ref':'#/$defs/n','$defs':{'n':{'type':'object','properties':"
            + "{'next':{'$ref':'#/$defs/n'}}}}}",
        "{'allOf':[{'$ref':'#/$defs/n'}],'$defs':{'n':{'type':'string'}}}",
        "{'$ref':'https://example.org/a'}",
        "{'anyOf':[{'type':'string'}],'oneOf':[{'type':'string'}]}"
      })
  void leavesWhatItCannotSay(String schema) {
    assertThat(ClosedSchema.of(json(schema))).isEmpty();
  }

  @Test
  void takesSchemasOfBeansWithConstraints() {
    ObjectNode closed = ClosedSchema.of(Schemas.LESSON).orElseThrow();

    assertThat(closed.at("/properties/minutes"))
        .isEqualTo(json("{'type':'integer','description':'(at least 1, at most 240)'}"));
    assertThat(closed.at("/properties/words/items")).isEqualTo(json("{'$ref':'#/$defs/Word'}"));
    assertThat(closed.findValue("minLength")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"24, true", "25, false"})
  void takesSoManyOptionalFields(int count, boolean possible) {
    JsonNode schema = json("{'type':'object','properties':{" + fields(count, "'string'") + "}}");

    assertThat(ClosedSchema.of(schema).isPresent()).isEqualTo(possible);
  }

  @ParameterizedTest
  @CsvSource({"16, true", "17, false"})
  void takesSoManyFieldsOfSeveralTypes(int count, boolean possible) {
    JsonNode schema =
        json("{'type':'object','properties':{" + fields(count, "['string','null']") + "}}");

    assertThat(ClosedSchema.of(schema).isPresent()).isEqualTo(possible);
  }

  @Test
  void countsADefinitionWhereverItIsUsed() {
    String used =
        IntStream.range(0, 3)
            .mapToObj(i -> "'u" + i + "':{'$ref':'#/$defs/d'}")
            .collect(Collectors.joining(","));
    JsonNode schema =
        json(
            "{'type':'object','properties':{"
                + used
                + "},'required':['u0','u1','u2'],'$defs':{'d':{'type':'object','properties':{"
                + fields(9, "'string'")
                + "}}}}");

    assertThat(ClosedSchema.of(schema)).isEmpty();
  }

  private static String fields(int count, String type) {
    return IntStream.range(0, count)
        .mapToObj(i -> "'f" + i + "':{'type':" + type + "}")
        .collect(Collectors.joining(","));
  }
}
