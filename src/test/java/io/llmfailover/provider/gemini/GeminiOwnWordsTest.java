package io.llmfailover.provider.gemini;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import io.llmfailover.chain.Capability;
import io.llmfailover.provider.DialectCall;
import io.llmfailover.provider.OwnRequest;
import io.llmfailover.provider.ProviderCall;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request in this dialect, sent to links of this dialect. */
class GeminiOwnWordsTest {
  private static final JsonNode SCHEMA =
      json("{'type':'object','properties':{'a':{'type':'string','default':'x'}}}");

  private final GeminiDialect dialect = new GeminiDialect();
  private final DialectCall flash = DialectCall.to("gemini", "gemini-2.5-flash");

  @ParameterizedTest
  @CsvSource({"gemini-1.5-pro", "gemini-2.5-flash", "gemini-3-flash-preview"})
  void sendsEverythingAsItWas(String model) {
    JsonNode own =
        json(
            "{'system_instruction':{'role':'system','parts':[{'text':'A'},{'text':'B'}]},"
                + "'contents':[{'role':'user','parts':[{'text':'Hi'},"
                + "{'fileData':{'fileUri':'gs://a/b','mimeType':'video/mp4'},"
                + "'videoMetadata':{'fps':2}}]},"
                + "{'role':'model','parts':[{'text':'hm','thought':true},"
                + "{'functionCall':{'id':'1','name':'f','args':{}},'thoughtSignature':'S'},"
                + "{'functionCall':{'id':'2','name':'f','args':{}}}]},"
                + "{'role':'user','parts':[{'functionResponse':{'id':'1','name':'f',"
                + "'response':{'a':1}}}]}],"
                + "'tools':[{'googleSearch':{}},{'functionDeclarations':[{'name':'f'}]}],"
                + "'tool_config':{'functionCallingConfig':{'mode':'VALIDATED'}},"
                + "'safetySettings':[{'category':'X','threshold':'OFF'}],"
                + "'cachedContent':'c/1','labels':{'a':'b'},"
                + "'generation_config':{'topK':3,'thinkingConfig':{'thinkingBudget':0},"
                + "'presencePenalty':0.5,'newest':{'a':[1]}}}");
    Prompt prompt = OwnRequest.in("gemini", own, Message.rules("A"), Message.user("Hi")).build();

    JsonNode body = DialectCall.to("gemini", model).written(dialect, prompt);

    ObjectNode expected = own.deepCopy();
    expected.set("systemInstruction", expected.remove("system_instruction"));
    expected.set("generationConfig", expected.remove("generation_config"));
    assertThat(body).isEqualTo(expected);
  }

  @Test
  void writesLimitsAndSamplingFromThePromptInOneSpelling() {
    JsonNode own =
        json(
            "{'contents':[{'role':'user','parts':[{'text':'Hi'}]}],'generationConfig':{"
                + "'max_output_tokens':99999,'topP':0.5,'temperature':1,'stop_sequences':['a'],"
                + "'seed':5,'top_k':7}}");
    Prompt prompt =
        OwnRequest.in("gemini", own, Message.user("Hi"))
            .maxTokens(99999)
            .topP(0.5)
            .temperature(1)
            .stop(List.of("a"))
            .seed(5)
            .build();

    JsonNode body = flash.able(8192).written(dialect, prompt);

    assertThat(body.get("generationConfig"))
        .isEqualTo(
            json(
                "{'top_k':7,'temperature':1.0,'topP':0.5,'maxOutputTokens':8192,"
                    + "'stopSequences':['a'],'seed':5}"));
  }

  @ParameterizedTest
  @CsvSource({
    "generationConfig, maxOutputTokens",
    "generation_config, max_output_tokens",
    "generationConfig, max_output_tokens"
  })
  void asksForMoreTokensThanTheCallerWhenThePromptDoes(String config, String callers) {
    JsonNode own =
        json(
            "{'contents':[{'role':'user','parts':[{'text':'Hi'}]}],'"
                + config
                + "':{'"
                + callers
                + "':100}}");
    Prompt prompt = OwnRequest.in("gemini", own, Message.user("Hi")).maxTokens(400).build();

    JsonNode body = flash.able(8192).written(dialect, prompt);

    assertThat(body.get("generationConfig")).isEqualTo(json("{'maxOutputTokens':400}"));
    assertThat(body.has("generation_config")).isFalse();
  }

  @Test
  void appendsTurnsBehindToolCallsAndPictures() {
    JsonNode own =
        json(
            "{'contents':[{'role':'user','parts':[{'text':'Hi'},"
                + "{'inlineData':{'mimeType':'image/png','data':'QUJD'}}]},"
                + "{'role':'model','parts':[{'functionCall':{'name':'f','args':{}}}]},"
                + "{'role':'user','parts':[{'functionResponse':{'name':'f','response':{}}}]}]}");
    Prompt prompt =
        OwnRequest.in("gemini", own, Message.user("Hi"))
            .message(Message.model("{"))
            .message(Message.user("Not JSON."))
            .build();

    JsonNode contents = flash.written(dialect, prompt).get("contents");

    assertThat(contents).hasSize(5).startsWith(own.at("/contents/0"), own.at("/contents/1"));
    assertThat(contents.get(3)).isEqualTo(json("{'role':'model','parts':[{'text':'{'}]}"));
    assertThat(contents.get(4)).isEqualTo(json("{'role':'user','parts':[{'text':'Not JSON.'}]}"));
  }

