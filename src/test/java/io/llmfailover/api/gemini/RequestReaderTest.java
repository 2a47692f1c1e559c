package io.llmfailover.api.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.Original;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolChoice;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  private static final String TWO_TOOLS =
      "'tools': [{'functionDeclarations': [{'name': 'find', 'description': 'Finds.',"
          + "'parameters': {'type': 'OBJECT', 'properties': {'id': {'type': 'STRING'}}}}]},"
          + "{'function_declarations': [{'name': 'send',"
          + "'parametersJsonSchema': {'type': 'object', 'additionalProperties': false}}]}]";

  @Test
  void tellsHowToSample() {
    Prompt prompt =
        Jsons.asking(
            "'generationConfig': {'maxOutputTokens': 100.0, 'temperature': 2, 'topP': 0.5,"
                + "'stopSequences': ['a', 'b'], 'seed': 42, 'candidateCount': 1}");

    assertThat(prompt.maxTokens()).hasValue(100);
    assertThat(prompt.temperature()).hasValue(2);
    assertThat(prompt.topP()).hasValue(0.5);
    assertThat(prompt.stop()).containsExactly("a", "b");
    assertThat(prompt.seed()).hasValue(42);
    assertThat(prompt.original().orElseThrow().untold()).isEmpty();
  }

  @Test
  void tellsToolsAsJsonSchema() {
    Prompt prompt = Jsons.asking(TWO_TOOLS);

    assertThat(prompt.tools())
        .containsExactly(
            new Tool(
                "find",
                "Finds.",
                Jsons.node("{'type': 'object', 'properties': {'id': {'type': 'string'}}}")),
            new Tool("send", "", Jsons.node("{'type': 'object', 'additionalProperties': false}")));
    assertThat(prompt.toolChoice()).isEqualTo(ToolChoice.AUTO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'mode': 'AUTO'} | AUTO | \"\" | 2",
        "{'mode': 'VALIDATED'} | AUTO | \"\" | 2",
        "{'mode': 'none'} | NONE | \"\" | 2",
        "{'mode': 'ANY'} | REQUIRED | \"\" | 2",
        "{'mode': 'ANY', 'allowedFunctionNames': ['send']} | NAMED | send | 2",
        "{'mode': 'ANY', 'allowed_function_names': ['send', 'send']} | REQUIRED | \"\" | 1",
        "{} | AUTO | \"\" | 2",
      })
  void tellsTheRuleForCalling(String calling, ToolChoice.Mode mode, String name, int offered) {
    Prompt prompt =
        Jsons.asking(TWO_TOOLS + ", 'toolConfig': {'functionCallingConfig': " + calling + "}");

    assertThat(prompt.toolChoice()).isEqualTo(new ToolChoice(mode, name));
    assertThat(prompt.tools()).hasSize(offered);
  }

  @Test
  void tellsASchemaInOpenApiForm() {
    Prompt prompt =
        Jsons.asking(
            "'generationConfig': {'responseMimeType': 'application/json', 'responseSchema': {"
                + "'type': 'OBJECT', 'required': ['a'], 'propertyOrdering': ['a'], 'properties': {"
                + "'a': {'type': 'STRING', 'nullable': true, 'format': 'enum', 'enum': ['x']},"
                + "'any_of': {'any_of': [{'type': 'INTEGER'}, {'type': 'NUMBER'}]},"
                + "'c': {'type': 'ARRAY', 'minItems': '2', 'items': {'type': 'BOOLEAN'}}}}}");

    assertThat(prompt.format())
        .isEqualTo(
            new OutputFormat.Schema(
                "answer",
                Jsons.node(
                    "{'type': 'object', 'required': ['a'], 'properties': {"
                        + "'a': {'type': ['string', 'null'], 'enum': ['x', null]},"
                        + "'any_of': {'anyOf': [{'type': 'integer'}, {'type': 'number'}]},"
                        + "'c': {'type': 'array', 'minItems': 2, 'items': {'type': 'boolean'}}}}")));
  }

  @Test
  void keepsAJsonSchemaAsItIs() {
    String schema = "{'type': ['object', 'null'], '$defs': {'A_b': {}}, 'x_y': {'nullable': 1}}";

    Prompt prompt = Jsons.asking("'generationConfig': {'responseJsonSchema': " + schema + "}");

    assertThat(prompt.format()).isEqualTo(new OutputFormat.Schema("answer", Jsons.node(schema)));
  }

  @Test
  void asksForJsonWithoutASchema() {
    Prompt prompt = Jsons.asking("'generationConfig': {'responseMimeType': 'application/json'}");

    assertThat(prompt.format()).isEqualTo(OutputFormat.JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'tools': [{'googleSearch': {}}] | Google's own tools",
        "'tools': [{'code_execution': {}}, {'urlContext': {}}] | Google's own tools",
        "'cachedContent': 'cachedContents/1' | cached content",
        "'generationConfig': {'responseModalities': ['TEXT', 'IMAGE']} | answers other than text",
        "'generationConfig': {'responseMimeType': 'text/x.enum'} | answers of another media type",
      })
  void namesWhatOnlyGeminiCanDo(String field, String name) {
    Prompt prompt = Jsons.asking(field);

    assertThat(prompt.original().orElseThrow().onlyThere()).containsExactly(name);
  }

  @Test
  void namesWhatOthersAreNotTold() {
    Prompt prompt =
        Jsons.asking(
            "'safety_settings': [], 'labels': null, 'store': true, 'generationConfig': {"
                + "'topK': 3, 'thinkingConfig': {'includeThoughts': true, 'thinkingBudget': 0},"
                + "'responseModalities': ['Text'], 'speech_config': {}},"
                + "'toolConfig': {'retrievalConfig': {}}");

    assertThat(prompt.original().orElseThrow().untold())
        .containsExactlyInAnyOrder(
            "generationConfig.topK",
            "generationConfig.thinkingConfig.thinkingBudget",
            "generationConfig.speechConfig",
            "toolConfig.retrievalConfig",
            "safetySettings",
            "store");
  }

  @Test
  void namesNoMoreUnknownFieldsThanAnybodyWouldRead() {
    StringBuilder fields = new StringBuilder("'x0': 1");
    for (int i = 1; i < 1000; i++) {
      fields.append(", 'x").append(i).append("\\u000d\\u000a': 1");
    }

    Prompt prompt = Jsons.asking(fields.toString());

    assertThat(prompt.original().orElseThrow().untold())
        .hasSizeLessThan(100)
        .allMatch(name -> name.matches("[ -~]*"));
  }

  @Test
  void keepsTheRequestAsItCameButForItsModel() {
    String asCame =
        "'contents': [{'parts': [{'text': 'a'}]}], 'system_instruction': {'parts': {'text': 'b'}},"
            + "'safetySettings': [{'category': 'C'}], 'unheard_of': 1";

    Original original =
        Jsons.prompt("{'model': 'models/x', " + asCame + "}").original().orElseThrow();

    assertThat(original.dialect()).isEqualTo("gemini");
    assertThat(original.body()).isEqualTo(Jsons.node("{" + asCame + "}"));
    assertThat(original.messages()).isEqualTo(2);
  }

  @Test
  void settlesWhatItSendsOnToOneForm() {
    Original original =
        Jsons.prompt("{'contents': {'role': 'USER', 'parts': {'text': 'a'}}}")
            .original()
            .orElseThrow();

    assertThat(original.body())
        .isEqualTo(Jsons.node("{'contents': [{'role': 'user', 'parts': [{'text': 'a'}]}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[] | body: must be a JSON object",
        "{} | contents: at least one content is needed",
        "{'contents': []} | contents: at least one content is needed",
        "{'contents': 'Habari?'} | contents: must be an array",
        "{'contents': ['Habari?']} | contents[0]: must be an object",
        "{'contents': [{'role': 'user'}]} | contents[0].parts: at least one part is needed",
        "{'contents': [{'parts': [{}]}]} | contents[0].parts[0]: is empty",
        "{'contents': [{'parts': [{'text': 7}]}]} | contents[0].parts[0].text: must be text",
        "{'contents': [{'role': 'system', 'parts': {'text': 'a'}}]}"
            + " | contents[0].role: must be user or model",
        "{'contents': {'parts': {'inlineData': {'data': 'a'}}}}"
            + " | contents[0].parts[0].inlineData.mimeType: is needed",
        "{'contents': {'parts': {'inline_data': {'mime_type': 'image/png\\r\\nX: y', 'data': 'a'}}}}"
            + " | contents[0].parts[0].inlineData.mimeType: must be a media type such as image/png",
        "{'contents': {'parts': {'functionResponse': {'name': 'f'}}}}"
            + " | contents[0].parts[0].functionResponse.name: answers no earlier functionCall: f",
        "{'contents': {'parts': {'functionCall': {'name': 'f'}}}}"
            + " | contents[0].parts[0].functionCall: belongs to a content whose role is model",
        "{'contents': {'role': 'model', 'parts': {'functionCall': {'name': 'f', 'args': 'x'}}}}"
            + " | contents[0].parts[0].functionCall.args: must be an object",
      })
  void namesTheContentThatIsWrong(String body, String message) {
    assertThatThrownBy(() -> Jsons.prompt(body))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'systemInstruction': 'a' | systemInstruction: must be an object",
        "'systemInstruction': {'parts': [{}]} | systemInstruction.parts[0].text: is needed",
        "'generationConfig': {'maxOutputTokens': -1}"
            + " | generationConfig.maxOutputTokens: must be between 1 and 2147483647",
        "'generationConfig': {'maxOutputTokens': 1e30}"
            + " | generationConfig.maxOutputTokens: must be a whole number",
        "'generationConfig': {'max_output_tokens': 1.5}"
            + " | generationConfig.maxOutputTokens: must be a whole number",
        "'generationConfig': {'temperature': 'NaN'}"
            + " | generationConfig.temperature: must be a number",
        "'generationConfig': {'temperature': 1e999}"
            + " | generationConfig.temperature: must be between 0 and 2",
        "'generationConfig': {'topP': -0.1} | generationConfig.topP: must be between 0 and 1",
        "'generationConfig': {'stopSequences': [1]}"
            + " | generationConfig.stopSequences[0]: must be text",
        "'generationConfig': {'candidateCount': 2}"
            + " | generationConfig.candidateCount: must be 1: one answer is given",
        "'generationConfig': {'responseSchema': true}"
            + " | generationConfig.responseSchema: must be an object",
        "'tools': [{'functionDeclarations': [{}]}]"
            + " | tools[0].functionDeclarations[0].name: is needed",
        "'toolConfig': {'functionCallingConfig': {'mode': 'SOME'}}"
            + " | toolConfig.functionCallingConfig.mode: must be AUTO, NONE, ANY or VALIDATED",
        "'toolConfig': {'functionCallingConfig': {'mode': 'ANY', 'allowedFunctionNames': ['x']}}"
            + " | toolConfig.functionCallingConfig.allowedFunctionNames: names no function: x",
      })
  void namesTheSettingThatIsWrong(String field, String message) {
    assertThatThrownBy(() -> Jsons.asking(field))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'contents': [{'parts': [{'text': 'a\\ud800b'}]}]}",
        "{'contents': [{'parts': [{'text': 'a\\udc00\\ud800b'}]}]}",
      })
  void refusesHalfASurrogatePair(String body) {
    assertThatThrownBy(() -> Jsons.prompt(body))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage("contents[0].parts[0].text: has half a surrogate pair at character 1");
  }

  @Test
  void refusesHalfASurrogatePairInWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Jsons.asking("'labels': {'a': [{'\\ud800': 1}]}"))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage("labels.a[0]: has half a surrogate pair at character 0");
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    byte[] body = Jsons.bytes("{'contents': [{'parts': [{'text': 'aab'}]}]}");
    body[new String(body, StandardCharsets.UTF_8).indexOf("aab")] = (byte) 0xff;

    assertThatThrownBy(() -> RequestReader.prompt(body, ""))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("not valid UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "0x10"})
  void refusesNumbersThatAreNoJson(String number) {
    assertThatThrownBy(() -> Jsons.asking("'generationConfig': {'temperature': " + number + "}"))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageStartingWith("body: not valid JSON at line 1");
  }

  @Test
  void keepsControlAndDirectionCharactersOfAPrompt() {
    Prompt prompt =
        Jsons.prompt(
            "\ufeff{'contents': [{'parts': [{'text': '\\u0000\\u001b[31m\\u202eabc\\ud83d\\ude00'}]}]}");

    assertThat(prompt.messages())
        .containsExactly(io.llmfailover.Message.user("\u0000\u001b[31m\u202eabc\ud83d\ude00"));
  }
}
