package io.llmfailover.provider.gemini;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.provider.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiSchemaTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{'type':['string','null']} | {'nullable':true,'type':'STRING'}",
        "{'const':'a'} | {'type':'STRING','format':'enum','enum':['a']}",
        "{'enum':['a','b']} | {'type':'STRING','format':'enum','enum':['a','b']}",
        "{'type':'integer','enum':[1,2]} | " + "{'type':'INTEGER','description':'(one of [1,2])'}",
        "{'type':'array'} | {'type':'ARRAY','items':{'type':'STRING'}}",
        "{'type':'string','description':'Mail','format':'email'} | "
            + "{'type':'STRING','description':'Mail (in the format email)'}",
        "{'$ref':'#/$defs/a','description':'Mine','$defs':{'a':{'type':'string'}}} | "
            + "{'type':'STRING','description':'Mine'}",
        "{'type':'string','format':'date-time'} | {'format':'date-time','type':'STRING'}",
        "{'oneOf':[{'type':'string'},{'type':'null'}]} | {'nullable':true,'type':'STRING'}",
        "{'oneOf':[{'type':'string'},{'type':'number'}]} | "
            + "{'anyOf':[{'type':'STRING'},{'type':'NUMBER'}]}",
        "{'allOf':[{'type':'string'},{'maxLength':3}]} | {'type':'STRING','maxLength':3}",
        "{'type':'object','additionalProperties':{'type':'string'}} | {'type':'OBJECT'}",
        "{'type':'object','properties':{'a':true},'required':['a','b']} | "
            + "{'type':'OBJECT','properties':{'a':{'type':'STRING'}},'required':['a']}",
        "{'type':'number','minimum':1,'exclusiveMaximum':5} | "
            + "{'minimum':1,'type':'NUMBER','description':'(less than 5)'}"
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

  @Test
  void staysSmallWhenDefinitionsUseEachOther() {
    JsonNode schema = Schemas.useEachOther(12);

    JsonNode cleaned = GeminiSchema.of(schema);

    assertThat(cleaned.toString()).hasSizeLessThan(1_000_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object'}",
        "{'type':'object','additionalProperties':{'type':'string'}}",
        "{'type':'string','not':{'const':'a'}}",
        "{'type':'object','properties':{'a':{'type':'string'}},'required':['b']}",
        "{'allOf':[{'properties':{'a':{'type':'string'}}},{'properties':{}}]}",
        "{'type':'object','properties':{'a':{'$ref':'#'}}}"
      })
  void saysWhatWouldNotBeWhatWasMeant(String schema) {
    assertThat(GeminiSchema.wholly(json(schema))).isEmpty();
  }

  @Test
  void saysWhatMeansTheSame() {
    JsonNode schema = json("{'type':'object','properties':{'a':{'type':'string','minLength':1}}}");

    assertThat(GeminiSchema.wholly(schema)).contains(GeminiSchema.of(schema));
  }
}