  @Test
  void sendsTheCallersOwnSchemaEvenWhereOursCouldNotBeSaid() {
    JsonNode schema = json("{'type':'string','not':{'const':'a'}}");
    JsonNode own =
        json(
            "{'contents':[{'role':'user','parts':[{'text':'Hi'}]}],'generationConfig':"
                + "{'responseMimeType':'application/json','responseJsonSchema':"
                + schema
                + "}}");
    Prompt prompt =
        OwnRequest.in("gemini", own, Message.user("Hi"))
            .format(new OutputFormat.Schema("", schema))
            .build();

    JsonNode body = flash.written(dialect, prompt);

    assertThat(body).isEqualTo(own);
  }

  @Test
  void appendsWhatWasAddedAndMergesNeighbours() {
    JsonNode own =
        json(
            "{'contents':[{'role':'user','parts':[{'text':'Count.'}]},"
                + "{'role':'model','parts':[{'text':'One, '}]}]}");
    Prompt prompt =
        OwnRequest.in("gemini", own, Message.user("Count."), Message.model("One, "))
            .message(Message.model("two, "))
            .message(Message.user("Go on."))
            .build();

    JsonNode body = flash.written(dialect, prompt);

    assertThat(body)
        .isEqualTo(
            json(
                "{'contents':[{'role':'user','parts':[{'text':'Count.'}]},"
                    + "{'role':'model','parts':[{'text':'One, '},{'text':'two, '}]},"
                    + "{'role':'user','parts':[{'text':'Go on.'}]}]}"));
    assertThat(own.at("/contents/1/parts")).hasSize(1);
  }

  @Test
  void keepsResultsOfToolsApartFromWordsAndNamesThem() {
    JsonNode own =
        json(
            "{'contents':[{'role':'model','parts':[{'function_call':{'name':'f'}}]},"
                + "{'role':'user','parts':[{'function_response':{'name':'f','response':{}}}]},"
                + "{'role':'model','parts':[{'functionCall':{'name':'g'}}]}]}");
    Prompt prompt =
        OwnRequest.in(
                "gemini",
                own,
                new Message.FromModel(List.of(), List.of(ToolCall.of("1", "f", "{}"))),
                new Message.FromTool("1", "{}", false),
                new Message.FromModel(List.of(), List.of(ToolCall.of("2", "g", "{}"))))
            .message(new Message.FromTool("2", "done", false))
            .message(Message.user("So?"))
            .build();

    JsonNode contents = flash.written(dialect, prompt).get("contents");

    assertThat(contents).hasSize(5);
    assertThat(contents.at("/3/parts/0/functionResponse"))
        .isEqualTo(json("{'name':'g','response':{'result':'done'}}"));
    assertThat(contents.at("/4/parts/0/text").asText()).isEqualTo("So?");
  }

  @ParameterizedTest
  @CsvSource({"gemini-3-pro-preview, true", "gemini-2.5-flash, false"})
  void tellsGeminiThreeNotToLookForASignatureInACallThatHasNone(String model, boolean told) {
    JsonNode own =
        json(
            "{'contents':[{'role':'model','parts':[{'text':'x'},{'functionCall':{'name':'f'}},"
                + "{'functionCall':{'name':'f'}}]}]}");

    JsonNode parts =
        DialectCall.to("gemini", model)
            .written(dialect, OwnRequest.in("gemini", own, Message.user("x")).build())
            .at("/contents/0/parts");

    assertThat(parts.at("/1").has("thoughtSignature")).isEqualTo(told);
    assertThat(parts.at("/2").has("thoughtSignature")).isFalse();
  }

  @Test
  void sendsTheCallersOwnFormWhereTheModelTakesIt() {
    JsonNode body = flash.written(dialect, askingForSchema("responseJsonSchema", "tools_none"));

    assertThat(body.get("generationConfig"))
        .isEqualTo(
            json("{'responseMimeType':'application/json','responseJsonSchema':" + SCHEMA + "}"));
  }

  @Test
  void sendsACleanedSchemaToModelsThatKnowNoOther() {
    JsonNode body =
        DialectCall.to("gemini", "gemini-1.5-pro")
            .written(dialect, askingForSchema("response_json_schema", "tools_none"));

    assertThat(body.at("/generationConfig").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("responseMimeType", "responseSchema");
    assertThat(body.at("/generationConfig/responseSchema/type").asText()).isEqualTo("OBJECT");
  }

  @Test
  void asksForJsonInWordsBesideToolsWhereTheModelRefusesBoth() {
    ProviderCall call = flash.asking(askingForSchema("responseSchema", "tools"));

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.has("generationConfig")).isFalse();
    assertThat(body.at("/systemInstruction/parts/0/text").asText()).isEqualTo("A");
    assertThat(body.at("/systemInstruction/parts/1/text").asText()).contains("JSON Schema");
    assertThat(body.get("tools")).isEqualTo(json("[{'googleSearch':{}}]"));
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void sendsTheSchemaInWordsToModelsThatCannotFollowOne() {
    JsonNode body =
        flash
            .able(0, Capability.TOOLS)
            .written(dialect, askingForSchema("responseSchema", "tools_none"));

    assertThat(body.get("generationConfig"))
        .isEqualTo(json("{'responseMimeType':'application/json'}"));
    assertThat(body.at("/systemInstruction/parts/1/text").asText()).contains("JSON Schema");
  }

  private static Prompt askingForSchema(String field, String tools) {
    JsonNode own =
        json(
            "{'systemInstruction':{'parts':[{'text':'A'}]},"
                + "'contents':[{'role':'user','parts':[{'text':'Hi'}]}],'"
                + tools
                + "':[{'googleSearch':{}}],'generationConfig':{"
                + "'responseMimeType':'application/json','"
                + field
                + "':"
                + SCHEMA
                + "}}");
    return OwnRequest.in("gemini", own, Message.rules("A"), Message.user("Hi"))
        .format(new OutputFormat.Schema("", SCHEMA))
        .build();
  }
}
