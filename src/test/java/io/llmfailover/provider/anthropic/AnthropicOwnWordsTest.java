package io.llmfailover.provider.anthropic;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FailureKind;
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
class AnthropicOwnWordsTest {
  private static final JsonNode SCHEMA =
      json("{'type':'object','properties':{'a':{'type':'integer','minimum':1}}}");

  private final AnthropicDialect dialect = new AnthropicDialect();
  private final DialectCall haiku = DialectCall.to("anthropic", "claude-3-haiku-20240307");
  private final DialectCall sonnet =
      DialectCall.to("anthropic", "claude-sonnet-4-5").able(64000, Capability.JSON_SCHEMA);

  @Test
  void sendsEverythingButTheModelAsItWas() {
    JsonNode own =
        json(
            "{'model':'x','max_tokens':5000,"
                + "'system':[{'type':'text','text':'A','cache_control':{'type':'ephemeral'}}],"
                + "'messages':[{'role':'user','content':[{'type':'document','title':'t',"
                + "'source':{'type':'text','data':'d'},'citations':{'enabled':true}}]},"
                + "{'role':'assistant','content':[{'type':'thinking','thinking':'hm',"
                + "'signature':'S=='},{'type':'redacted_thinking','data':'r'},"
                + "{'type':'tool_use','id':'toolu_1','name':'f','input':{}}]},"
                + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1',"
                + "'content':[{'type':'text','text':'x'}],'cache_control':{'type':'ephemeral'}}]}],"
                + "'tools':[{'name':'f','input_schema':{'type':'object'},"
                + "'cache_control':{'type':'ephemeral','ttl':'1h'}},"
                + "{'type':'web_search_20250305','name':'web_search','max_uses':2}],"
                + "'tool_choice':{'type':'auto','disable_parallel_tool_use':true},"
                + "'thinking':{'type':'enabled','budget_tokens':2048},"
                + "'metadata':{'user_id':'u'},'top_k':5,'service_tier':'auto',"
                + "'output_config':{'effort':'low'},'x_anything':{'a':1}}");
    Prompt prompt =
        OwnRequest.in("anthropic", own, Message.rules("A"), Message.user("Hi"))
            .maxTokens(5000)
            .build();

    JsonNode body = sonnet.written(dialect, prompt);

    assertThat(body).isEqualTo(((ObjectNode) own.deepCopy()).put("model", "claude-sonnet-4-5"));
  }

  @Test
  void writesLimitsAndSamplingFromThePrompt() {
    JsonNode own =
        json(
            "{'messages':[{'role':'user','content':'Hi'}],'max_tokens':99999,'temperature':0.5,"
                + "'top_p':0.5,'top_k':3,'stop_sequences':['a',' ']}");
    Prompt prompt =
        OwnRequest.in("anthropic", own, Message.user("Hi"))
            .maxTokens(99999)
            .temperature(0.5)
            .topP(0.5)
            .stop(List.of("a", " "))
            .build();
    ProviderCall opus = DialectCall.to("anthropic", "claude-opus-4-7").able(32000).asking(prompt);

    JsonNode body = haiku.able(4096).written(dialect, prompt);
    JsonNode without = DialectCall.body(dialect.write(opus));

    assertThat(body)
        .isEqualTo(
            json(
                "{'model':'claude-3-haiku-20240307','max_tokens':4096,"
                    + "'messages':[{'role':'user','content':'Hi'}],'stop_sequences':['a'],"
                    + "'temperature':0.5,'top_p':0.5,'top_k':3}"));
    assertThat(without.has("temperature") || without.has("top_p") || without.has("top_k"))
        .isFalse();
    assertThat(opus.notices()).contains("top_k was not sent: this model refuses it.");
  }

  @Test
  void asksForMoreTokensThanTheCallerWhenThePromptDoes() {
    JsonNode own = json("{'messages':[{'role':'user','content':'Hi'}],'max_tokens':100}");
    Prompt prompt = OwnRequest.in("anthropic", own, Message.user("Hi")).maxTokens(400).build();

    JsonNode body = sonnet.written(dialect, prompt);

    assertThat(body.get("max_tokens").asInt()).isEqualTo(400);
  }

