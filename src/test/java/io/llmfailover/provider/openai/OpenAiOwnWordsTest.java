package io.llmfailover.provider.openai;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
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
class OpenAiOwnWordsTest {
  private static final JsonNode RICH =
      json(
          "{'model':'x','messages':["
              + "{'role':'developer','content':[{'type':'text','text':'Be kind.'}],'name':'boss'},"
              + "{'role':'user','name':'Amani','content':[{'type':'text','text':'Hi',"
              + "'cache_control':{'type':'ephemeral'}},"
              + "{'type':'input_audio','input_audio':{'data':'QQ==','format':'wav'}},"
              + "{'type':'image_url','image_url':{'url':'https://a.example/b','detail':'low'}}]},"
              + "{'role':'assistant','content':null,'refusal':null,'tool_calls':[{'id':'call_1',"
              + "'type':'function','function':{'name':'find','arguments':'{ }'}}]},"
              + "{'role':'tool','tool_call_id':'call_1','content':'found'},"
              + "{'role':'function','name':'old','content':'7'}],"
              + "'tools':[{'type':'function','function':{'name':'find','strict':true,"
              + "'parameters':{'type':'object'}}},{'type':'custom','custom':{'name':'sh'}}],"
              + "'tool_choice':{'type':'allowed_tools'},'parallel_tool_calls':false,"
              + "'functions':[{'name':'old'}],'logit_bias':{'50256':-100},'logprobs':true,"
              + "'user':'u-1','metadata':{'a':'b'},'n':2,'x_anything':[1.50,null]}");

  private static final Message[] RICH_READ = {
    Message.rules("Be kind."),
    Message.user("Hi"),
    new Message.FromModel(List.of(), List.of(ToolCall.of("call_1", "find", "{ }"))),
    new Message.FromTool("call_1", "found", false),
    new Message.FromTool("old", "7", false)
  };

  private final OpenAiDialect dialect = new OpenAiDialect();
  private final DialectCall gpt =
      DialectCall.to("openai", "gpt-4o").able(16384, Capability.JSON_SCHEMA, Capability.TOOLS);

  @Test
  void sendsEverythingButTheModelAsItWas() {
    Prompt prompt =
        OwnRequest.in("openai", RICH, RICH_READ)
            .tools(List.of(new Tool("find", "", json("{'type':'object'}"))))
            .build();

    JsonNode body = gpt.written(dialect, prompt);

    assertThat(body).isEqualTo(((ObjectNode) RICH.deepCopy()).put("model", "gpt-4o"));
  }

  @Test
  void appendsWhatWasAddedSince() {
    JsonNode own = json("{'messages':[{'role':'user','content':'Count.','name':'A'}]}");
    Prompt prompt =
        OwnRequest.in("openai", own, Message.user("Count."))
            .message(Message.model("One, "))
            .message(Message.user("Go on."))
            .build();

    JsonNode messages = gpt.written(dialect, prompt).get("messages");

    assertThat(messages)
        .isEqualTo(
            json(
                "[{'role':'user','content':'Count.','name':'A'},"
                    + "{'role':'assistant','content':'One, '},"
                    + "{'role':'user','content':'Go on.'}]"));
  }

