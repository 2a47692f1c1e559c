package io.llmfailover.structured.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.upstream.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hang would be a failure: each test has a minute, of which it needs a moment. */
@Timeout(60)
class CompiledSchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"strnig\"} | /type: is none of",
        "{\"required\": \"x\"} | /required: is string, not array",
        "{\"properties\": {\"age\": {\"maximum\": \"x\"}}} | /properties/age/maximum: is string, not number",
        "{\"properties\": []} | /properties: is array, not object",
        "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"required\": []} | /required: has 0 items",
        "{\"$ref\": \"#/$defs/nope\"} | /$ref: refers to \"#/$defs/nope\", which is not there",
        "{\"$ref\": \"#nope\"} | /$ref: refers to \"#nope\", which is not there",
        "{\"items\": {\"$dynamicRef\": \"#nope\"}} | /items/$dynamicRef: refers to \"#nope\", which is not there",
        "{\"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}}} | /$defs/a/$ref: refers to \"#/$defs/b\", which is not there",
        "{\"items\": {\"pattern\": \"((\"}} | /items/pattern: \"((\" is no regular expression",
        "{\"patternProperties\": {\"[\": {}}} | /patternProperties: \"[\" is no regular expression",
        "{\"$schema\": \"http://json-schema.org/draft-03/schema#\"} | /$schema: \"http://json-schema.org/draft-03/schema#\" is none of http://json-schema.org/draft-04/schema,",
        "{\"$schema\": \"https://example.com/mine\"} | /$schema: \"https://example.com/mine\" is none of",
        "{\"items\": {\"$id\": \"x\", \"$schema\": \"https://example.com/mine\"}} | /$schema: \"https://example.com/mine\" is none of",
        "{\"maximum\": 1e999999999} | /maximum: is a number of more than 1000 digits",
      })
  void refusesSchemaNoAnswerCouldBeHeldAgainst(String schema, String why) {
    assertThatThrownBy(() -> compiled(schema))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageStartingWith("schema: " + why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/x.json",
        "http://127.0.0.1:%d/x.json#/$defs/a",
        "//127.0.0.1:%d/x.json",
        "HTTP://127.0.0.1:%d/x.json",
        "jar:http://127.0.0.1:%d/x.jar!/x.json",
        "ftp://127.0.0.1:%d/x.json",
      })
  void callsNobodyASchemaRefersTo(String address) {
    try (WireServer server = WireServer.start()) {
      for (String schema : referringTo(address.formatted(server.port()))) {
        assertThatThrownBy(() -> compiled(schema))
            .as(schema)
            .isInstanceOf(InvalidPromptException.class);
      }

      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void readsNoFileASchemaRefersTo(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "{\"type\": \"string\"}");

    for (String schema : referringTo(file.toUri().toString())) {
      assertThatThrownBy(() -> compiled(schema))
          .as(schema)
          .isInstanceOf(InvalidPromptException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classpath:draft-07/schema",
        "classpath:/draft-07/schema",
        "resource:draft-07/schema",
        "classpath:META-INF/beans.xml",
        "https://json-schema.org/META-INF/MANIFEST.MF",
        "https://json-schema.org/draft/2020-12/meta/../schema",
        "x.json",
        "/x.json",
        "x.json#/a",
        "urn:example:x",
        "https://schema.invalid/other",
      })
  void refusesReferencesToOtherDocuments(String address) {
    assertThatThrownBy(() -> compiled("{\"items\": {\"$ref\": \"" + address + "\"}}"))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage(
            "schema: /items/$ref: refers to \""
                + address
                + "\", which is in another document, and those are never fetched");
  }

  @Test
  void knowsTheStandardMetaschemas() {
    CompiledSchema schema = compiled("{\"$ref\": \"http://json-schema.org/draft-07/schema#\"}");

    assertThat(schema.violations(json("{\"type\": \"object\"}"))).isEmpty();
    assertThat(schema.violations(json("{\"type\": \"strnig\"}"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Each keyword is of that draft and not of the one before or after.
        "http://json-schema.org/draft-04/schema# | {\"maximum\": 1, \"exclusiveMaximum\": true} | 1",
        "http://json-schema.org/draft-06/schema# | {\"items\": [{}], \"additionalItems\": false} | [1, 2]",
        "http://json-schema.org/draft-07/schema | {\"if\": {}, \"then\": false} | 1",
        "https://json-schema.org/draft/2019-09/schema | {\"items\": [{\"type\": \"null\"}]} | [1]",
        "https://json-schema.org/draft/2020-12/schema | {\"prefixItems\": [{\"type\": \"null\"}]} | [1]",
        "http://json-schema.org/draft/2020-12/schema# | {\"dependentSchemas\": {\"a\": false}} | {\"a\": 1}",
        "http://json-schema.org/schema# | {\"prefixItems\": [{\"type\": \"null\"}]} | [1]",
      })
  void followsTheDraftASchemaNames(String draft, String schema, String wrong) {
    String named = "{\"$schema\": \"" + draft + "\", " + schema.substring(1);

    assertThat(compiled(named).violations(json(wrong))).isPresent();
  }

  @Test
  void followsDraft202012WhenNoneIsNamed() {
    CompiledSchema schema = compiled("{\"prefixItems\": [{\"type\": \"null\"}]}");

    assertThat(schema.violations(json("[1]"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\": \"email\"}",
        "{\"format\": \"made-up\"}",
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"format\": \"ipv4\"}",
        "{\"nullable\": true, \"discriminator\": {\"propertyName\": \"a\"}, \"x-mine\": [1]}",
        "{\"$id\": \"lesson\", \"title\": \"A lesson\"}",
        "{\"$id\": \"https://example.com/lesson\", \"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {}}}",
        "{\"$ref\": \"https://schema.invalid/prompt#/$defs/a\", \"$defs\": {\"a\": {}}}",
        "{\"contentMediaType\": \"application/json\", \"contentEncoding\": \"base64\"}",
      })
  void takesWhatItDoesNotAssertAsAnnotation(String schema) {
    assertThat(compiled(schema).violations(json("\"not an address\""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\": \"#\"}",
        "{\"allOf\": [{\"$ref\": \"#\"}]}",
        "{\"properties\": {\"a\": {\"$ref\": \"#/properties/a\"}}}",
        "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"$ref\": \"#/$defs/a\"}}}",
        "{\"$defs\": {\"a\": {\"anyOf\": [{\"$ref\": \"#/$defs/a\"}]}}}",
        "{\"$defs\": {\"a\": {\"not\": {\"$ref\": \"#/$defs/a\"}}}}",
        "{\"$dynamicAnchor\": \"a\", \"$dynamicRef\": \"#a\"}",
        "{\"$schema\": \"https://json-schema.org/draft/2019-09/schema\", \"$recursiveRef\": \"#\"}",
      })
  void refusesReferencesWithoutEnd(String schema) {
    assertThatThrownBy(() -> compiled(schema))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("without end");
  }

  @Test
  void refusesReferencesThatDoubleAtEachLevel() {
    StringBuilder schema = new StringBuilder("{\"$ref\": \"#/$defs/a0\", \"$defs\": {");
    for (int i = 0; i < 40; i++) {
      String next = "{\"$ref\": \"#/$defs/a" + (i + 1) + "\"}";
      schema.append("\"a" + i + "\": {\"allOf\": [" + next + ", " + next + "]}, ");
    }
    schema.append("\"a40\": {}}}");

    assertThatThrownBy(() -> compiled(schema.toString()))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("too much work");
  }

  @Test
  void followsReferencesThatEndWithTheAnswer() {
    CompiledSchema tree =
        compiled(
            "{\"required\": [\"name\"], \"properties\": {\"left\": {\"$ref\": \"#\"}, \"right\": {\"$ref\": \"#\"}}}");

    assertThat(tree.violations(json("{\"name\": 1, \"left\": {\"name\": 2, \"right\": {}}}")))
        .contains("/left/right/name: required property missing");
  }

  @Test
  void doesNotGrowForeverWithTheAnswersItMeets() {
    CompiledSchema tree =
        compiled(
            "{\"properties\": {\"l\": {\"$ref\": \"#\"}, \"r\": {\"$ref\": \"#\"}, \"n\": false}}");

    for (int way = 0; way < 500; way++) {
      String answer = "{\"n\": 1}";
      for (int level = 0; level < 12; level++) {
        answer = "{\"" + ((way >> level) % 2 == 0 ? "l" : "r") + "\": " + answer + "}";
      }
      assertThat(tree.violations(json(answer))).isPresent();
      assertThat(tree.made()).isLessThan(3_000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^(a+)+$",
        "^(a|aa)+$",
        "^(a|b|ab)*c$",
        "^(a*)*$",
        "^(.*a){12}$",
        "(.*)(.*)(.*)(.*)(.*)b$",
      })
  void passesWhatTakesARegularExpressionTooLong(String expression) {
    String answer = "\"" + "a".repeat(50_000) + "!\"";
    CompiledSchema schema = compiled("{\"pattern\": \"" + expression + "\", \"maxLength\": 9}");

    try (LogLines log = LogLines.open()) {
      assertThat(schema.violations(json(answer)))
          .contains("the whole: has 50001 characters, more than 9");
      assertThat(log.all()).singleElement().asString().contains("LLMF0095W", expression);
    }
    assertThat(schema.violations(json("\"b!\""))).isPresent();
  }

  @Test
  void asksNothingOfNamesThatOnlyMayMatch() {
    CompiledSchema schema =
        compiled(
            """
            {"patternProperties": {"^(.*a){12}$": {"type": "null"}}, "additionalProperties": false,
             "required": ["b"]}
            """);

    Optional<String> violations = schema.violations(json("{\"" + "a".repeat(60) + "!\": 1}"));

    assertThat(violations).contains("/b: required property missing");
  }

  @Test
  void matchesLongTextsWithHonestExpressions() {
    CompiledSchema schema = compiled("{\"pattern\": \"^[a-z ]+\\\\.$\"}");
    String long_ = "lorem ipsum ".repeat(20_000);

    assertThat(schema.violations(json("\"" + long_ + ".\""))).isEmpty();
    assertThat(schema.violations(json("\"" + long_ + "!\""))).isPresent();
  }

  @Test
  void refusesSchemasNestedTooDeeply() {
    String schema = "{\"items\":".repeat(500) + "{}" + "}".repeat(500);

    assertThatThrownBy(() -> compiled(schema))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("is nested more than 100 levels deep");
  }

  @Test
  void refusesSchemasThatAreTooLarge() {
    String many = "{\"enum\": [0" + ", 0".repeat(20_000) + "]}";
    String wordy = "{\"description\": \"" + "x".repeat(500_001) + "\"}";

    assertThatThrownBy(() -> compiled(many)).hasMessageContaining("is beyond the 20000th value");
    assertThatThrownBy(() -> compiled(wordy))
        .hasMessageContaining("is beyond the 500000th character");
  }

  @Test
  void objectsToAnswersNestedTooDeeply() {
    String answer = "[".repeat(500) + "]".repeat(500);

    assertThat(compiled("{}").violations(json(answer)))
        .hasValueSatisfying(
            violations -> assertThat(violations).contains("is nested more than 200 levels deep"));
  }

  @Test
  void keepsWithinSmallStacks() throws InterruptedException {
    String path =
        "{\"allOf\": [{\"anyOf\": [{\"oneOf\": [{\"items\": {\"$ref\": \"#/$defs/a\"}}]}]}]}";
    CompiledSchema schema =
        compiled(
            "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"maxItems\": 1, \"allOf\": ["
                + path
                + "]}}}");
    JsonNode honest = json("[".repeat(60) + "1, 2" + "]".repeat(60));
    JsonNode deep = json("[".repeat(190) + "1, 2" + "]".repeat(190));
    StringBuilder found = new StringBuilder();
    Thread small =
        new Thread(
            null,
            () -> {
              schema.violations(honest).ifPresent(found::append);
              schema.violations(deep).ifPresent(found::append);
            },
            "small",
            512 * 1024);

    try (LogLines log = LogLines.open()) {
      small.start();
      small.join();

      assertThat(found).containsOnlyOnce("has 2 items, more than 1");
      assertThat(log.all())
          .containsExactly(
              "LLMF0096W: An answer could not be held against its JSON Schema: goes too deep to apply");
    }
  }

  @Test
  void letsAnswersPassThatTakeTooMuchWork() {
    // Ten thousand items, each held against a thousand alternatives.
    String alternatives = "{\"required\": [\"x\"]}, ".repeat(1_000) + "{}";
    CompiledSchema schema = compiled("{\"items\": {\"oneOf\": [" + alternatives + "]}}");
    String items = "{\"y\": 1}, ".repeat(10_000) + "{\"x\": 1}";

    assertThat(schema.violations(json("[" + items + "]"))).isEmpty();
    assertThat(schema.violations(json("[{\"x\": 1}]"))).isPresent();
  }

  @Test
  void keepsSchemasWithTheSameAddressApart() {
    String schema =
        "{\"$id\": \"https://example.com/same\", \"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"type\": \"%s\"}}}";
    CompiledSchema texts = compiled(schema.formatted("string"));
    CompiledSchema numbers = compiled(schema.formatted("number"));

    assertThat(texts.violations(json("\"a\""))).isEmpty();
    assertThat(numbers.violations(json("\"a\""))).isPresent();
  }

  /** By every keyword that could lead there. */
  private static List<String> referringTo(String address) {
    return List.of(
        "{\"$ref\": \"" + address + "\"}",
        "{\"properties\": {\"a\": {\"items\": {\"$ref\": \"" + address + "\"}}}}",
        "{\"$defs\": {\"unused\": {\"$ref\": \"" + address + "\"}}}",
        "{\"$dynamicRef\": \"" + address + "\"}",
        "{\"$schema\": \"" + address + "\"}",
        "{\"properties\": {\"a\": {\"$id\": \"b\", \"$schema\": \"" + address + "\"}}}",
        "{\"$schema\": \"https://json-schema.org/draft/2019-09/schema\", \"$recursiveRef\": \""
            + address
            + "\"}",
        "{\"$schema\": \"http://json-schema.org/draft-04/schema#\", \"id\": \""
            + address
            + "\", \"$ref\": \"#/definitions/nope\"}",
        "{\"id\": \"" + address + "\", \"$ref\": \"#/nope\"}",
        "{\"$id\": \"" + address.replaceFirst("#.*", "") + "\", \"$ref\": \"other.json\"}");
  }

  private static CompiledSchema compiled(String schema) {
    return CompiledSchema.of(json(schema));
  }

  private static JsonNode json(String text) {
    return AnswerTree.parse(text).orElseThrow();
  }
}
