package io.llmfailover.provider.anthropic;

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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicWriteTest {
  private static final JsonNode SCHEMA =
      json("{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}");

  private final AnthropicDialect dialect = new AnthropicDialect();
  private final DialectCall haiku =
      DialectCall.to("anthropic", "claude-haiku-4-5")
          .able(64_000, Capability.JSON_SCHEMA, Capability.TOOLS);
  private final DialectCall old = DialectCall.to("anthropic", "claude-3-haiku-20240307");

  @Test
  void writesOneUserTurnAndFillsMaxTokens() {
    JsonNode body = haiku.written(dialect, Prompt.of("Habari?"));

    assertThat(body)
        .isEqualTo(
            json(
                "{'model':'claude-haiku-4-5','max_tokens':8192,"
                    + "'messages':[{'role':'user','content':'Habari?'}]}"));
  }

  @Test
  void fillsMaxTokensModestlyWhenTheModelIsUnknownOrSmall() {
    JsonNode unknown = old.written(dialect, Prompt.of("Hi"));
    JsonNode small = old.able(1000).written(dialect, Prompt.of("Hi"));

    assertThat(unknown.get("max_tokens").asInt()).isEqualTo(4096);
    assertThat(small.get("max_tokens").asInt()).isEqualTo(1000);
  }

  @Test
  void sendsTheMaxTokensAskedForButNoMoreThanTheModelWrites() {
    ProviderCall more = haiku.asking(Prompt.builder().user("Hi").maxTokens(70_000).build());
    ProviderCall less = haiku.asking(Prompt.builder().user("Hi").maxTokens(20_000).build());

    assertThat(DialectCall.body(dialect.write(more)).get("max_tokens").asInt()).isEqualTo(64_000);
    assertThat(DialectCall.body(dialect.write(less)).get("max_tokens").asInt()).isEqualTo(20_000);
    assertThat(more.notices()).hasSize(1);
    assertThat(less.notices()).isEmpty();
  }

  @Test
  void movesAllRulesToTheTopAndSaysSo() {
    ProviderCall call =
        haiku.asking(
            Prompt.builder().rules("A.").rules("B.").user("Hi").rules("C.").user("So?").build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.get("system").asText()).isEqualTo("A.\n\nB.\n\nC.");
    assertThat(body.get("messages"))
        .isEqualTo(
            json(
                "[{'role':'user','content':[{'type':'text','text':'Hi'},"
                    + "{'type':'text','text':'So?'}]}]"));
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void saysRulesAsTheUserWhenThereIsNothingElse() {
    ProviderCall call = haiku.asking(Prompt.builder().rules("Say hello.").user(" ").build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.has("system")).isFalse();
    assertThat(body.get("messages")).isEqualTo(json("[{'role':'user','content':'Say hello.'}]"));
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void refusesAPromptWithoutAnyContent() {
    failure(FailureKind.UNSUPPORTED, () -> haiku.written(dialect, Prompt.of("\n")));
  }

  @Test
  void writesPicturesAsDataAndAsAddressAndDropsBlankText() {
    Prompt prompt =
        user(
            new Part.Text("What?"),
            new Part.Text(" \n"),
            new Part.InlineImage("image/JPG", "QUJD"),
            new Part.ImageUrl("https://pictures.example/a.png"));

    JsonNode content = haiku.written(dialect, prompt).at("/messages/0/content");

    assertThat(content)
        .isEqualTo(
            json(
                "[{'type':'text','text':'What?'},{'type':'image','source':{'type':'base64',"
                    + "'media_type':'image/jpeg','data':'QUJD'}},{'type':'image','source':"
                    + "{'type':'url','url':'https://pictures.example/a.png'}}]"));
  }

  @Test
  void refusesPicturesAnthropicDoesNotTake() {
    Prompt tiff = user(new Part.InlineImage("image/tiff", "QUJD"));
    Prompt http = user(new Part.ImageUrl("http://pictures.example/a.png"));

    failure(FailureKind.UNSUPPORTED, () -> haiku.written(dialect, tiff));
    failure(FailureKind.UNSUPPORTED, () -> haiku.written(dialect, http));
  }

  @Test
  void putsAllToolResultsFirstIntoOneMessage() {
    Prompt prompt =
        Prompt.builder()
            .user("Where?")
            .message(
                new Message.FromModel(
                    List.of(new Part.Text("Let me see.")),
                    List.of(
                        ToolCall.of("toolu_1", "find", "{\"id\":1}"),
                        ToolCall.of("toolu_2", "list", ""))))
            .message(new Message.FromTool("toolu_1", "in Mombasa", false))
            .user("Quick!")
            .message(new Message.FromTool("toolu_2", "no access", true))
            .tools(List.of(new Tool("find", "", SCHEMA)))
            .build();

    JsonNode messages = haiku.written(dialect, prompt).get("messages");

    assertThat(messages)
        .isEqualTo(
            json(
                "[{'role':'user','content':'Where?'},"
                    + "{'role':'assistant','content':[{'type':'text','text':'Let me see.'},"
                    + "{'type':'tool_use','id':'toolu_1','name':'find','input':{'id':1}},"
                    + "{'type':'tool_use','id':'toolu_2','name':'list','input':{}}]},"
                    + "{'role':'user','content':["
                    + "{'type':'tool_result','tool_use_id':'toolu_1','content':'in Mombasa'},"
                    + "{'type':'tool_result','tool_use_id':'toolu_2','content':'no access',"
                    + "'is_error':true},{'type':'text','text':'Quick!'}]}]"));
  }

  @Test
  void replacesIdsAnthropicRefusesAndNeverSendsASignature() {
    ToolCall foreign = new ToolCall("call:1/ä", "find", "{}", "gemini:c2VjcmV0");

    JsonNode messages = haiku.written(dialect, afterCall(foreign)).get("messages");

    String id = messages.at("/1/content/0/id").asText();
    assertThat(id).matches("[a-zA-Z0-9_-]+");
    assertThat(messages.at("/2/content/0/tool_use_id").asText()).isEqualTo(id);
    assertThat(messages.toString()).doesNotContain("c2VjcmV0");
  }

  @Test
  void declaresTheToolsOfAHistoryThatComesWithoutThem() {
    JsonNode body = haiku.written(dialect, afterCall(ToolCall.of("c1", "find", "{}")));

    assertThat(body.get("tools"))
        .isEqualTo(json("[{'name':'find','input_schema':{'type':'object'}}]"));
    assertThat(body.get("tool_choice")).isEqualTo(json("{'type':'none'}"));
  }

  @ParameterizedTest
  @CsvSource({
    "claude-3-5-sonnet-20241022, true",
    "claude-sonnet-4-20250514, true",
    "claude-haiku-4-5-20251001, true",
    "claude-opus-4-6, false",
    "claude-sonnet-5, false",
    "claude-sonnet-5-20260203, false"
  })
  void refusesTheBeginningOfAnAnswerForNewerModels(String model, boolean taken) {
    Prompt prompt = Prompt.builder().user("Count").message(Message.model("one, ")).build();
    DialectCall call = DialectCall.to("anthropic", model);

    if (!taken) {
      failure(FailureKind.UNSUPPORTED, () -> call.written(dialect, prompt));
      return;
    }
    assertThat(call.written(dialect, prompt).at("/messages/1"))
        .isEqualTo(json("{'role':'assistant','content':'one,'}"));
  }

  @Test
  void writesSamplingAndSaysWhatIsLost() {
    ProviderCall call =
        old.asking(
            Prompt.builder()
                .user("Hi")
                .temperature(1.7)
                .topP(0.5)
                .seed(7)
                .stop(List.of("\n", "END"))
                .build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body)
        .isEqualTo(
            json(
                "{'model':'claude-3-haiku-20240307','max_tokens':4096,"
                    + "'messages':[{'role':'user','content':'Hi'}],"
                    + "'stop_sequences':['END'],'temperature':1.0,'top_p':0.5}"));
    assertThat(call.notices()).hasSize(3);
  }

  @Test
  void sendsOnlyTheTemperatureWhereBothAreRefused() {
    ProviderCall call =
        haiku.asking(Prompt.builder().user("Hi").temperature(0.2).topP(0.5).build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.get("temperature").asDouble()).isEqualTo(0.2);
    assertThat(body.has("top_p")).isFalse();
    assertThat(call.notices()).hasSize(1);
    assertThat(haiku.written(dialect, Prompt.builder().user("Hi").topP(0.5).build()).has("top_p"))
        .isTrue();
  }

  @Test
  void sendsNoSamplingToModelsThatRefuseIt() {
    ProviderCall call =
        DialectCall.to("anthropic", "claude-opus-4-7")
            .asking(Prompt.builder().user("Hi").temperature(0.2).topP(0.5).build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.has("temperature") || body.has("top_p")).isFalse();
    assertThat(call.notices()).hasSize(2);
  }

  @Test
  void sendsTheSchemaAsSettingClosedAndWithoutLimits() {
    JsonNode schema =
        json(
            "{'$schema':'x','type':'object','properties':{'minimum':{'type':'integer',"
                + "'minimum':1},'list':{'type':'array','minItems':3,'items':{'type':'object',"
                + "'properties':{'b':{'type':'string','format':'phone'}}}}}}");

    JsonNode body = haiku.written(dialect, asking(schema));

    assertThat(body.get("output_config"))
        .isEqualTo(
            json(
                "{'format':{'type':'json_schema','schema':{'type':'object','properties':"
                    + "{'minimum':{'type':'integer','description':'(at least 1)'},"
                    + "'list':{'type':'array','description':'(at least 3 items)','items':"
                    + "{'type':'object','properties':"
                    + "{'b':{'type':'string','description':'(in the format phone)'}},"
                    + "'additionalProperties':false}}},'additionalProperties':false}}}"));
    assertThat(body.has("tools")).isFalse();
  }

  @Test
  void makesAToolOfTheSchemaForModelsWithoutTheSetting() {
    JsonNode body = old.written(dialect, asking(SCHEMA));

    assertThat(body.at("/tools/0/name").asText()).isEqualTo("json");
    assertThat(body.at("/tools/0/input_schema")).isEqualTo(SCHEMA);
    assertThat(body.get("tool_choice")).isEqualTo(json("{'type':'tool','name':'json'}"));
    assertThat(body.has("output_config")).isFalse();
  }

  @Test
  void makesAToolOfASchemaWithFreeKeysWhichTheSettingCannotSay() {
    JsonNode map = json("{'type':'object','additionalProperties':{'type':'number'}}");

    JsonNode body = haiku.written(dialect, asking(map));

    assertThat(body.at("/tools/0/input_schema")).isEqualTo(map);
  }

  @Test
  void wrapsAlternativesForTheToolWhichTakesNoneAtItsRoot() {
    JsonNode either = json("{'type':'object','anyOf':[{'required':['a']},{'required':['b']}]}");

    JsonNode body = old.written(dialect, asking(either));

    assertThat(body.at("/tools/0/input_schema/properties/value")).isEqualTo(either);
  }

  @Test
  void wrapsAListForTheToolAndUnwrapsTheAnswer() {
    JsonNode list =
        json("{'type':'array','items':{'$ref':'#/$defs/n'},'$defs':{'n':{'type':'number'}}}");
    ProviderCall call = old.asking(asking(list));

    JsonNode schema = DialectCall.body(dialect.write(call)).at("/tools/0/input_schema");
    String text =
        dialect
            .read(
                call,
                json(
                    "{'content':[{'type':'text','text':'Here:'},{'type':'tool_use','id':'t',"
                        + "'name':'json','input':{'value':[1,2]}}],'stop_reason':'tool_use'}"),
                200)
            .text();

    assertThat(schema)
        .isEqualTo(
            json(
                "{'type':'object','properties':{'value':"
                    + list
                    + "},'required':['value'],'$defs':{'n':{'type':'number'}}}"));
    assertThat(text).isEqualTo("[1,2]");
  }

  @Test
  void asksForAnyJsonInWords() {
    JsonNode body =
        haiku.written(
            dialect, Prompt.builder().rules("A.").user("Hi").format(OutputFormat.JSON).build());

    assertThat(body.get("system").asText()).startsWith("A.\n\n").contains("JSON only");
    assertThat(body.has("tools") || body.has("output_config")).isFalse();
  }

  @Test
  void leavesTheCallersToolsFreeWhenJsonIsAskedOfAModelWithoutTheSetting() {
    Prompt prompt = asking(SCHEMA).toBuilder().tools(List.of(new Tool("find", "", SCHEMA))).build();
    ProviderCall call = old.asking(prompt);

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.get("tools"))
        .isEqualTo(json("[{'name':'find','input_schema':" + SCHEMA + "}]"));
    assertThat(body.has("tool_choice")).isFalse();
    assertThat(body.get("system").asText()).contains(SCHEMA.toString());
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void writesToolsAndChoice() {
    Prompt.Builder prompt =
        Prompt.builder()
            .user("Hi")
            .tools(List.of(new Tool("find", "Finds it.", SCHEMA), new Tool("list", "", null)));

    JsonNode auto = haiku.written(dialect, prompt.build());
    JsonNode none = haiku.written(dialect, prompt.toolChoice(ToolChoice.NONE).build());
    JsonNode any = haiku.written(dialect, prompt.toolChoice(ToolChoice.REQUIRED).build());
    JsonNode named = haiku.written(dialect, prompt.toolChoice(ToolChoice.named("find")).build());

    assertThat(auto.get("tools"))
        .isEqualTo(
            json(
                "[{'name':'find','description':'Finds it.','input_schema':"
                    + SCHEMA
                    + "},{'name':'list','input_schema':{'type':'object','properties':{}}}]"));
    assertThat(auto.has("tool_choice")).isFalse();
    assertThat(none.get("tool_choice")).isEqualTo(json("{'type':'none'}"));
    assertThat(any.get("tool_choice")).isEqualTo(json("{'type':'any'}"));
    assertThat(named.get("tool_choice")).isEqualTo(json("{'type':'tool','name':'find'}"));
  }

  private static Prompt user(Part... parts) {
    return Prompt.builder().message(new Message.FromUser(List.of(parts))).build();
  }

  private static Prompt asking(JsonNode schema) {
    return Prompt.builder().user("Hi").format(new OutputFormat.Schema("x", schema)).build();
  }

  private static Prompt afterCall(ToolCall earlier) {
    return Prompt.builder()
        .user("Hi")
        .message(new Message.FromModel(List.of(), List.of(earlier)))
        .message(new Message.FromTool(earlier.id(), "done", false))
        .build();
  }
}
