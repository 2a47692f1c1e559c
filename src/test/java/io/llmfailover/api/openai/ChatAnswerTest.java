package io.llmfailover.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Answer;
import io.llmfailover.FinishReason;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.Verbatim;
import io.llmfailover.api.Json;
import io.llmfailover.provider.DialectCall;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatAnswerTest {
  @Test
  void writesAnswerOfAnotherDialectAsCompletion() {
    Answer answer =
        Answer.builder("g1", "gemini", "gemini-1.5-pro")
            .text("Njema!")
            .reasoning("A greeting.")
            .usage(new Usage(true, 12, 40, 3, 0, 30))
            .verbatim(new Verbatim("gemini", DialectCall.json("{'responseId':'x'}")))
            .build();

    JsonNode written = Json.read(Json.write(ChatAnswer.of(answer, 1700000000)));

    assertThat(written)
        .isEqualTo(
            json(
                """
                {'id':'chatcmpl-g1','object':'chat.completion','created':1700000000,'model':'gemini-1.5-pro',
                 'choices':[{'index':0,'message':{'role':'assistant','content':'Njema!','refusal':null,
                   'reasoning_content':'A greeting.'},'logprobs':null,'finish_reason':'stop'}],
                 'usage':{'prompt_tokens':12,'prompt_tokens_details':{'cached_tokens':3},
                   'completion_tokens':40,'completion_tokens_details':{'reasoning_tokens':30},'total_tokens':52}}"""));
  }

  @Test
  void writesToolCallsWithoutContentAndShowsOnlyGeminisState() {
    Answer answer =
        Answer.builder("g1", "gemini", "gemini-3")
            .toolCalls(
                List.of(
                    new ToolCall("call_1", "weather", "{\"city\":\"Arusha\"}", "gemini:c2ln"),
                    new ToolCall("call_2", "time", "", "anthropic:x")))
            .finish(FinishReason.TOOL_CALLS)
            .build();

    JsonNode written = Json.read(Json.write(ChatAnswer.of(answer, 1)));

    assertThat(written.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(written.at("/choices/0/message/content").isNull()).isTrue();
    assertThat(written.at("/choices/0/message/tool_calls").toString().replace('"', '\''))
        .isEqualTo(
            "[{'id':'call_1','type':'function','function':{'name':'weather','arguments':"
                + "'{\\'city\\':\\'Arusha\\'}'},'extra_content':{'google':{'thought_signature':'c2ln'}}},"
                + "{'id':'call_2','type':'function','function':{'name':'time','arguments':'{}'}}]");
    assertThat(written.has("usage")).isFalse();
  }

  @Test
  void keepsProvidersOwnWordsUnderOurs() {
    JsonNode body =
        DialectCall.json(
            """
            {'id':'chatcmpl-theirs','object':'x','created':5,'model':'gpt-4o-2024-08-06','system_fingerprint':'fp',
             'citations':['u'],'choices':[
               {'index':3,'message':{'role':'assistant','content':'```json {}```','annotations':[1],
                 'tool_calls':[{'id':'call_1','extra':1,'function':{'name':'wire_name','arguments':'{}'}}]},
                'logprobs':{'content':[]},'finish_reason':'eos','content_filter_results':{}},
               {'index':1}],
             'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3,
               'prompt_tokens_details':{'audio_tokens':4}}}""");
    String before = body.toString();
    Answer answer =
        Answer.builder("g1", "openai", "gpt-4o")
            .text("{}")
            .toolCalls(List.of(ToolCall.of("call_1", "wire.name", "{}")))
            .finish(FinishReason.TOOL_CALLS)
            .usage(Usage.of(10, 20))
            .verbatim(new Verbatim("openai", body))
            .build();

    JsonNode written = Json.read(Json.write(ChatAnswer.of(answer, 1)));

    assertThat(written)
        .isEqualTo(
            json(
                """
                {'id':'chatcmpl-theirs','object':'chat.completion','created':5,'model':'gpt-4o-2024-08-06',
                 'system_fingerprint':'fp','citations':['u'],'choices':[
                   {'index':0,'message':{'role':'assistant','content':'{}','annotations':[1],'refusal':null,
                     'tool_calls':[{'id':'call_1','extra':1,'type':'function',
                       'function':{'name':'wire.name','arguments':'{}'}}]},
                    'logprobs':{'content':[]},'finish_reason':'tool_calls','content_filter_results':{}}],
                 'usage':{'prompt_tokens':10,'completion_tokens':20,'total_tokens':30,
                   'prompt_tokens_details':{'audio_tokens':4,'cached_tokens':0},
                   'completion_tokens_details':{'reasoning_tokens':0}}}"""));
    assertThat(body.toString()).isEqualTo(before);
  }

  @Test
  void makesUpForWhatProviderLeftOutOrWroteWrong() {
    JsonNode body =
        DialectCall.json(
            "{'id':' ','model':7,'choices':'none','usage':null,'created':'now'}"
                .replace("7", "null"));
    Answer answer =
        Answer.builder("g1", "local", "llama3.1")
            .text("Hi")
            .verbatim(new Verbatim("openai", body))
            .build();

    JsonNode written = Json.read(Json.write(ChatAnswer.of(answer, 9)));

    assertThat(written)
        .isEqualTo(
            json(
                """
                {'id':'chatcmpl-g1','object':'chat.completion','created':9,'model':'llama3.1','usage':null,
                 'choices':[{'index':0,'message':{'role':'assistant','content':'Hi','refusal':null},
                 'logprobs':null,'finish_reason':'stop'}]}"""));
  }

  private static JsonNode json(String text) {
    return DialectCall.json(text);
  }
}