  @Test
  void appendsTurnsBehindToolCallsAndPictures() {
    JsonNode own =
        json(
            "{'messages':[{'role':'user','content':[{'type':'image','source':"
                + "{'type':'base64','media_type':'image/png','data':'QUJD'}}]},"
                + "{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f',"
                + "'input':{}}]},{'role':'user','content':[{'type':'tool_result',"
                + "'tool_use_id':'t','content':'x'}]}],"
                + "'tools':[{'name':'f','input_schema':{'type':'object'}}]}");
    Prompt prompt =
        OwnRequest.in("anthropic", own, Message.user("Hi"))
            .message(Message.model("{"))
            .message(Message.user("Not JSON."))
            .build();

    JsonNode messages = sonnet.written(dialect, prompt).get("messages");

    assertThat(messages).hasSize(5).startsWith(own.at("/messages/0"), own.at("/messages/1"));
    assertThat(messages.get(3)).isEqualTo(json("{'role':'assistant','content':'{'}"));
    assertThat(messages.get(4)).isEqualTo(json("{'role':'user','content':'Not JSON.'}"));
  }

  @Test
  void sendsTheCallersOwnFormEvenWhereOursCouldNotBeSaid() {
    JsonNode recursive = json("{'type':'object','properties':{'next':{'$ref':'#'}}}");
    JsonNode own =
        json(
            "{'messages':[{'role':'user','content':'Hi'}],'output_config':"
                + "{'format':{'type':'json_schema','schema':"
                + recursive
                + "}}}");
    Prompt prompt =
        OwnRequest.in("anthropic", own, Message.user("Hi"))
            .format(new OutputFormat.Schema("", recursive))
            .build();

    JsonNode body = sonnet.written(dialect, prompt);

    assertThat(body.get("output_config")).isEqualTo(own.get("output_config"));
    assertThat(body.has("tools")).isFalse();
  }

