package io.llmfailover.api.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatReaderTest {
  private static final String HABARI = "'messages':[{'role':'user','content':'Habari?'}]";

  @Test
  void readsConversationWithToolsTurnByTurn() {
    String body =
        """
        {'model':'openai/gpt-4o','messages':[
          {'role':'developer','content':'Be short.'},
          {'role':'user','content':[{'type':'text','text':'What is it?'},
            {'type':'image_url','image_url':{'url':'data:image/png;base64,QUJD','detail':'low'}},
            {'type':'image_url','image_url':{'url':'https://x.example/a.png'}}]},
          {'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'function',
            'function':{'name':'weather','arguments':'{}'},
            'extra_content':{'google':{'thought_signature':'c2ln'}}}]},
          {'role':'tool','tool_call_id':'call_1','content':[{'type':'text','text':'rain'}]},
          {'role':'assistant','refusal':'No.'},
          {'role':'function','name':'old','content':'sun'},
          {'role':'system','content':'Be kind.'}]}""";

    Prompt prompt = read(body).prompt();

    assertThat(prompt.model()).isEqualTo("openai/gpt-4o");
    assertThat(prompt.messages())
        .containsExactly(
            Message.rules("Be short."),
            new Message.FromUser(
                List.of(
                    new Part.Text("What is it?"),
                    new Part.InlineImage("image/png", "QUJD"),
                    new Part.ImageUrl("https://x.example/a.png"))),
            new Message.FromModel(
                List.of(), List.of(new ToolCall("call_1", "weather", "{}", "gemini:c2ln"))),
            new Message.FromTool("call_1", "rain", false),
            Message.model("No."),
            new Message.FromTool("old", "sun", false),
            Message.rules("Be kind."));
    assertThat(original(prompt).messages()).isEqualTo(7);
    assertThat(original(prompt).onlyThere()).isEmpty();
  }

  @Test
  void readsToolsFormatAndSampling() {
    String body =
        """
        {%s,'tools':[{'type':'function','function':{'name':'weather','description':'Now',
            'parameters':{'type':'object'},'strict':true}}],
          'tool_choice':{'type':'function','function':{'name':'weather'}},
          'response_format':{'type':'json_schema','json_schema':{'name':'city','schema':{'type':'object'}}},
          'max_tokens':7,'max_completion_tokens':9,'temperature':0.5,'top_p':1,'stop':'END','seed':42,
          'models':['openai/gpt-4o','gemini-1.5-pro'],'stream':true}"""
            .formatted(HABARI);

    Asked asked = read(body);

    Prompt prompt = asked.prompt();
    assertThat(asked.streamed()).isTrue();
    assertThat(prompt.tools())
        .singleElement()
        .satisfies(
            tool -> {
              assertThat(tool.name()).isEqualTo("weather");
              assertThat(tool.description()).isEqualTo("Now");
              assertThat(tool.parameters()).isEqualTo(DialectCall.json("{'type':'object'}"));
            });
    assertThat(prompt.toolChoice()).isEqualTo(ToolChoice.named("weather"));
    assertThat(prompt.format())
        .isEqualTo(new OutputFormat.Schema("city", DialectCall.json("{'type':'object'}")));
    assertThat(prompt.maxTokens()).hasValue(9);
    assertThat(prompt.temperature()).hasValue(0.5);
    assertThat(prompt.topP()).hasValue(1);
    assertThat(prompt.stop()).containsExactly("END");
    assertThat(prompt.seed()).hasValue(42);
    assertThat(prompt.models()).containsExactly("openai/gpt-4o", "gemini-1.5-pro");
    assertThat(original(prompt).untold()).isEmpty();
  }

  @Test
  void keepsFieldsItHasNoWordsForAndNamesThem() {
    String body =
        """
        {%s,'frequency_penalty':0.5,'presence_penalty':0,'logit_bias':{},'store':false,'user':'u1',
          'parallel_tool_calls':false,'reasoning_effort':null,'verbosity':'low','enable_thinking':false}"""
            .formatted(HABARI);

    Original original = original(read(body).prompt());

    assertThat(original.dialect()).isEqualTo("openai");
    assertThat(original.untold())
        .containsExactly(
            "frequency_penalty", "user", "parallel_tool_calls", "verbosity", "enable_thinking");
    assertThat(original.body().path("enable_thinking").isBoolean()).isTrue();
    assertThat(original.body()).isEqualTo(DialectCall.json(body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{}}]}] | audio",
        "'messages':[{'role':'user','content':[{'type':'file','file':{}}]}] | file",
        "'messages':[{'role':'user','content':[{'type':'video_url'}]}] | video",
        "'messages':[{'role':'user','content':[{'type':'new'}]}] | content of type new",
        "HABARI,'logprobs':true | logprobs",
        "HABARI,'stream':true,'logprobs':true | logprobs",
        "HABARI,'logprobs':1 | logprobs",
        "HABARI,'modalities':['text','audio'] | audio output",
        "HABARI,'web_search_options':{} | web search",
        "HABARI,'tools':[{'type':'custom','custom':{'name':'x'}}] | custom tools",
        "HABARI,'response_format':{'type':'grammar'} | a format of type grammar"
      })
  void asksOnlyLinksOfThisDialectWhatOthersHaveNoWordsFor(String fields, String what) {
    Prompt prompt = read("{" + fields.replace("HABARI", HABARI) + "}").prompt();

    assertThat(original(prompt).onlyThere()).containsExactly(what);
    assertThat(prompt.messages()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'messages':[] | messages",
        "'model':'gpt-4o' | messages",
        "'messages':'Habari?' | messages",
        "'messages':['Habari?'] | messages[0]",
        "'messages':[{'content':'x'}] | messages[0].role",
        "'messages':[{'role':'robot','content':'x'}] | messages[0].role",
        "'messages':[{'role':'user'}] | messages[0].content",
        "'messages':[{'role':'user','content':7}] | messages[0].content",
        "'messages':[{'role':'user','content':[]}] | messages[0].content",
        "'messages':[{'role':'user','content':[{'type':'text'}]}] | messages[0].content[0].text",
        "'messages':[{'role':'user','content':[{'type':'image_url','image_url':'x'}]}] | messages[0].content[0].image_url",
        "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'ftp://x'}}]}] | messages[0].content[0].image_url.url",
        "'messages':[{'role':'tool','content':'x'}] | messages[0].tool_call_id",
        "'messages':[{'role':'assistant','tool_calls':[{'id':'a','function':{}}]}] | messages[0].tool_calls[0].function.name",
        "HABARI,'max_tokens':-1 | max_tokens",
        "HABARI,'max_tokens':0 | max_tokens",
        "HABARI,'max_completion_tokens':1.5 | max_completion_tokens",
        "HABARI,'max_tokens':99999999999 | max_tokens",
        "HABARI,'temperature':2.1 | temperature",
        "HABARI,'temperature':1e999 | temperature",
        "HABARI,'temperature':'NaN' | temperature",
        "HABARI,'top_p':-0.1 | top_p",
        "HABARI,'n':2 | n",
        "HABARI,'n':'1' | n",
        "HABARI,'stop':[1] | stop[0]",
        "HABARI,'seed':'x' | seed",
        "HABARI,'stream':'yes' | stream",
        "HABARI,'stream_options':true | stream_options",
        "HABARI,'functions':[] | functions",
        "HABARI,'tools':[{'type':'function'}] | tools[0].function",
        "HABARI,'tools':[{'type':'function','function':{'name':'x','parameters':[]}}] | tools[0].function.parameters",
        "HABARI,'tool_choice':'maybe' | tool_choice",
        "HABARI,'response_format':{'type':'json_schema'} | response_format.json_schema",
        "HABARI,'response_format':{'type':'json_schema','json_schema':{'schema':1}} | response_format.json_schema.schema",
        "HABARI,'models':[''] | models[0]",
        "HABARI,'model':'gpt\\r\\nX-Evil: 1' | model",
        "HABARI,'user':'a\\nb' | user",
        "HABARI,'metadata':{'k':'a\\r\\nb'} | metadata.k",
        "HABARI,'unknown':{'deep':['\\ud800']} | unknown.deep[0]",
        "'messages':[{'role':'user','content':'\\udc00x'}] | messages[0].content"
      })
  void namesTheWrongFieldAsOpenAiDoes(String fields, String wrong) {
    byte[] body =
        ("{" + fields.replace("HABARI", HABARI) + "}")
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);

    InvalidPromptException refused =
        catchThrowableOfType(InvalidPromptException.class, () -> ChatReader.read(body));

    assertThat(refused).as(fields).isNotNull();
    assertThat(refused.field()).isEqualTo(wrong);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{HABARI,'temperature':NaN}", "[]", "", "{HABARI", "{HABARI,HABARI}"})
  void refusesWhatIsNoRequestAtAll(String body) {
    byte[] sent =
        body.replace("HABARI", HABARI).replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    InvalidPromptException refused =
        catchThrowableOfType(InvalidPromptException.class, () -> ChatReader.read(sent));

    assertThat(refused).isNotNull();
    assertThat(refused.field()).isEqualTo("body");
  }

  @Test
  void keepsControlAndBidirectionalCharactersOfPromptExactly() {
    String odd = "a\u0000b\u202ec\ufeffd\u0007\ud83d\ude00";
    byte[] body =
        ("{\"messages\":[{\"role\":\"user\",\"content\":\"a\\u0000b\u202ec\ufeffd\\u0007\ud83d\ude00\"}]}")
            .getBytes(StandardCharsets.UTF_8);

    Prompt prompt = ChatReader.read(body).prompt();

    assertThat(prompt.messages()).containsExactly(Message.user(odd));
  }

  @Test
  void refusesToolNameTooLongByItsOwnName() {
    String tool = "{'type':'function','function':{'name':'" + "x".repeat(65) + "'}}";

    InvalidPromptException refused =
        catchThrowableOfType(
            InvalidPromptException.class, () -> read("{" + HABARI + ",'tools':[" + tool + "]}"));

    assertThat(refused.field()).isEqualTo("tools[0].function.name");
  }

  @Test
  void takesNullForAbsentInEveryField() {
    String nulls =
        Stream.of("model", "models", "tools", "tool_choice", "response_format", "max_tokens")
            .map(name -> ",'" + name + "':null")
            .reduce("", String::concat);

    Prompt prompt =
        read("{" + HABARI + nulls + ",'stop':null,'n':null,'stream':null,'seed':null}").prompt();

    assertThat(prompt.model()).isEmpty();
    assertThat(prompt.maxTokens()).isEmpty();
    assertThat(original(prompt).untold()).isEmpty();
  }

  @Test
  void tellsLinksOfBothDialectsTheSameConversation() {
    String body =
        """
        {'messages':[{'role':'system','content':'Be short.'},{'role':'user','content':'Weather?'},
          {'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'function',
            'function':{'name':'weather','arguments':'{QcityQ:QArushaQ}'}}]},
          {'role':'tool','tool_call_id':'call_1','content':'rain'}],
          'tools':[{'type':'function','function':{'name':'weather','parameters':{'type':'object'}}}],
          'tool_choice':'required','temperature':0.5}"""
            .replace("Q", "\\'");
    Prompt prompt = read(body).prompt();

    JsonNode openAi = DialectCall.to("openai", "gpt-4o").written(new OpenAiDialect(), prompt);
    JsonNode gemini = DialectCall.to("gemini", "gemini-2.5").written(new GeminiDialect(), prompt);

    assertThat(openAi.at("/messages/2/tool_calls/0/id").asText()).isEqualTo("call_1");
    assertThat(openAi.at("/messages/3/content").asText()).isEqualTo("rain");
    assertThat(openAi.at("/tools/0/function/name").asText()).isEqualTo("weather");
    assertThat(openAi.at("/tool_choice").asText()).isEqualTo("required");
    assertThat(gemini.at("/systemInstruction/parts/0/text").asText()).isEqualTo("Be short.");
    assertThat(gemini.at("/contents/1/parts/0/functionCall/args/city").asText())
        .isEqualTo("Arusha");
    assertThat(gemini.at("/contents/2/parts/0/functionResponse/name").asText())
        .isEqualTo("weather");
    assertThat(gemini.at("/generationConfig/temperature").asDouble()).isEqualTo(0.5);
  }

  private static Asked read(String body) {
    return ChatReader.read(RecordedEvents.Sent.body(body));
  }

  private static Original original(Prompt prompt) {
    return prompt.original().orElseThrow();
  }
}
