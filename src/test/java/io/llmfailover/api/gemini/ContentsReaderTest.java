package io.llmfailover.api.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentsReaderTest {
  private static final String CALLS =
      "{'role': 'user', 'parts': [{'text': 'Where are they?'}]},"
          + "{'role': 'model', 'parts': ["
          + "{'functionCall': {'name': 'find', 'args': {'order': 1}}},"
          + "{'functionCall': {'name': 'find', 'args': {'order': 2}}}]}";

  @Test
  void takesWhoeverSaysNoRoleForTheUser() {
    Prompt prompt = Jsons.prompt("{'contents': [{'parts': [{'text': 'Habari?'}]}]}");

    assertThat(prompt.messages()).containsExactly(Message.user("Habari?"));
    assertThat(prompt.model()).isEqualTo("default");
  }

  @Test
  void takesOneObjectForAListOfOne() {
    Prompt prompt = Jsons.prompt("{'contents': {'role': 'USER', 'parts': {'text': 'Habari?'}}}");

    assertThat(prompt.messages()).containsExactly(Message.user("Habari?"));
  }

  @Test
  void putsRulesFirst() {
    Prompt prompt =
        Jsons.asking(
            "'systemInstruction': {'parts': [{'text': 'Be kind.'}, {'text': 'Be short.'}]}");

    assertThat(prompt.messages())
        .containsExactly(Message.rules("Be kind.\n\nBe short."), Message.user("Habari?"));
  }

  @Test
  void knowsFieldsInEitherSpelling() {
    Prompt prompt =
        Jsons.prompt(
            "{'system_instruction': {'parts': {'text': 'Be kind.'}}, 'contents': [{'parts': ["
                + "{'inline_data': {'mime_type': 'image/png', 'data': 'iVBO'}}]}],"
                + "'generation_config': {'max_output_tokens': 7}}");

    assertThat(prompt.messages())
        .containsExactly(
            Message.rules("Be kind."),
            new Message.FromUser(List.of(new Part.InlineImage("image/png", "iVBO"))));
    assertThat(prompt.maxTokens()).hasValue(7);
  }

  @Test
  void writesPicturesInTheUsualAlphabet() {
    Prompt prompt =
        Jsons.prompt(
            "{'contents': [{'parts': [{'inlineData': {'mimeType': 'image/PNG', 'data': 'a-b_'}}]}]}");

    assertThat(prompt.messages())
        .containsExactly(new Message.FromUser(List.of(new Part.InlineImage("image/png", "a+b/"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'inlineData': {'mimeType': 'audio/wav', 'data': 'UklG'}} | audio",
        "{'inlineData': {'mimeType': 'video/mp4', 'data': 'AAAA'}} | video",
        "{'inlineData': {'mimeType': 'application/pdf', 'data': 'JVBE'}} | document",
        "{'fileData': {'fileUri': 'https://example.org/a.png'}} | file",
        "{'executableCode': {'language': 'PYTHON', 'code': '1'}} | code execution",
        "{'codeExecutionResult': {'outcome': 'OUTCOME_OK'}} | code execution",
        "{'toolCall': {'toolType': 'X'}} | parts only Gemini knows",
      })
  void namesWhatOnlyGeminiUnderstands(String part, String name) {
    Prompt prompt =
        Jsons.prompt("{'contents': [{'parts': [{'text': 'What is this?'}, " + part + "]}]}");

    assertThat(prompt.original().orElseThrow().onlyThere()).containsExactly(name);
    assertThat(prompt.messages()).containsExactly(Message.user("What is this?"));
  }

  @Test
  void leavesOutEarlierThoughtsAndBareSignatures() {
    Prompt prompt =
        Jsons.prompt(
            "{'contents': [{'parts': [{'text': 'a'}]}, {'role': 'model', 'parts': ["
                + "{'text': 'hm', 'thought': true}, {'text': 'b'}, {'thoughtSignature': 'U0'}]},"
                + "{'parts': [{'text': 'c'}]}]}");

    assertThat(prompt.messages())
        .containsExactly(Message.user("a"), Message.model("b"), Message.user("c"));
  }

  @Test
  void joinsTheChunksOfAnEarlierStream() {
    Prompt prompt =
        Jsons.prompt(
            "{'contents': [{'parts': [{'text': 'a'}]}, {'role': 'model', 'parts': [{'text': 'b'}]},"
                + "{'role': 'model', 'parts': [{'text': 'c'}, {'functionCall': {'name': 'f'}}]},"
                + "{'role': 'model', 'parts': [{'functionCall': {'name': 'g'}}]}]}");

    assertThat(prompt.messages())
        .containsExactly(
            Message.user("a"),
            new Message.FromModel(
                List.of(new Part.Text("b"), new Part.Text("c")),
                List.of(ToolCall.of("call_0", "f", "{}"), ToolCall.of("call_1", "g", "{}"))));
    assertThat(prompt.original().orElseThrow().messages()).isEqualTo(2);
  }

  @Test
  void marksSignaturesAsGeminis() {
    Prompt prompt =
        Jsons.prompt(
            "{'contents': [{'parts': [{'text': 'a'}]}, {'role': 'model', 'parts': ["
                + "{'functionCall': {'id': 'x1', 'name': 'f', 'args': {'a': [1, 'b']}},"
                + "'thoughtSignature': 'EpID'}]}]}");

    assertThat(prompt.messages().get(1))
        .isEqualTo(
            new Message.FromModel(
                List.of(), List.of(new ToolCall("x1", "f", "{\"a\":[1,\"b\"]}", "gemini:EpID"))));
  }

  @Test
  void givesResultsWithoutIdsToCallsOfTheSameNameInTheirOrder() {
    Prompt prompt =
        Jsons.prompt(
            "{'contents': ["
                + CALLS
                + ", {'role': 'user', 'parts': ["
                + "{'functionResponse': {'name': 'find', 'response': {'result': 'here'}}},"
                + "{'text': 'And now?'},"
                + "{'functionResponse': {'name': 'find', 'response': {'error': 'lost'}}}]}]}");

    assertThat(prompt.messages().subList(2, 5))
        .containsExactly(
            new Message.FromTool("call_0", "{\"result\":\"here\"}", false),
            new Message.FromTool("call_1", "lost", true),
            Message.user("And now?"));
  }

  @Test
  void givesResultsToTheCallTheyName() {
    Prompt prompt =
        Jsons.prompt(
            "{'contents': ["
                + CALLS
                + ", {'role': 'function', 'parts': ["
                + "{'functionResponse': {'id': 'call_1', 'name': 'find', 'response': {'x': 1}}},"
                + "{'functionResponse': {'id': 'call_0', 'name': 'find'}}]}]}");

    assertThat(prompt.messages().subList(2, 4))
        .containsExactly(
            new Message.FromTool("call_1", "{\"x\":1}", false),
            new Message.FromTool("call_0", "{}", false));
  }

  @Test
  void givesResultsToTheLatestTurnThatWaits() {
    Prompt prompt =
        Jsons.prompt(
            "{'contents': ["
                + CALLS
                + ", {'parts': [{'text': 'Try again.'}]},"
                + "{'role': 'model', 'parts': [{'functionCall': {'name': 'find'}}]},"
                + "{'parts': [{'functionResponse': {'name': 'find', 'response': {'x': 1}}}]}]}");

    assertThat(prompt.messages()).contains(new Message.FromTool("call_2", "{\"x\":1}", false));
  }

  @Test
  void givesEachCallAnIdOfItsOwn() {
    Prompt prompt =
        Jsons.prompt(
            "{'contents': [{'parts': [{'text': 'a'}]}, {'role': 'model', 'parts': ["
                + "{'functionCall': {'id': 'call_0', 'name': 'f'}},"
                + "{'functionCall': {'id': 'call_0', 'name': 'f'}},"
                + "{'functionCall': {'name': 'f'}}]}]}");

    Message.FromModel said = (Message.FromModel) prompt.messages().get(1);
    assertThat(said.toolCalls())
        .extracting(ToolCall::id)
        .containsExactly("call_0", "call_1", "call_2");
  }
}
