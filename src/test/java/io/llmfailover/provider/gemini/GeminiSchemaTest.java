package io.llmfailover.provider.gemini;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiSchemaTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{'type':['string','null']} | {'nullable':true,'type':'STRING'}",
        "{'const':'a'} | {'type':'STRING','format':'enum','enum':['a']}",
        "{'enum':['a','b']} | {'type':'STRING','format':'enum','enum':['a','b']}",
        "{'type':'integer','enum':[1,2]} | {'type':'INTEGER'}",
        "{'type':'array'} | {'type':'ARRAY','items':{'type':'STRING'}}",
        "{'type':'string','format':'email','default':'x'} | {'type':'STRING'}",
        "{'type':'string','format':'date-time'} | {'format':'date-time','type':'STRING'}",
        "{'oneOf':[{'type':'string'},{'type':'null'}]} | {'nullable':true,'type':'STRING'}",
        "{'oneOf':[{'type':'string'},{'type':'number'}]} | "
            + "{'anyOf':[{'type':'STRING'},{'type':'NUMBER'}]}",
        "{'allOf':[{'type':'string'},{'maxLength':3}]} | {'type':'STRING','maxLength':3}",
        "{'type':'object','additionalProperties':{'type':'string'}} | {'type':'OBJECT'}",
        "{'type':'object','properties':{'a':true},'required':['a','b']} | "
            + "{'type':'OBJECT','properties':{'a':{'type':'STRING'}},'required':['a']}",
        "{'type':'number','minimum':1,'exclusiveMaximum':5} | {'minimum':1,'type':'NUMBER'}"
      })
  void saysInTheSubsetWhatItCan(String schema, String expected) {
    JsonNode cleaned = GeminiSchema.of(json(schema));

    assertThat(cleaned).isEqualTo(json(expected));
  }

  @Test
  void putsDefinitionsInThePlaceOfReferences() {
    JsonNode schema =
        json(
            "{'type':'object','properties':{'a':{'$ref':'#/$defs/name'},"
                + "'b':{'$ref':'#/$defs/name'}},'$defs':{'name':{'type':'string'}}}");

    JsonNode cleaned = GeminiSchema.of(schema);

    assertThat(cleaned)
        .isEqualTo(
            json("{'type':'OBJECT','properties':{'a':{'type':'STRING'},'b':{'type':'STRING'}}}"));
  }

  @Test
  void endsASchemaThatContainsItself() {
    JsonNode schema =
        json(
            "{'$ref':'#/$defs/node','$defs':{'node':{'type':'object',"
                + "'properties':{'next':{'$ref':'#/$defs/node'}}}}}");

    JsonNode cleaned = GeminiSchema.of(schema);

    assertThat(cleaned)
        .isEqualTo(json("{'type':'OBJECT','properties':{'next':{'type':'OBJECT'}}}"));
  }
}
