package io.llmfailover.provider.gemini;

import static io.llmfailover.provider.DialectCall.failure;
import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.FailureKind;
import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.ToolChoice;
import io.llmfailover.chain.Capability;
import io.llmfailover.provider.DialectCall;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.WireRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiWriteTest {
  private static final JsonNode SCHEMA =
      json(
          "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],"
              + "'additionalProperties':false}");

  private final GeminiDialect dialect = new GeminiDialect();
  private final DialectCall old = DialectCall.to("gemini", "gemini-1.5-pro");
  private final DialectCall flash = DialectCall.to("gemini", "gemini-2.5-flash");
  private final DialectCall three = DialectCall.to("gemini", "gemini-3-flash-preview");

  @Test
  void writesOneUserTurn() {
    JsonNode body = flash.written(dialect, Prompt.of("Habari?"));

    assertThat(body).isEqualTo(json("{'contents':[{'role':'user','parts':[{'text':'Habari?'}]}]}"));
  }

  @Test
  void movesAllRulesToTheTopAndSaysSo() {
    ProviderCall call =
        flash.asking(
            Prompt.builder().rules("A.").rules("B.").user("Hi").rules("C.").user("So?").build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body)
        .isEqualTo(
            json(
                "{'systemInstruction':{'parts':[{'text':'A.\\n\\nB.\\n\\nC.'}]},"
                    + "'contents':[{'role':'user','parts':[{'text':'Hi'},{'text':'So?'}]}]}"));
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void saysRulesAsTheUserWhenThereIsNothingElse() {
    ProviderCall call = flash.asking(Prompt.builder().rules("Say hello.").user("").build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body)
        .isEqualTo(json("{'contents':[{'role':'user','parts':[{'text':'Say hello.'}]}]}"));
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void refusesAPromptWithoutAnyContent() {
    failure(FailureKind.UNSUPPORTED, () -> flash.written(dialect, Prompt.of("")));
  }

  @Test
  void writesSeveralTurnsAndThePrefillAsTheyAre() {
    Prompt prompt =
        Prompt.builder()
            .user("Count")
            .message(Message.model("one"))
            .user("On")
            .message(Message.model("two"))
            .build();

    JsonNode contents = flash.written(dialect, prompt).get("contents");

    assertThat(contents)
        .isEqualTo(
            json(
                "[{'role':'user','parts':[{'text':'Count'}]},"
                    + "{'role':'model','parts':[{'text':'one'}]},"
                    + "{'role':'user','parts':[{'text':'On'}]},"
                    + "{'role':'model','parts':[{'text':'two'}]}]"));
  }

  @Test
  void writesPicturesInlineAndDropsEmptyParts() {
    Prompt prompt =
        user(new Part.Text(""), new Part.Text("What?"), new Part.InlineImage("image/png", "QUJD"));

    JsonNode parts = flash.written(dialect, prompt).at("/contents/0/parts");

    assertThat(parts)
        .isEqualTo(
            json("[{'text':'What?'},{'inlineData':{'mimeType':'image/png','data':'QUJD'}}]"));
  }

  @Test
  void refusesPicturesByAddress() {
    Prompt prompt = user(new Part.Text("What?"), new Part.ImageUrl("https://pictures.example/a"));

    failure(FailureKind.UNSUPPORTED, () -> flash.written(dialect, prompt));
  }

  @Test
  void namesToolResultsAfterTheirCallsAndWrapsTexts() {
    Prompt prompt =
        Prompt.builder()
            .user("Where?")
            .message(
                new Message.FromModel(
                    List.of(new Part.Text("Let me see.")),
                    List.of(ToolCall.of("1", "find", "{\"id\":1}"), ToolCall.of("2", "list", ""))))
            .message(new Message.FromTool("2", "[1,2]", false))
            .message(new Message.FromTool("1", "in Mombasa", false))
            .message(new Message.FromTool("1", "{\"why\":\"closed\"}", true))
            .user("And?")
            .build();

    JsonNode contents = flash.written(dialect, prompt).get("contents");

    assertThat(contents)
        .isEqualTo(
            json(
                "[{'role':'user','parts':[{'text':'Where?'}]},"
                    + "{'role':'model','parts':[{'text':'Let me see.'},"
                    + "{'functionCall':{'name':'find','args':{'id':1}}},"
                    + "{'functionCall':{'name':'list','args':{}}}]},"
                    + "{'role':'user','parts':["
                    + "{'functionResponse':{'name':'list','response':{'result':[1,2]}}},"
                    + "{'functionResponse':{'name':'find','response':{'result':'in Mombasa'}}},"
                    + "{'functionResponse':{'name':'find','response':"
                    + "{'error':{'why':'closed'}}}}]},"
                    + "{'role':'user','parts':[{'text':'And?'}]}]"));
  }

  @Test
  void givesGeminiThreeItsSignaturesAndIdsBack() {
    Prompt prompt =
        afterCalls(
            new ToolCall("c1", "find", "{}", "gemini:U0lH"), ToolCall.of("c2", "list", "{}"));

    JsonNode contents = three.written(dialect, prompt).get("contents");

    assertThat(contents.at("/1/parts"))
        .isEqualTo(
            json(
                "[{'functionCall':{'id':'c1','name':'find','args':{}},'thoughtSignature':'U0lH'},"
                    + "{'functionCall':{'id':'c2','name':'list','args':{}}}]"));
    assertThat(contents.at("/2/parts/0/functionResponse"))
        .isEqualTo(json("{'id':'c1','name':'find','response':{'result':'done'}}"));
  }

  @Test
  void tellsGeminiThreeNotToLookForASignatureInAForeignHistory() {
    Prompt prompt =
        afterCalls(
            new ToolCall("c1", "find", "{}", "another:U0lH"), ToolCall.of("c2", "list", "{}"));

    JsonNode parts = three.written(dialect, prompt).at("/contents/1/parts");

    assertThat(parts.at("/0/thoughtSignature").asText())
        .isEqualTo("skip_thought_signature_validator");
    assertThat(parts.at("/1").has("thoughtSignature")).isFalse();
    assertThat(parts.toString()).doesNotContain("U0lH");
  }

  @Test
  void writesSamplingAndLimits() {
    ProviderCall call =
        flash
            .able(100, Capability.JSON_SCHEMA)
            .asking(
                Prompt.builder()
                    .user("Hi")
                    .maxTokens(500)
                    .temperature(2)
                    .topP(0.5)
                    .seed(7)
                    .stop(List.of("a", "b", "c", "d", "e", "f"))
                    .build());

    JsonNode config = DialectCall.body(dialect.write(call)).get("generationConfig");

    assertThat(config)
        .isEqualTo(
            json(
                "{'temperature':2.0,'topP':0.5,'maxOutputTokens':100,"
                    + "'stopSequences':['a','b','c','d','e'],'seed':7}"));
    assertThat(call.notices()).hasSize(2);
  }

  @Test
  void foldsASeedThatIsTooLong() {
    ProviderCall call = flash.asking(Prompt.builder().user("Hi").seed(1L << 40).build());

    JsonNode seed = DialectCall.body(dialect.write(call)).at("/generationConfig/seed");

    assertThat(seed.isInt()).isTrue();
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void asksForJson() {
    JsonNode body =
        old.written(dialect, Prompt.builder().user("Hi").format(OutputFormat.JSON).build());

    assertThat(body.get("generationConfig"))
        .isEqualTo(json("{'responseMimeType':'application/json'}"));
  }

  @Test
  void sendsTheWholeSchemaToModelsThatKnowJsonSchema() {
    JsonNode body = flash.written(dialect, asking(SCHEMA));

    assertThat(body.get("generationConfig"))
        .isEqualTo(
            json("{'responseMimeType':'application/json','responseJsonSchema':" + SCHEMA + "}"));
  }

  @Test
  void sendsACleanedSchemaToOlderModels() {
    JsonNode body = old.written(dialect, asking(SCHEMA));

    assertThat(body.get("generationConfig"))
        .isEqualTo(
            json(
                "{'responseMimeType':'application/json','responseSchema':{'type':'OBJECT',"
                    + "'properties':{'a':{'type':'STRING'}},'required':['a']}}"));
  }

  @ParameterizedTest
  @CsvSource({"gemini-1.5-pro", "gemini-2.5-flash"})
  void sendsInWordsBesideJsonModeWhatTheSettingCannotSay(String model) {
    JsonNode not = json("{'type':'object','properties':{'a':{'not':{'type':'string'}}}}");
    ProviderCall call = DialectCall.to("gemini", model).asking(asking(not));

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.get("generationConfig"))
        .isEqualTo(json("{'responseMimeType':'application/json'}"));
    assertThat(body.at("/systemInstruction/parts/0/text").asText()).contains(not.toString());
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void sendsTheSchemaInWordsToModelsThatCannotFollowOne() {
    DialectCall gemma = DialectCall.to("gemini", "gemma-3").able(0, Capability.VISION);

    JsonNode body = gemma.written(dialect, asking(SCHEMA));

    assertThat(body.get("generationConfig"))
        .isEqualTo(json("{'responseMimeType':'application/json'}"));
    assertThat(body.at("/systemInstruction/parts/0/text").asText()).contains(SCHEMA.toString());
  }

  @ParameterizedTest
  @CsvSource({"gemini-1.5-pro, false", "gemini-2.5-flash, false", "gemini-3.5-flash, true"})
  void asksForJsonInWordsBesideToolsWhereTheModelRefusesBoth(String model, boolean takesBoth) {
    Prompt prompt = asking(SCHEMA).toBuilder().tools(List.of(new Tool("f", "", SCHEMA))).build();
    ProviderCall call = DialectCall.to("gemini", model).asking(prompt);

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.at("/generationConfig/responseMimeType").isTextual()).isEqualTo(takesBoth);
    assertThat(body.has("systemInstruction")).isEqualTo(!takesBoth);
    assertThat(call.notices()).hasSize(takesBoth ? 0 : 1);
  }

  @Test
  void writesAllToolsAsOneAndTheChoice() {
    Prompt.Builder prompt =
        Prompt.builder()
            .user("Hi")
            .tools(List.of(new Tool("find", "Finds it.", SCHEMA), new Tool("list", "", null)));

    JsonNode auto = flash.written(dialect, prompt.build());
    JsonNode none = flash.written(dialect, prompt.toolChoice(ToolChoice.NONE).build());
    JsonNode any = flash.written(dialect, prompt.toolChoice(ToolChoice.REQUIRED).build());
    JsonNode named = flash.written(dialect, prompt.toolChoice(ToolChoice.named("find")).build());

    assertThat(auto.get("tools"))
        .isEqualTo(
            json(
                "[{'functionDeclarations':[{'name':'find','description':'Finds it.',"
                    + "'parametersJsonSchema':"
                    + SCHEMA
                    + "},{'name':'list'}]}]"));
    assertThat(auto.has("toolConfig")).isFalse();
    assertThat(none.get("toolConfig")).isEqualTo(json("{'functionCallingConfig':{'mode':'NONE'}}"));
    assertThat(any.get("toolConfig")).isEqualTo(json("{'functionCallingConfig':{'mode':'ANY'}}"));
    assertThat(named.get("toolConfig"))
        .isEqualTo(
            json("{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['find']}}"));
  }

  @Test
  void keepsParametersThatAreDescribedOtherThanByProperties() {
    JsonNode either = json("{'anyOf':[{'type':'object'}]}");
    Prompt prompt = Prompt.builder().user("Hi").tools(List.of(new Tool("f", "", either))).build();

    JsonNode declared = flash.written(dialect, prompt).at("/tools/0/functionDeclarations/0");

    assertThat(declared.get("parametersJsonSchema").get("anyOf")).isEqualTo(either.get("anyOf"));
  }

  @Test
  void cleansToolSchemasForOlderModels() {
    Prompt prompt = Prompt.builder().user("Hi").tools(List.of(new Tool("f", "", SCHEMA))).build();

    JsonNode declared = old.written(dialect, prompt).at("/tools/0/functionDeclarations/0");

    assertThat(declared)
        .isEqualTo(
            json(
                "{'name':'f','parameters':{'type':'OBJECT',"
                    + "'properties':{'a':{'type':'STRING'}},'required':['a']}}"));
  }

  @Test
  void mapsToolNamesThereAndBack() {
    Prompt prompt =
        Prompt.builder().user("Hi").tools(List.of(new Tool("1 find/it", "", null))).build();
    ProviderCall call = flash.asking(prompt);

    String wire =
        DialectCall.body(dialect.write(call)).at("/tools/0/functionDeclarations/0/name").asText();

    assertThat(wire).matches("[A-Za-z_][A-Za-z0-9_.:-]{0,63}");
    JsonNode answer =
        json(
            "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'"
                + wire
                + "'}}]},'finishReason':'STOP'}]}");
    assertThat(dialect.read(call, answer, 200).toolCalls().get(0).name()).isEqualTo("1 find/it");
  }

  @ParameterizedTest
  @CsvSource({
    "gemini-2.5-flash, /v1beta/models/gemini-2.5-flash:generateContent",
    "models/gemini-2.5-flash, /v1beta/models/gemini-2.5-flash:generateContent",
    "tunedModels/mine, /v1beta/tunedModels/mine:generateContent",
    "openai/gpt:4o ä, /v1beta/models/openai/gpt%3A4o%20%C3%A4:generateContent"
  })
  void putsTheModelIntoThePath(String model, String path) {
    DialectCall call = DialectCall.to("gemini", model);

    WireRequest request = dialect.write(call.asking(Prompt.of("Hi")));

    assertThat(request.uri()).hasToString("https://generativelanguage.googleapis.com" + path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/../../b", "a//b", "models/"})
  void refusesModelNamesThatLeadElsewhere(String model) {
    DialectCall call = DialectCall.to("gemini", model);

    failure(FailureKind.MODEL_NOT_FOUND, () -> dialect.write(call.asking(Prompt.of("Hi"))));
  }

  @Test
  void sendsTheKeyInItsHeaderAndNowhereElse() {
    WireRequest request =
        dialect.write(flash.at("https://proxy.example/g/?team=a").asking(Prompt.of("Hi")));

    assertThat(request.headers())
        .containsExactlyEntriesOf(Map.of("x-goog-api-key", DialectCall.KEY));
    assertThat(request.uri())
        .hasToString("https://proxy.example/g/models/gemini-2.5-flash:generateContent?team=a");
    assertThat(DialectCall.text(request)).doesNotContain(DialectCall.KEY);
    assertThat(dialect.write(flash.withKey(" ").asking(Prompt.of("Hi"))).headers()).isEmpty();
  }

  private static Prompt user(Part... parts) {
    return Prompt.builder().message(new Message.FromUser(List.of(parts))).build();
  }

  private static Prompt asking(JsonNode schema) {
    return Prompt.builder().user("Hi").format(new OutputFormat.Schema("x", schema)).build();
  }

  private static Prompt afterCalls(ToolCall... earlier) {
    Prompt.Builder prompt =
        Prompt.builder().user("Hi").message(new Message.FromModel(List.of(), List.of(earlier)));
    for (ToolCall one : earlier) {
      prompt.message(new Message.FromTool(one.id(), "done", false));
    }
    return prompt.build();
  }
}