  @Test
  void sendsAPrefillAsItIs() {
    Prompt prompt = Prompt.builder().user("Count.").message(Message.model("One, ")).build();

    JsonNode messages = gpt.written(dialect, prompt).get("messages");

    assertThat(messages.get(1)).isEqualTo(json("{'role':'assistant','content':'One, '}"));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o, max_tokens",
    "openai, o3, max_completion_tokens",
    "together, openai/gpt-oss-120b, max_tokens"
  })
  void writesLimitsAndSamplingFromThePromptInOneSpelling(
      String provider, String model, String field) {
    JsonNode own =
        json(
            "{'messages':[{'role':'user','content':'Hi'}],'max_tokens':99999,"
                + "'max_completion_tokens':99999,'stop':'a','temperature':0.4,'top_p':0.5,"
                + "'seed':6}");
    Prompt prompt =
        OwnRequest.in("openai", own, Message.user("Hi"))
            .maxTokens(99999)
            .stop(List.of("a"))
            .temperature(0.4)
            .topP(0.5)
            .seed(6)
            .build();
    ProviderCall call = DialectCall.to(provider, model).able(4096, caps(model)).asking(prompt);

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.path(field).asInt()).isEqualTo(4096);
    assertThat(body.has("max_tokens") && body.has("max_completion_tokens")).isFalse();
    assertThat(body.get("seed").asInt()).isEqualTo(6);
    boolean reasoning = model.equals("o3");
    assertThat(body.has("temperature")).isNotEqualTo(reasoning);
    assertThat(body.has("top_p")).isNotEqualTo(reasoning);
    assertThat(body.path("stop")).isEqualTo(reasoning ? json("{}").path("x") : json("['a']"));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o, max_tokens, max_tokens",
    "openai, gpt-4o, max_completion_tokens, max_tokens",
    "openai, o3, max_tokens, max_completion_tokens",
    "openai, o3, max_completion_tokens, max_completion_tokens",
    "together, openai/gpt-oss-120b, max_completion_tokens, max_tokens"
  })
  void asksForMoreTokensThanTheCallerWhenThePromptDoes(
      String provider, String model, String callers, String sent) {
    JsonNode own = json("{'messages':[{'role':'user','content':'Hi'}],'" + callers + "':100}");
    Prompt prompt = OwnRequest.in("openai", own, Message.user("Hi")).maxTokens(400).build();

    JsonNode body =
        DialectCall.to(provider, model).able(4096, caps(model)).written(dialect, prompt);

    assertThat(body.path(sent).asInt()).isEqualTo(400);
    assertThat(body.has("max_tokens") && body.has("max_completion_tokens")).isFalse();
  }

  @Test
  void appendsTurnsBehindToolCallsAndPictures() {
    Prompt prompt =
        OwnRequest.in("openai", RICH, RICH_READ)
            .message(Message.model("{'a':"))
            .message(Message.user("Not JSON."))
            .build();

    JsonNode messages = gpt.written(dialect, prompt).get("messages");

    assertThat(messages).hasSize(7);
    assertThat(messages.get(1)).isEqualTo(RICH.at("/messages/1"));
    assertThat(messages.get(5))
        .isEqualTo(((ObjectNode) json("{'role':'assistant'}")).put("content", "{'a':"));
    assertThat(messages.get(6)).isEqualTo(json("{'role':'user','content':'Not JSON.'}"));
  }

  @Test
  void dropsPenaltiesThatReasoningModelsRefuseAndSaysSo() {
    JsonNode own =
        json(
            "{'messages':[{'role':'user','content':'Hi'}],'presence_penalty':1,"
                + "'reasoning_effort':'low'}");
    ProviderCall call =
        DialectCall.to("openai", "o3")
            .asking(OwnRequest.in("openai", own, Message.user("Hi")).build());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.has("presence_penalty")).isFalse();
    assertThat(body.get("reasoning_effort").asText()).isEqualTo("low");
    assertThat(call.notices())
        .containsExactly("presence_penalty was not sent: this link refuses it.");
  }

  @Test
  void callsDevelopersSystemWhereOnlyOpenAiKnowsThem() {
    Prompt prompt = OwnRequest.in("openai", RICH, RICH_READ).build();

    JsonNode body = DialectCall.to("together", "llama").written(dialect, prompt);

    ObjectNode expected = RICH.deepCopy();
    expected.put("model", "llama");
    ((ObjectNode) expected.at("/messages/0")).put("role", "system");
    assertThat(body).isEqualTo(expected);
    assertThat(RICH.at("/messages/0/role").asText()).isEqualTo("developer");
  }

  @Test
  void saysRulesAsTheUserToModelsThatRefuseThem() {
    DialectCall mini = DialectCall.to("openai", "o1-mini");
    Prompt own = OwnRequest.in("openai", RICH, RICH_READ).build();
    Prompt retold = Prompt.builder().rules("Be kind.").user("Hi").build();

    assertThat(mini.written(dialect, own).at("/messages/0/role").asText()).isEqualTo("user");
    assertThat(mini.written(dialect, retold).at("/messages/0/role").asText()).isEqualTo("user");
  }

  @Test
  void givesMistralItsIdsAndNothingItRefuses() {
    JsonNode own =
        json(
            "{'messages':[{'role':'user','content':'Hi'},"
                + "{'role':'assistant','content':'','refusal':null,'annotations':[],"
                + "'reasoning_content':'hm','tool_calls':[{'id':'call_1','type':'function',"
                + "'function':{'name':'find','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'call_1','content':'x'}],"
                + "'user':'u','random_seed':3,'safe_prompt':true}");
    ProviderCall call =
        DialectCall.to("mistral", "mistral-small")
            .asking(OwnRequest.in("openai", own, RICH_READ).build());

    JsonNode body = DialectCall.body(dialect.write(call));

    String id = body.at("/messages/1/tool_calls/0/id").asText();
    assertThat(id).matches("[a-zA-Z0-9]{9}");
    assertThat(body.at("/messages/2/tool_call_id").asText()).isEqualTo(id);
    assertThat(body.at("/messages/1").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("role", "content", "tool_calls");
    assertThat(body.has("user")).isFalse();
    assertThat(body.get("random_seed").asInt()).isEqualTo(3);
    assertThat(body.get("safe_prompt").asBoolean()).isTrue();
    assertThat(call.notices()).containsExactly("user was not sent: this link refuses it.");
  }

  @ParameterizedTest
  @CsvSource({
    "openai, https://api.openai.com/v1, false, false",
    "groq, https://api.groq.com/openai/v1, false, false",
    "deepseek, https://api.deepseek.com/v1, true, false",
    "g, https://generativelanguage.googleapis.com/v1beta/openai, true, true"
  })
  void keepsAnotherProvidersStateFromServersItDoesNotConcern(
      String provider, String url, boolean thoughts, boolean signature) {
    JsonNode own =
        json(
            "{'messages':[{'role':'assistant','content':null,'reasoning_content':'hm',"
                + "'tool_calls':[{'id':'c','type':'function','function':{'name':'f',"
                + "'arguments':'{}'},'extra_content':{'google':{'thought_signature':'S'}}}]}]}");

    JsonNode message =
        DialectCall.to(provider, "m")
            .at(url)
            .written(dialect, OwnRequest.in("openai", own, Message.user("Hi")).build())
            .at("/messages/0");

    assertThat(message.has("reasoning_content")).isEqualTo(thoughts);
    assertThat(message.at("/tool_calls/0").has("extra_content")).isEqualTo(signature);
  }

  @Test
  void sendsTheCallersOwnResponseFormatWhereTheLinkTakesSchemas() {
    Prompt prompt = askingForSchema();

    JsonNode body = gpt.written(dialect, prompt);

    assertThat(body.get("response_format"))
        .isEqualTo(prompt.original().orElseThrow().body().get("response_format"));
    assertThat(body.get("messages")).hasSize(2);
  }

  @Test
  void sendsTheSchemaInWordsAtTheTopWhereTheLinkTakesNone() {
    ProviderCall call =
        DialectCall.to("together", "deepseek").able(0, Capability.TOOLS).asking(askingForSchema());

    JsonNode body = DialectCall.body(dialect.write(call));

    assertThat(body.get("response_format")).isEqualTo(json("{'type':'json_object'}"));
    assertThat(body.at("/messages/0/content").asText())
        .startsWith("Be brief.\n\n")
        .contains("JSON Schema");
    assertThat(body.at("/messages/1")).isEqualTo(json("{'role':'user','content':'Hi'}"));
    assertThat(call.notices()).hasSize(1);
  }

  @Test
  void passesOnAFormThatThePromptHasNoWordFor() {
    JsonNode own =
        json(
            "{'messages':[{'role':'user','content':'Hi'}],"
                + "'response_format':{'type':'grammar','grammar':'x'}}");

    JsonNode body = gpt.written(dialect, OwnRequest.in("openai", own, Message.user("Hi")).build());

    assertThat(body.get("response_format")).isEqualTo(json("{'type':'grammar','grammar':'x'}"));
  }

  private static Prompt askingForSchema() {
    JsonNode schema = json("{'type':'object','properties':{'a':{'type':'string'}}}");
    JsonNode own =
        json(
            "{'messages':[{'role':'system','content':'Be brief.'},"
                + "{'role':'user','content':'Hi'}],'response_format':{'type':'json_schema',"
                + "'json_schema':{'name':'n','description':'d','strict':false,'schema':"
                + schema
                + "}}}");
    return OwnRequest.in("openai", own, Message.rules("Be brief."), Message.user("Hi"))
        .format(new OutputFormat.Schema("n", schema))
        .build();
  }

  private static Capability[] caps(String model) {
    return model.equals("gpt-4o")
        ? new Capability[] {Capability.TOOLS}
        : new Capability[] {Capability.REASONING};
  }
}
