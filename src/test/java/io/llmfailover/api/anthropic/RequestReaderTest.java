package io.llmfailover.api.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.ToolChoice;
import io.llmfailover.api.Asked;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
  @Test
  void readsWhatEveryLinkIsTold() {
    byte[] body =
        Wire.request(
            ",'model':'claude-sonnet-5','system':'Be brief.','temperature':0.5,'top_p':0.9,"
                + "'stop_sequences':['END'],'stream':true");

    Asked asked = RequestReader.asked(body);

    Prompt prompt = asked.prompt();
    assertThat(asked.streamed()).isTrue();
    assertThat(prompt.model()).isEqualTo("claude-sonnet-5");
    assertThat(prompt.messages()).containsExactly(Message.rules("Be brief."), Message.user("Hi"));
    assertThat(prompt.maxTokens()).hasValue(100);
    assertThat(prompt.temperature()).hasValue(0.5);
    assertThat(prompt.topP()).hasValue(0.9);
    assertThat(prompt.stop()).containsExactly("END");
    assertThat(prompt.original().orElseThrow().untold()).isEmpty();
    assertThat(prompt.original().orElseThrow().onlyThere()).isEmpty();
  }

  @Test
  void takesARequestWithoutModelOrStream() {
    Asked asked = RequestReader.asked(Wire.request(",'model':null"));

    assertThat(asked.streamed()).isFalse();
    assertThat(asked.prompt().model()).isEmpty();
  }

  @Test
  void joinsTheBlocksOfTheSystemPrompt() {
    byte[] body =
        Wire.request(
            ",'system':[{'type':'text','text':'Be brief.'},"
                + "{'type':'text','text':'Be kind.','cache_control':{'type':'ephemeral'}}]");

    Prompt prompt = RequestReader.asked(body).prompt();

    assertThat(prompt.messages().get(0)).isEqualTo(Message.rules("Be brief.\n\nBe kind."));
    assertThat(prompt.original().orElseThrow().untold()).containsExactly("cache_control");
  }

  @Test
  void readsTextAndPicturesOfAUser() {
    byte[] body =
        Wire.conversation(
            "{'role':'user','content':[{'type':'text','text':'What is this?'},"
                + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AA=='}},"
                + "{'type':'image','source':{'type':'url','url':'https://pictures.example/1.png'}}]}");

    Prompt prompt = RequestReader.asked(body).prompt();

    assertThat(prompt.messages())
        .containsExactly(
            new Message.FromUser(
                List.of(
                    new Part.Text("What is this?"),
                    new Part.InlineImage("image/png", "AA=="),
                    new Part.ImageUrl("https://pictures.example/1.png"))));
  }

  @Test
  void putsToolResultsBeforeTheUsersWords() {
    byte[] body =
        Wire.conversation(
            "{'role':'user','content':'Where is it?'},"
                + "{'role':'assistant','content':["
                + "{'type':'thinking','thinking':'Hm.','signature':'abc'},"
                + "{'type':'redacted_thinking','data':'xyz'},"
                + "{'type':'text','text':'Let me look.'},"
                + "{'type':'tool_use','id':'toolu_1','name':'find','input':{'order':7}}]},"
                + "{'role':'user','content':["
                + "{'type':'text','text':'Quick!'},"
                + "{'type':'tool_result','tool_use_id':'toolu_1','is_error':true,"
                + "'content':[{'type':'text','text':'gone'},{'type':'text','text':'fishing'}]},"
                + "{'type':'tool_result','tool_use_id':'toolu_2'}]}");

    Prompt prompt = RequestReader.asked(body).prompt();

    assertThat(prompt.messages())
        .containsExactly(
            Message.user("Where is it?"),
            new Message.FromModel(
                List.of(new Part.Text("Let me look.")),
                List.of(ToolCall.of("toolu_1", "find", "{\"order\":7}"))),
            new Message.FromTool("toolu_1", "gone\nfishing", true),
            new Message.FromTool("toolu_2", "", false),
            Message.user("Quick!"));
  }

  @Test
  void letsTheModelBeginAndEndTheConversation() {
    byte[] body =
        Wire.conversation(
            "{'role':'assistant','content':'Hello.'},{'role':'user','content':'Count.'},"
                + "{'role':'assistant','content':'One, '}");

    Prompt prompt = RequestReader.asked(body).prompt();

    assertThat(prompt.messages())
        .containsExactly(Message.model("Hello."), Message.user("Count."), Message.model("One, "));
  }

  @Test
  void readsToolsAndTheChoiceAmongThem() {
    byte[] body =
        Wire.request(
            ",'tools':[{'name':'find','description':'Finds.','strict':true,"
                + "'input_schema':{'type':'object'}},"
                + "{'type':'custom','name':'stop','input_schema':{'type':'object'}}],"
                + "'tool_choice':{'type':'tool','name':'stop','disable_parallel_tool_use':true}");

    Prompt prompt = RequestReader.asked(body).prompt();

    assertThat(prompt.tools())
        .containsExactly(
            new Tool("find", "Finds.", Wire.json("{'type':'object'}")),
            new Tool("stop", "", Wire.json("{'type':'object'}")));
    assertThat(prompt.toolChoice()).isEqualTo(ToolChoice.named("stop"));
    assertThat(prompt.original().orElseThrow().untold())
        .containsExactly("tools.strict", "disable_parallel_tool_use");
  }

  @ParameterizedTest
  @CsvSource({"auto,AUTO", "any,REQUIRED", "none,NONE"})
  void readsEachToolChoice(String type, ToolChoice.Mode mode) {
    byte[] body =
        Wire.request(
            ",'tools':[{'name':'find','input_schema':{'type':'object'}}],'tool_choice':{'type':'"
                + type
                + "'}");

    Prompt prompt = RequestReader.asked(body).prompt();

    assertThat(prompt.toolChoice().mode()).isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource({"'output_config':{'format':,}", "'output_format':,''"})
  void readsBothWaysToAskForASchema(String before, String after) {
    String format = "{'type':'json_schema','schema':{'type':'object'}}";

    Prompt prompt =
        RequestReader.asked(Wire.request("," + before + format + (after == null ? "" : after)))
            .prompt();

    assertThat(prompt.format())
        .isEqualTo(new OutputFormat.Schema("answer", Wire.json("{'type':'object'}")));
    assertThat(prompt.original().orElseThrow().untold()).isEmpty();
  }

  @Test
  void keepsTheCallersOwnWords() {
    byte[] body =
        Wire.request(
            ",'system':'Be brief.','top_k':5,'metadata':{'user_id':'u'},'service_tier':'auto',"
                + "'thinking':{'type':'adaptive'},'output_config':{'effort':'low'},"
                + "'container':null,'mcp_servers':[],'brand new\\n':1");

    Prompt prompt = RequestReader.asked(body).prompt();

    assertThat(prompt.original())
        .hasValueSatisfying(
            original -> {
              assertThat(original.dialect()).isEqualTo("anthropic");
              assertThat(original.body()).isEqualTo(Wire.json(new String(body)));
              assertThat(original.messages()).isEqualTo(prompt.messages().size()).isEqualTo(2);
              assertThat(original.untold())
                  .containsExactlyInAnyOrder(
                      "top_k",
                      "metadata",
                      "service_tier",
                      "thinking",
                      "effort",
                      "mcp_servers",
                      "brand?new?");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'document','source':{'type':'text','data':'x'}} | document",
        "{'type':'search_result'} | search_result",
        "{'type':'container_upload'} | container_upload",
        "{'type':'image','source':{'type':'file','file_id':'f'}} | uploaded files",
        "{'type':'tool_result','tool_use_id':'t','content':[{'type':'image'}]}"
            + " | pictures in tool results",
        "{'type':'tool_result','tool_use_id':'t','content':[{'type':'document'}]} | document",
      })
  void namesContentThatOnlyAnthropicTakes(String block, String what) {
    byte[] body = Wire.conversation("{'role':'user','content':[" + block + "]}");

    Prompt prompt = RequestReader.asked(body.clone()).prompt();

    assertThat(prompt.original().orElseThrow().onlyThere()).containsExactly(what);
    assertThat(prompt.messages()).hasSize(1);
  }

  @Test
  void namesAnthropicsOwnTools() {
    byte[] body =
        Wire.request(
            ",'tools':[{'type':'web_search_20250305','name':'web_search'}],"
                + "'tool_choice':{'type':'tool','name':'web_search'}");

    Prompt prompt = RequestReader.asked(body).prompt();

    assertThat(prompt.tools()).isEmpty();
    assertThat(prompt.original().orElseThrow().onlyThere()).containsExactly("server tools");
  }

  @Test
  void takesThinkingNobodySignedOutOfTheCallersWords() {
    byte[] body =
        Wire.conversation(
            "{'role':'user','content':'Hi'},"
                + "{'role':'assistant','content':[{'type':'thinking','thinking':'a'}]},"
                + "{'role':'assistant','content':["
                + "{'type':'thinking','thinking':'b','signature':''},"
                + "{'type':'thinking','thinking':'c','signature':'s'},"
                + "{'type':'text','text':'Hello.'}]}");

    Prompt prompt = RequestReader.asked(body).prompt();

    assertThat(prompt.messages()).containsExactly(Message.user("Hi"), Message.model("Hello."));
    assertThat(prompt.original().orElseThrow().messages()).isEqualTo(2);
    assertThat(prompt.original().orElseThrow().body().path("messages"))
        .isEqualTo(
            Wire.json(
                "[{'role':'user','content':'Hi'},{'role':'assistant','content':["
                    + "{'type':'thinking','thinking':'c','signature':'s'},"
                    + "{'type':'text','text':'Hello.'}]}]"));
  }

  @Test
  void countsWithoutALimit() {
    byte[] body = Wire.bytes("{'messages':[{'role':'user','content':'Hi'}]}");

    Prompt prompt = RequestReader.counted(body);
    InvalidPromptException refused =
        catchThrowableOfType(InvalidPromptException.class, () -> RequestReader.asked(body.clone()));

    assertThat(prompt.maxTokens()).isEmpty();
    assertThat(refused).hasMessage("max_tokens: Field required");
  }
}
