package io.llmfailover.api.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.Message;
import io.llmfailover.Original;
import io.llmfailover.OutputFormat;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import io.llmfailover.ToolChoice;
import io.llmfailover.api.Asked;
import io.llmfailover.provider.DialectCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponsesReaderTest {
  @Test
  void readsTextAsOneTurnAfterTheInstructions() {
    Prompt prompt = read("{'input':'Habari?','instructions':'Be short.','model':'auto'}").prompt();

    assertThat(prompt.messages())
        .containsExactly(Message.rules("Be short."), Message.user("Habari?"));
    assertThat(prompt.model()).isEqualTo("auto");
  }

  @Test
  void putsToolCallsIntoTheTurnTheyFollow() {
    String body =
        """
        {'input':[
          {'role':'developer','content':'Be kind.'},
          {'type':'message','role':'user','content':[{'type':'input_text','text':'Weather?'},
            {'type':'input_image','image_url':'https://x.example/a.png','detail':'auto'}]},
          {'type':'reasoning','id':'rs_1','summary':[],'encrypted_content':'x'},
          {'type':'message','role':'assistant','id':'msg_1','content':[{'type':'output_text','text':'Let me see.'}]},
          {'type':'function_call','call_id':'c1','name':'weather','arguments':'{}',
            'extra_content':{'google':{'thought_signature':'c2ln'}}},
          {'type':'reasoning','id':'rs_2','summary':[]},
          {'type':'function_call','call_id':'c2','name':'time','arguments':''},
          {'type':'function_call_output','call_id':'c1','output':'rain'},
          {'type':'function_call_output','call_id':'c2','output':[{'type':'input_text','text':'noon'}]},
          {'role':'assistant','content':'Rain at noon.'},
          {'role':'assistant','content':'Take an umbrella.'},
          {'type':'function_call','call_id':'c3','name':'time','arguments':'{}'}]}""";

    Prompt prompt = read(body).prompt();

    assertThat(prompt.messages())
        .containsExactly(
            Message.rules("Be kind."),
            new Message.FromUser(
                List.of(new Part.Text("Weather?"), new Part.ImageUrl("https://x.example/a.png"))),
            new Message.FromModel(
                List.of(new Part.Text("Let me see.")),
                List.of(
                    new ToolCall("c1", "weather", "{}", "gemini:c2ln"),
                    ToolCall.of("c2", "time", "{}"))),
            new Message.FromTool("c1", "rain", false),
            new Message.FromTool("c2", "noon", false),
            Message.model("Rain at noon."),
            new Message.FromModel(
                List.of(new Part.Text("Take an umbrella.")),
                List.of(ToolCall.of("c3", "time", "{}"))));
  }

  @Test
  void readsToolsFormatAndSampling() {
    String body =
        """
        {'input':'Habari?','tools':[{'type':'function','name':'weather','description':'Now',
            'parameters':{'type':'object'},'strict':true}],
          'tool_choice':{'type':'function','name':'weather'},
          'text':{'format':{'type':'json_schema','name':'city','schema':{'type':'object'}},'verbosity':'low'},
          'max_output_tokens':50,'temperature':1,'top_p':0.5,'store':true,'stream':true,
          'metadata':{'k':'v'},'reasoning':{'effort':'low'},'parallel_tool_calls':true,'include':[]}""";

    Asked asked = read(body);

    Prompt prompt = asked.prompt();
    assertThat(asked.streamed()).isTrue();
    assertThat(prompt.tools()).singleElement().extracting("name").isEqualTo("weather");
    assertThat(prompt.toolChoice()).isEqualTo(ToolChoice.named("weather"));
    assertThat(prompt.format())
        .isEqualTo(new OutputFormat.Schema("city", DialectCall.json("{'type':'object'}")));
    assertThat(prompt.maxTokens()).hasValue(50);
    assertThat(prompt.temperature()).hasValue(1);
    assertThat(prompt.topP()).hasValue(0.5);
    Original original = prompt.original().orElseThrow();
    assertThat(original.dialect()).isEqualTo("openai-responses");
    assertThat(original.onlyThere()).isEmpty();
    assertThat(original.untold()).containsExactly("reasoning", "text.verbosity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'model':'gpt-4o' | input",
        "'input':[] | input",
        "'input':7 | input",
        "'input':['x'] | input[0]",
        "'input':[{'type':'item_reference','id':'msg_1'}] | input[0].type",
        "'input':[{'type':'computer_call'}] | input[0].type",
        "'input':[{'role':'robot','content':'x'}] | input[0].role",
        "'input':[{'role':'user'}] | input[0].content",
        "'input':[{'role':'user','content':[{'type':'input_file','file_id':'f'}]}] | input[0].content[0].type",
        "'input':[{'role':'user','content':[{'type':'input_image','file_id':'f'}]}] | input[0].content[0].image_url",
        "'input':[{'role':'system','content':[{'type':'input_image','image_url':'https://x'}]}] | input[0].content",
        "'input':[{'type':'function_call','name':'x'}] | input[0].call_id",
        "'input':[{'type':'function_call_output','call_id':'x'}] | input[0].output",
        "'input':'x','previous_response_id':'resp_1' | previous_response_id",
        "'input':'x','conversation':'conv_1' | conversation",
        "'input':'x','prompt':{'id':'p'} | prompt",
        "'input':'x','background':true | background",
        "'input':'x','tools':[{'type':'web_search'}] | tools[0].type",
        "'input':'x','tool_choice':{'type':'web_search'} | tool_choice.type",
        "'input':'x','text':{'format':{'type':'grammar'}} | text.format.type",
        "'input':'x','max_output_tokens':-1 | max_output_tokens",
        "'input':'x','temperature':3 | temperature",
        "'input':'x','metadata':{'a':'x\\ny'} | metadata.a",
        "'input':'\\ud800' | input"
      })
  void namesTheWrongField(String fields, String wrong) {
    byte[] body = ("{" + fields + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    InvalidPromptException refused =
        catchThrowableOfType(InvalidPromptException.class, () -> ResponsesReader.read(body));

    assertThat(refused).as(fields).isNotNull();
    assertThat(refused.field()).isEqualTo(wrong);
  }

  private static Asked read(String body) {
    return ResponsesReader.read(RecordedEvents.Sent.body(body));
  }
}
