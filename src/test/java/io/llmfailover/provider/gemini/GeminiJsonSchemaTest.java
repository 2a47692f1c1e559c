package io.llmfailover.provider.gemini;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.provider.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiJsonSchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'$schema':'s','type':'string','minLength':1,'pattern':'a'} | {'type':'string',"
            + "'description':'(at least 1 character, matching the regular expression a)'}",
        "{'type':['string','null'],'format':'iban'} | {'type':['string','null'],'format':'iban'}",
        "{'const':'a'} | {'enum':['a']}",
        "{'type':'boolean','const':true} | {'type':'boolean','description':'(exactly true)'}",
        "{'enum':['a',null]} | {'description':'(one of [\\\"a\\\",null])'}",
        "{'oneOf':[{'type':'string'},{'type':'null'}]} | "
            + "{'anyOf':[{'type':'string'},{'type':'null'}]}",
        "{'type':'object','additionalProperties':{'type':'string','minLength':1}} | "
            + "{'type':'object','additionalProperties':"
            + "{'type':'string','description':'(at least 1 character)'}}",
        "{'type':'object','properties':{'next':{'$ref':'#'}}} | "
            + "{'type':'object','properties':{'next':{'$ref':'#'}}}",
        "{'items':{'$ref':'#/$defs/n','description':'d'},'$defs':{'n':{'type':'number'}}} | "
            + "{'items':{'type':'number','description':'d'},'$defs':{'n':{'type':'number'}}}"
      })
  void saysWithTheKeywordsThereAreAndTellsTheRest(String schema, String sent) {
    assertThat(GeminiJsonSchema.of(json(schema))).contains((ObjectNode) json(sent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'allOf':[{'type':'string'}]}",
        "{'type':'string','not':{'const':'a'}}",
        "{'type':'array','prefixItems':[{'type':'string'}]}",
        "{'type':'object','properties':{'a':{'type':'string'}},'required':['b']}",
        "{'type':'object','properties':{'next':{'$ref':'#'}},'required':['next']}",
        "{'$ref':'other.json'}"
      })
  void leavesWhatItCannotSay(String schema) {
    assertThat(GeminiJsonSchema.of(json(schema))).isEmpty();
  }

  @Test
  void takesSchemasOfBeansWithConstraints() {
    ObjectNode sent = GeminiJsonSchema.of(Schemas.LESSON).orElseThrow();

    assertThat(sent.at("/properties/minutes"))
        .isEqualTo(json("{'type':'integer','minimum':1,'maximum':240}"));
    assertThat(sent.at("/properties/words/description").asText()).isEqualTo("(no item twice)");
    assertThat(sent.at("/$defs/Word/properties/english"))
        .isEqualTo(json("{'type':'string','description':'(by default \\\"?\\\")'}"));
  }
}
