package io.llmfailover.provider.openai;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenAiWriteTest {
  private static final JsonNode CLOSED =
      json(
          "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],"
              + "'additionalProperties':false}");

  private final OpenAiDialect dialect = new OpenAiDialect();
  private final DialectCall gpt =
      DialectCall.to("openai", "gpt-4o").able(16384, Capability.JSON_SCHEMA, Capability.TOOLS);
  private final DialectCall o3 =
      DialectCall.to("openai", "o3").able(100_000, Capability.JSON_SCHEMA, Capability.REASONING);

  @Test
  void writesOneUserTurn() {
    JsonNode body = gpt.written(dialect, Prompt.of("Habari?"));

    assertThat(body)
        .isEqualTo(json("{'model':'gpt-4o','messages':[{'role':'user','content':'Habari?'}]}"));
  }

  @Test
  void joinsNeighbouringRulesAndLeavesLaterOnesInTheirPlace() {
    Prompt prompt =
        Prompt.builder().rules("A.").rules("B.").user("Hi").rules("C.").user("So?").build();

    JsonNode messages = gpt.written(dialect, prompt).get("messages");

    assertThat(messages)
        .isEqualTo(
            json(
                "[{'role':'system','content':'A.\\n\\nB.'},{'role':'user','content':'Hi'},"
                    + "{'role':'system','content':'C.'},{'role':'user','content':'So?'}]"));
  }

  @Test
  void writesPicturesAsDataAndAsAddressAndDropsEmptyText() {
    Prompt prompt =
        Prompt.builder()
            .message(
                new Message.FromUser(
                    List.of(
                        new Part.Text("What?"),
                        new Part.Text(""),
                        new Part.InlineImage("image/png", "QUJD"),
                        new Part.ImageUrl("https://pictures.example/a.png"))))
            .build();

    JsonNode content = gpt.written(dialect, prompt).at("/messages/0/content");

    assertThat(content)
        .isEqualTo(
            json(
                "[{'type':'text','text':'What?'},"
                    + "{'type':'image_url','image_url':{'url':'data:image/png;base64,QUJD'}},"
                    + "{'type':'image_url','image_url':{'url':'https://pictures.example/a.png'}}]"));
  }

  @Test
  void writesToolCallsAndTheirResults() {
    Prompt prompt =
        Prompt.builder()
            .user("Where is it?")
            .message(
                new Message.FromModel(
                    List.of(),
                    List.of(
                        ToolCall.of("call_1", "find", "{\"id\": 1}"),
                        ToolCall.of("call_2", "list", ""))))
            .message(new Message.FromTool("call_1", "in Mombasa", false))
            .message(new Message.FromTool("call_2", "no access", true))
            .build();

    JsonNode messages = gpt.written(dialect, prompt).get("messages");

    assertThat(messages)
        .isEqualTo(
            json(
                "[{'role':'user','content':'Where is it?'},"
                    + "{'role':'assistant','content':null,'tool_calls':["
                    + "{'id':'call_1','type':'function','function':"
                    + "{'name':'find','arguments':'{\\'id\\': 1}'}},"
                    + "{'id':'call_2','type':'function','function':"
                    + "{'name':'list','arguments':'{}'}}]},"
                    + "{'role':'tool','tool_call_id':'call_1','content':'in Mombasa'},"
                    + "{'role':'tool','tool_call_id':'call_2','content':'no access'}]"));
  }

  @Test
  void neverSendsAnotherProvidersSignature() {
    Prompt prompt = afterCall(new ToolCall("call_1", "find", "{}", "gemini:c2VjcmV0"));

    JsonNode body = gpt.written(dialect, prompt);

    assertThat(body.toString()).doesNotContain("c2VjcmV0");
  }

  @Test
  void wrapsArgumentsThatAreNoObject() {
    ProviderCall call = gpt.asking(afterCall(ToolCall.of("call_1", "find", "{broken")));

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.at("/messages/1/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"arguments\":\"{broken\"}");
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void dropsAnAssistantTurnThatSaysNothing() {
    Prompt prompt = Prompt.builder().user("Hi").message(Message.model("")).user("So?").build();

    JsonNode messages = gpt.written(dialect, prompt).get("messages");

    assertThat(messages)
        .isEqualTo(json("[{'role':'user','content':'Hi'},{'role':'user','content':'So?'}]"));
  }

  @Test
  void leavesTheBeginningOfAnAnswerAsItIs() {
    Prompt prompt = Prompt.builder().user("Count").message(Message.model("one, ")).build();

    JsonNode messages = gpt.written(dialect, prompt).get("messages");

    assertThat(messages.get(1)).isEqualTo(json("{'role':'assistant','content':'one, '}"));
  }

  @Test
  void writesSamplingAndLimits() {
    Prompt prompt =
        Prompt.builder()
            .user("Hi")
            .maxTokens(10)
            .temperature(1.5)
            .topP(0.9)
            .seed(7)
            .stop(List.of("a", "b"))
            .build();

    JsonNode body = gpt.written(dialect, prompt);

    assertThat(body)
        .isEqualTo(
            json(
                "{'model':'gpt-4o','messages':[{'role':'user','content':'Hi'}],'max_tokens':10,"
                    + "'stop':['a','b'],'seed':7,'temperature':1.5,'top_p':0.9}"));
  }

  @Test
  void cutsStopTextsToFourWithANotice() {
    ProviderCall call =
        gpt.asking(Prompt.builder().user("Hi").stop(List.of("a", "b", "c", "d", "e")).build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.get("stop")).isEqualTo(json("['a','b','c','d']"));
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void lowersMaxTokensToTheModelsLimitWithANotice() {
    ProviderCall call = gpt.asking(Prompt.builder().user("Hi").maxTokens(50_000).build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.get("max_tokens").asInt()).isEqualTo(16384);
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void asksReasoningModelsForCompletionTokensAndWithoutSampling() {
    ProviderCall call =
        o3.asking(Prompt.builder().user("Hi").maxTokens(10).temperature(0).topP(0.5).build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body)
        .isEqualTo(
            json(
                "{'model':'o3','messages':[{'role':'user','content':'Hi'}],"
                    + "'max_completion_tokens':10}"));
    assertThat(call.notices()).hasSize(2);
  }

  @Test
  void takesAModelTheCatalogueDoesNotKnowYetForAReasoningOneByItsName() {
    Prompt prompt = Prompt.builder().user("Hi").maxTokens(10).build();

    JsonNode body = DialectCall.to("openai", "gpt-6-mini").written(dialect, prompt);

    assertThat(body.has("max_completion_tokens")).isTrue();
  }

  @Test
  void asksReasoningModelsOfCompatibleServersInTheOldWay() {
    DialectCall together =
        DialectCall.to("together", "openai/gpt-oss-120b").able(0, Capability.REASONING);

    JsonNode body =
        together.written(dialect, Prompt.builder().user("Hi").maxTokens(10).temperature(1).build());

    assertThat(body)
        .isEqualTo(
            json(
                "{'model':'openai/gpt-oss-120b','messages':[{'role':'user','content':'Hi'}],"
                    + "'max_tokens':10,'temperature':1.0}"));
  }

  @Test
  void asksForJsonAndSaysTheWordWhenNobodyDid() {
    Prompt silent = Prompt.builder().user("Hi").format(OutputFormat.JSON).build();
    Prompt speaking = Prompt.builder().user("As JSON!").format(OutputFormat.JSON).build();

    JsonNode told = gpt.written(dialect, silent);
    JsonNode untouched = gpt.written(dialect, speaking);

    assertThat(told.get("response_format")).isEqualTo(json("{'type':'json_object'}"));
    assertThat(told.at("/messages/0/role").asText()).isEqualTo("system");
    assertThat(told.at("/messages/0/content").asText()).contains("JSON");
    assertThat(untouched.get("messages")).isEqualTo(json("[{'role':'user','content':'As JSON!'}]"));
  }

  @Test
  void sendsAClosedSchemaAsStrict() {
    JsonNode body = gpt.written(dialect, asking(CLOSED, "lesson plan"));

    assertThat(body.at("/response_format/type").asText()).isEqualTo("json_schema");
    JsonNode schema = body.at("/response_format/json_schema");
    assertThat(schema.get("name").asText()).matches("[a-zA-Z0-9_-]{1,64}").contains("lesson");
    assertThat(schema.get("schema")).isEqualTo(CLOSED);
    assertThat(schema.get("strict").asBoolean()).isTrue();
  }

  @Test
  void sendsAnOpenSchemaNotAsStrict() {
    JsonNode open = json("{'type':'object','properties':{'a':{'type':'string'}}}");

    JsonNode body = gpt.written(dialect, asking(open, "x"));

    assertThat(body.at("/response_format/json_schema"))
        .isEqualTo(json("{'name':'x','schema':" + open + "}"));
  }

  @Test
  void sendsTheSchemaInWordsToModelsThatCannotFollowOne() {
    DialectCall deepseek = DialectCall.to("together", "deepseek").able(0, Capability.TOOLS);
    ProviderCall call = deepseek.asking(asking(CLOSED, "x"));

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.get("response_format")).isEqualTo(json("{'type':'json_object'}"));
    assertThat(body.at("/messages/0/content").asText()).contains(CLOSED.toString());
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void sendsASchemaOfAListInWordsToOpenAi() {
    JsonNode list = json("{'type':'array','items':{'type':'string'}}");

    JsonNode body = gpt.written(dialect, asking(list, "x"));

    assertThat(body.has("response_format")).isFalse();
    assertThat(body.at("/messages/0/content").asText()).contains(list.toString());
  }

  @Test
  void writesToolsAndChoice() {
    Prompt.Builder prompt =
        Prompt.builder()
            .user("Hi")
            .tools(List.of(new Tool("find", "Finds it.", CLOSED), new Tool("list", "", null)));

    JsonNode auto = gpt.written(dialect, prompt.build());
    JsonNode none = gpt.written(dialect, prompt.toolChoice(ToolChoice.NONE).build());
    JsonNode any = gpt.written(dialect, prompt.toolChoice(ToolChoice.REQUIRED).build());
    JsonNode named = gpt.written(dialect, prompt.toolChoice(ToolChoice.named("find")).build());

    assertThat(auto.get("tools"))
        .isEqualTo(
            json(
                "[{'type':'function','function':{'name':'find','description':'Finds it.',"
                    + "'parameters':"
                    + CLOSED
                    + "}},{'type':'function','function':{'name':'list',"
                    + "'parameters':{'type':'object','properties':{}}}}]"));
    assertThat(auto.has("tool_choice")).isFalse();
    assertThat(none.get("tool_choice").asText()).isEqualTo("none");
    assertThat(any.get("tool_choice").asText()).isEqualTo("required");
    assertThat(named.get("tool_choice"))
        .isEqualTo(json("{'type':'function','function':{'name':'find'}}"));
  }

  @Test
  void sendsNoChoiceWithoutTools() {
    Prompt prompt = Prompt.builder().user("Hi").toolChoice(ToolChoice.REQUIRED).build();

    assertThat(gpt.written(dialect, prompt).has("tool_choice")).isFalse();
  }

  @Test
  void mapsToolNamesThereAndBack() {
    Prompt prompt =
        Prompt.builder()
            .user("Hi")
            .tools(List.of(new Tool("orders.find", "", null), new Tool("orders:find", "", null)))
            .build();
    ProviderCall call = gpt.asking(prompt);

    JsonNode body = DialectCall.body(dialect.write(call));
    String first = body.at("/tools/0/function/name").asText();
    String second = body.at("/tools/1/function/name").asText();

    assertThat(first).matches("[a-zA-Z0-9_-]{1,64}").isNotEqualTo(second);
    JsonNode answer =
        json(
            "{'choices':[{'message':{'tool_calls':[{'function':{'name':'"
                + second
                + "','arguments':'{}'}}]},'finish_reason':'tool_calls'}]}");
    assertThat(dialect.read(call, answer, 200).toolCalls().get(0).name()).isEqualTo("orders:find");
  }

  @Test
  void givesMistralItsNineLetterIdsAndItsOwnSeed() {
    DialectCall mistral = DialectCall.to("mistral", "mistral-small-latest");
    Prompt prompt =
        afterCall(ToolCall.of("call_abcdefghijkl", "find", "{}")).toBuilder().seed(3).build();

    JsonNode body = mistral.written(dialect, prompt);

    String id = body.at("/messages/1/tool_calls/0/id").asText();
    assertThat(id).matches("[a-zA-Z0-9]{9}");
    assertThat(body.at("/messages/2/tool_call_id").asText()).isEqualTo(id);
    assertThat(body.get("random_seed").asInt()).isEqualTo(3);
    assertThat(body.has("seed")).isFalse();
  }

  @Test
  void shortensIdsThatOpenAiWouldRefuse() {
    String tooLong = "x".repeat(64);

    JsonNode messages =
        gpt.written(dialect, afterCall(ToolCall.of(tooLong, "find", "{}"))).get("messages");

    String id = messages.at("/1/tool_calls/0/id").asText();
    assertThat(id).hasSizeLessThanOrEqualTo(40);
    assertThat(messages.at("/2/tool_call_id").asText()).isEqualTo(id);
  }

  private static Prompt asking(JsonNode schema, String name) {
    return Prompt.builder().user("Hi").format(new OutputFormat.Schema(name, schema)).build();
  }

  private static Prompt afterCall(ToolCall earlier) {
    return Prompt.builder()
        .user("Hi")
        .message(new Message.FromModel(List.of(), List.of(earlier)))
        .message(new Message.FromTool(earlier.id(), "done", false))
        .build();
  }
}
