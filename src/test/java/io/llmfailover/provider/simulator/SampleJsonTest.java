package io.llmfailover.provider.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object','properties':{'title':{'type':'string'}},'required':['title']}",
        "{'type':'object','properties':{'n':{'type':'integer','minimum':5,'maximum':9},"
            + "'x':{'type':'number','exclusiveMinimum':2.5},'m':{'type':'integer',"
            + "'minimum':10,'multipleOf':7},'low':{'type':'integer','maximum':-3}}}",
        "{'type':'array','items':{'enum':['a','b']},'minItems':3}",
        "{'type':'array','items':{'type':'string'},'maxItems':0}",
        "{'type':['null','string'],'minLength':30}",
        "{'type':'string','maxLength':3}",
        "{'type':'object','required':['free'],'additionalProperties':{'type':'integer'}}",
        "{'anyOf':[{'type':'null'},{'type':'object','properties':{'a':{'const':7}},"
            + "'required':['a']}]}",
        "{'allOf':[{'type':'object','properties':{'a':{'type':'boolean'}},'required':['a']},"
            + "{'properties':{'b':{'type':'null'}},'required':['b']}]}",
        "{'$defs':{'step':{'type':'object','properties':{'minutes':{'type':'integer'},"
            + "'next':{'$ref':'#/$defs/step'}},'required':['minutes'],"
            + "'additionalProperties':false}},'type':'object',"
            + "'properties':{'steps':{'type':'array','items':{'$ref':'#/$defs/step'},"
            + "'minItems':2}},'required':['steps'],'additionalProperties':false}",
        "{'type':'array','prefixItems':[{'type':'string'},{'type':'integer'}],'items':false}",
        "{'type':'object'}",
        "{}"
      })
  void followsWhatSchemasUsuallySay(String schema) throws Exception {
    JsonNode sample = SampleJson.of(json(schema));

    assertThat(
            JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(json(schema))
                .validate(sample))
        .as(sample.toString())
        .isEmpty();
  }

  @Test
  void endsWithSchemasThatContainThemselvesWithoutEnd() throws Exception {
    JsonNode schema = json("{'type':'object','properties':{'a':{'$ref':'#'}},'required':['a']}");

    assertThat(SampleJson.of(schema).isObject()).isTrue();
  }

  @Test
  void endsWithReferencesThatLeadInACircle() throws Exception {
    JsonNode schema = json("{'$defs':{'a':{'$ref':'#/$defs/a'}},'$ref':'#/$defs/a'}");

    assertThat(SampleJson.of(schema)).isNotNull();
  }
}
