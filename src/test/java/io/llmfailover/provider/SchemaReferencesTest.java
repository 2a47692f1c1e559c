package io.llmfailover.provider;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaReferencesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'properties':{'a':{'$ref':'#'}}} | true | false",
        "{'properties':{'a':{'$ref':'#'}},'required':['a']} | true | true",
        "{'$ref':'#/$defs/n','$defs':{'n':{'properties':"
            + "{'next':{'$ref':'#/$defs/n'}}}}} | true | false",
        "{'$ref':'#/$defs/n','$defs':{'n':{'properties':{'next':{'anyOf':"
            + "[{'$ref':'#/$defs/n'},{'type':'null'}]}},'required':['next']}}}"
            + " | true | true",
        "{'items':{'$ref':'#/$defs/a'},'$defs':{'a':{'items':{'$ref':'#/$defs/b'}},"
            + "'b':{'items':{'$ref':'#/$defs/a'}}}} | true | true",
        "{'properties':{'a':{'$ref':'#/$defs/a'},'b':{'$ref':'#/$defs/a'}},"
            + "'$defs':{'a':{'type':'string'}}} | false | false",
        "{'properties':{'a':{'enum':['x'],'default':{'$ref':'#'}}}} | false | false",
        "{'type':'string','$defs':{'n':{'items':{'$ref':'#/$defs/n'}}}} | false | false"
      })
  void findsCircles(String schema, boolean anywhere, boolean whereRequired) {
    SchemaReferences references = new SchemaReferences(json(schema));

    assertThat(references.recursive()).isEqualTo(anywhere);
    assertThat(references.recursiveWhereRequired()).isEqualTo(whereRequired);
  }

  @Test
  void findsDefinitionsWhoseNamesAreWrittenAsInAnAddress() {
    JsonNode schema = json("{'$defs':{'List(a b)':{'type':'array'},'50%':{'type':'number'}}}");
    SchemaReferences references = new SchemaReferences(schema);

    assertThat(references.target("#/$defs/List%28a%20b%29")).contains(json("{'type':'array'}"));
    assertThat(references.target("#/$defs/50%")).contains(json("{'type':'number'}"));
    assertThat(references.target("#")).contains(schema);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#/$defs/b", "#b", "other.json", "https://example.org/s#/$defs/a"})
  void leadsNowhereElse(String reference) {
    JsonNode schema = json("{'$defs':{'a':{'type':'string'}}}");

    assertThat(new SchemaReferences(schema).target(reference)).isEmpty();
  }
}