  @Test
  void appendsAPrefillWithoutTheSpaceAtItsEnd() {
    JsonNode own = json("{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'}]}]}");
    Prompt prompt =
        OwnRequest.in("anthropic", own, Message.user("Hi"))
            .message(Message.model("One, \n"))
            .build();

    JsonNode messages = haiku.written(dialect, prompt).get("messages");

    assertThat(messages)
        .isEqualTo(
            json(
                "[{'role':'user','content':[{'type':'text','text':'Hi'}]},"
                    + "{'role':'assistant','content':'One,'}]"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"type\":\"text\",\"text\":\"One\"}', false",
    "'{\"type\":\"server_tool_use\"}', true"
  })
  void refusesTheBeginningOfAnAnswerButNotAPausedTurnForNewerModels(String end, boolean taken) {
    JsonNode own =
        json(
            "{'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':["
                + end
                + "]}]}");
    Prompt prompt =
        OwnRequest.in("anthropic", own, Message.user("Hi"), Message.model("One")).build();
    DialectCall opus = DialectCall.to("anthropic", "claude-opus-4-7");

    if (taken) {
      assertThat(opus.written(dialect, prompt).get("messages")).isEqualTo(own.get("messages"));
    } else {
      DialectCall.failure(FailureKind.UNSUPPORTED, () -> dialect.write(opus.asking(prompt)));
    }
  }

  @Test
  void appendsRulesAddedSinceToTheCallersOwn() {
    JsonNode text = json("{'system':'A','messages':[{'role':'user','content':'Hi'}]}");
    JsonNode blocks =
        json(
            "{'system':[{'type':'text','text':'A','cache_control':{}}],"
                + "'messages':[{'role':'user','content':'Hi'}]}");

    JsonNode joined = haiku.written(dialect, withRule(text)).get("system");
    JsonNode appended = haiku.written(dialect, withRule(blocks)).get("system");

    assertThat(joined.asText()).isEqualTo("A\n\nB");
    assertThat(appended)
        .isEqualTo(
            json("[{'type':'text','text':'A','cache_control':{}},{'type':'text','text':'B'}]"));
    assertThat(blocks.get("system")).hasSize(1);
  }

  @Test
  void leavesOutThoughtsThatAnthropicHasNotSigned() {
    JsonNode own =
        json(
            "{'messages':[{'role':'assistant','content':[{'type':'thinking','thinking':'hm'},"
                + "{'type':'text','text':'a'}]},"
                + "{'role':'assistant','content':[{'type':'thinking','signature':''}]},"
                + "{'role':'user','content':'Hi'}]}");

    JsonNode messages =
        haiku
            .written(dialect, OwnRequest.in("anthropic", own, Message.user("Hi")).build())
            .get("messages");

    assertThat(messages)
        .isEqualTo(
            json(
                "[{'role':'assistant','content':[{'type':'text','text':'a'}]},"
                    + "{'role':'user','content':'Hi'}]"));
  }

  @ParameterizedTest
  @CsvSource({
    "4096, '{\"type\":\"enabled\",\"budget_tokens\":4095}'",
    "1000, '{\"type\":\"disabled\"}'"
  })
  void fitsThinkingIntoTokensThatWereLowered(int most, String thinking) {
    JsonNode own =
        json(
            "{'messages':[{'role':'user','content':'Hi'}],'max_tokens':30000,"
                + "'thinking':{'type':'enabled','budget_tokens':20000}}");
    ProviderCall call =
        DialectCall.to("anthropic", "claude-sonnet-4-5")
            .able(most)
            .asking(OwnRequest.in("anthropic", own, Message.user("Hi")).maxTokens(30000).build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.get("thinking")).isEqualTo(json(thinking));
    assertThat(call.notices()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"output_config\":{\"effort\":\"low\",\"format\":F}'",
    "'\"output_config\":{\"effort\":\"low\"},\"output_format\":F'"
  })
  void sendsTheCallersOwnFormWhereTheModelTakesIt(String asked) {
    String form = "{'type':'json_schema','schema':" + SCHEMA + "}";

    JsonNode body = sonnet.written(dialect, askingForSchema(asked.replace("F", form)));

    assertThat(body.get("output_config")).isEqualTo(json("{'effort':'low','format':" + form + "}"));
    assertThat(body.has("output_format") || body.has("tools")).isFalse();
  }

  @Test
  void makesAToolOfTheSchemaForModelsWithoutTheSetting() {
    JsonNode body =
        haiku.written(
            dialect, askingForSchema("'output_config':{'effort':'low','format':{'schema':{}}}"));

    assertThat(body.get("output_config")).isEqualTo(json("{'effort':'low'}"));
    assertThat(body.at("/tool_choice/name").asText()).isEqualTo("json");
    assertThat(body.at("/tools/0/input_schema")).isEqualTo(SCHEMA);
  }

  @Test
  void asksForTheSchemaInWordsWhereThinkingForbidsTheTool() {
    JsonNode body =
        haiku.written(
            dialect, askingForSchema("'thinking':{'type':'enabled','budget_tokens':1024}"));

    assertThat(body.has("tool_choice")).isFalse();
    assertThat(body.get("system").asText()).contains("JSON Schema");
    assertThat(body.at("/thinking/type").asText()).isEqualTo("enabled");
  }

  @Test
  void declaresTheToolsOfAHistoryThatComesWithoutThem() {
    JsonNode own =
        json(
            "{'messages':[{'role':'assistant','content':[{'type':'tool_use','id':'1',"
                + "'name':'f','input':{}}]}]}");
    Prompt prompt =
        OwnRequest.in(
                "anthropic",
                own,
                new Message.FromModel(List.of(), List.of(ToolCall.of("1", "f", "{}"))))
            .message(new Message.FromTool("1", "done", false))
            .build();

    JsonNode body = haiku.written(dialect, prompt);

    assertThat(body.at("/tools/0/name").asText()).isEqualTo("f");
    assertThat(body.at("/tool_choice/type").asText()).isEqualTo("none");
    assertThat(body.at("/messages/1/content/0/type").asText()).isEqualTo("tool_result");
  }

  private static Prompt withRule(JsonNode own) {
    return OwnRequest.in("anthropic", own, Message.rules("A"), Message.user("Hi"))
        .message(Message.rules("B"))
        .build();
  }

  private static Prompt askingForSchema(String asked) {
    JsonNode own = json("{'messages':[{'role':'user','content':'Hi'}]," + asked + "}");
    return OwnRequest.in("anthropic", own, Message.user("Hi"))
        .format(new OutputFormat.Schema("", SCHEMA))
        .build();
  }
}
