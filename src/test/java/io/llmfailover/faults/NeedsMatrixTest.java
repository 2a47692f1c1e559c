package io.llmfailover.faults;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.llmfailover.Answer;
import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.ToolChoice;
import io.llmfailover.provider.JsonInWords;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a prompt needs, whichever link fails and whichever answers: each is asked in its own
 * dialect, and the answer is the same.
 */
@Timeout(120)
class NeedsMatrixTest {
  private static final String LIMITED =
      "{'type':'object','properties':{'title':{'type':'string'%s},'minutes':{'type':'integer'%s}},"
          + "'required':['title','minutes'],'additionalProperties':false}";

  private static final String LESSON = LIMITED.formatted(",'minLength':1", ",'minimum':1");

  private static final OutputFormat.Schema TYPED = new OutputFormat.Schema("Lesson", json(LESSON));

  private static final String ORDER =
      "{'type':'object','properties':{'orderId':{'type':'string'}},'required':['orderId']}";

  private static final String LESSON_SAID = "{\"title\":\"Salamu\",\"minutes\":30}";

  private final Wired wired = new Wired();
  private final WireServer upstream = wired.server();

  @AfterEach
  void nothingIsLeft() {
    wired.assertNothingIsLeft();
  }

  static Stream<Arguments> everyPair() {
    return Stream.of(NeedyLink.values())
        .flatMap(first -> Stream.of(NeedyLink.values()).map(second -> Arguments.of(first, second)));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void asksEachLinkForTypedJsonInItsOwnWay(NeedyLink first, NeedyLink second) {
    Pair pair = chained(first, second);
    upstream.onModel(pair.first()).answer(first.overloaded());
    upstream.onModel(pair.second()).answer(second.sayingJson(LESSON_SAID));

    Said said = wired.ask(Prompt.builder().user("A lesson.").format(TYPED).build());

    assertThat(said.trail()).isEqualTo(pair.trail("overloaded", "answered"));
    assertThat(json(said.text())).isEqualTo(json(LESSON_SAID));
    assertSameBesides(said);
    assertThat(received(pair.first())).isEqualTo(typed(first, pair.first()));
    assertThat(received(pair.second())).isEqualTo(typed(second, pair.second()));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void tellsEachLinkOfToolsAndOfEarlierCalls(NeedyLink first, NeedyLink second) {
    Pair pair = chained(first, second);
    upstream.onModel(pair.first()).answer(first.overloaded());
    upstream.onModel(pair.second()).answer(second.calling("find_order", "{\"orderId\":\"A-2\"}"));

    Said said = wired.ask(afterACall(ToolChoice.AUTO));

    assertThat(said.trail()).isEqualTo(pair.trail("overloaded", "answered"));
    assertCalled(said);
    assertSameBesides(said);
    assertThat(received(pair.first())).isEqualTo(tools(first, pair.first(), ""));
    assertThat(received(pair.second())).isEqualTo(tools(second, pair.second(), ""));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void makesEachLinkCallTheToolThatMustBeCalled(NeedyLink first, NeedyLink second) {
    Pair pair = chained(first, second);
    upstream.onModel(pair.first()).answer(first.overloaded());
    upstream.onModel(pair.second()).answer(second.calling("find_order", "{\"orderId\":\"A-2\"}"));

    Said said = wired.ask(afterACall(ToolChoice.named("find_order")));

    assertThat(said.trail()).isEqualTo(pair.trail("overloaded", "answered"));
    assertCalled(said);
    assertThat(received(pair.first())).isEqualTo(tools(first, pair.first(), named(first)));
    assertThat(received(pair.second())).isEqualTo(tools(second, pair.second(), named(second)));
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void showsPicturesToLinksThatSeeAndPassesOverTheOthers(NeedyLink first, NeedyLink second) {
    Pair pair = chained(first, second);
    upstream.onModel(pair.first()).answer(first.overloaded());
    upstream.onModel(pair.second()).answer(second.saying("A cat."));

    Said said =
        wired.ask(
            Prompt.builder()
                .message(
                    new Message.FromUser(
                        List.of(
                            new Part.Text("What is it?"),
                            new Part.InlineImage("image/png", "QUJD"))))
                .build());

    assertThat(said.trail())
        .isEqualTo(
            pair.trail(
                first.sees() ? "overloaded" : "cannot_do",
                second.sees() ? "answered" : "cannot_do"));
    assertThat(said.text()).isEqualTo(second.sees() ? "A cat." : "");
    assertShown(first, pair.first());
    assertShown(second, pair.second());
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void asksOnlyLargerLinksWhenAPromptWasTooLong(NeedyLink first, NeedyLink second) {
    Pair pair = chained(first, second);
    String larger = "together/openai/gpt-oss-120b";
    wired
        .with("llm.chain", pair.links() + ", " + larger)
        .with("llm.model." + pair.firstLink() + ".context-window", "300000")
        .with("llm.model." + pair.secondLink() + ".context-window", "300000")
        .with("llm.model." + larger + ".context-window", "400000");
    upstream.onModel(pair.first()).answer(first.tooLong());
    upstream.onModel("openai/gpt-oss-120b").answer(NeedyLink.TOGETHER.saying("Long."));
    String text = "Habari ya leo? ".repeat(26_000);

    Said said = wired.ask(Prompt.of(text));

    assertThat(said.trail())
        .isEqualTo(pair.trail("context_length", "cannot_do") + ", " + larger + "=answered");
    assertThat(said.text()).isEqualTo("Long.");
    assertThat(upstream.requests()).hasSize(2);
    assertThat(upstream.requests().get(0).text()).contains(text);
    assertThat(received("openai/gpt-oss-120b").at("/messages/0/content").asText()).isEqualTo(text);
  }

  @Test
  void asksALargerLinkWhereTheCatalogueKnowsTheFirstToBeTooSmall() {
    String small = "Qwen/Qwen2.5-7B-Instruct-Turbo";
    wired.with("llm.chain", "together/" + small + ", gemini/gemini-2.5-flash");
    reachable("together", "gemini");
    upstream.onModel(small).answer(NeedyLink.TOGETHER.tooLong());
    upstream.onModel("gemini-2.5-flash").answer(NeedyLink.GEMINI.saying("Long."));

    Said said = wired.ask(Prompt.of("Habari ya leo? ".repeat(26_000)));

    // Whether it is asked first depends on how well the tokens are estimated.
    assertThat(said.trail())
        .matches("together/" + small + "=(context_length|cannot_do), gemini/.*=answered");
    assertThat(said.text()).isEqualTo("Long.");
  }

  @ParameterizedTest
  @MethodSource("everyPair")
  void takesJsonCutByTheTokenLimitForNoAnswer(NeedyLink first, NeedyLink second) {
    Pair pair = chained(first, second);
    wired.with("llm.repair", "0");
    upstream.onModel(pair.first()).answer(first.cut());
    upstream.onModel(pair.second()).answer(second.sayingJson(LESSON_SAID));

    Said said = wired.ask(Prompt.builder().user("A lesson.").format(TYPED).build());

    assertThat(said.trail()).isEqualTo(pair.trail("truncated", "answered"));
    assertThat(json(said.text())).isEqualTo(json(LESSON_SAID));
  }

  private static void assertCalled(Said said) {
    assertThat(said.answer().orElseThrow().toolCalls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.name()).isEqualTo("find_order");
              assertThat(json(call.arguments())).isEqualTo(json("{'orderId':'A-2'}"));
              assertThat(call.id()).isNotBlank();
            });
  }

  private static void assertSameBesides(Said said) {
    Answer answer = said.answer().orElseThrow();
    assertThat(answer.usage().inputTokens()).isEqualTo(9);
    assertThat(answer.usage().outputTokens()).isEqualTo(3);
  }

  private void assertShown(NeedyLink link, String model) {
    if (!link.sees()) {
      assertThat(upstream.requests()).extracting(ReceivedRequest::model).doesNotContain(model);
      return;
    }
    assertThat(received(model))
        .isEqualTo(
            link.body(
                model,
                "[{'role':'user','content':[{'type':'text','text':'What is it?'},{'type':"
                    + "'image_url','image_url':{'url':'data:image/png;base64,QUJD'}}]}]",
                "[{'role':'user','parts':[{'text':'What is it?'},{'inlineData':"
                    + "{'mimeType':'image/png','data':'QUJD'}}]}]",
                "[{'role':'user','content':[{'type':'text','text':'What is it?'},{'type':'image',"
                    + "'source':{'type':'base64','media_type':'image/png','data':'QUJD'}}]}]",
                ""));
  }

  private static JsonNode typed(NeedyLink link, String model) {
    String toldLength = ",'description':'(at least 1 character)'";
    String told = LIMITED.formatted(toldLength, ",'description':'(at least 1)'");
    String limited = LIMITED.formatted(toldLength, ",'minimum':1");
    String words = TextNode.valueOf(JsonInWords.rule(TYPED)).toString().replace("'", "\\u0027");
    String asked = "[{'role':'user','content':'A lesson.'}]";
    return link.body(
        model,
        link == NeedyLink.SEEING_TOGETHER
            ? "[{'role':'system','content':" + words + "}," + asked.substring(1)
            : asked,
        "[{'role':'user','parts':[{'text':'A lesson.'}]}]",
        asked,
        switch (link) {
          case OPENAI ->
              "'response_format':{'type':'json_schema','json_schema':"
                  + "{'name':'Lesson','schema':"
                  + limited
                  + ",'strict':true}}";
          case TOGETHER ->
              "'response_format':{'type':'json_schema','json_schema':"
                  + "{'name':'Lesson','schema':"
                  + LESSON
                  + "}}";
          case SEEING_TOGETHER -> "'response_format':{'type':'json_object'}";
          case GEMINI ->
              "'generationConfig':{'responseMimeType':'application/json','responseJsonSchema':"
                  + limited
                  + "}";
          case OLD_GEMINI ->
              "'generationConfig':{'responseMimeType':'application/json','responseSchema':"
                  + "{'type':'OBJECT','properties':{'title':{'type':'STRING','minLength':1},"
                  + "'minutes':{'type':'INTEGER','minimum':1}},'required':['title','minutes']}}";
          case ANTHROPIC ->
              "'output_config':{'format':{'type':'json_schema','schema':" + told + "}}";
          case OLD_ANTHROPIC ->
              "'tools':[{'name':'json','description':"
                  + "'Gives the answer. Its input is the whole answer, as JSON.','input_schema':"
                  + LESSON
                  + "}],'tool_choice':{'type':'tool','name':'json'}";
        });
  }

  private static Prompt afterACall(ToolChoice choice) {
    return Prompt.builder()
        .user("Where is A-1?")
        .message(
            new Message.FromModel(
                List.of(), List.of(ToolCall.of("call_1", "find_order", "{\"orderId\":\"A-1\"}"))))
        .message(new Message.FromTool("call_1", "{\"state\":\"lost\"}", false))
        .user("And A-2?")
        .tools(List.of(new Tool("find_order", "Finds an order.", json(ORDER))))
        .toolChoice(choice)
        .build();
  }

  private static JsonNode tools(NeedyLink link, String model, String choice) {
    return link.body(
        model,
        "[{'role':'user','content':'Where is A-1?'},{'role':'assistant','content':null,"
            + "'tool_calls':[{'id':'call_1','type':'function','function':{'name':'find_order',"
            + "'arguments':'{\\\"orderId\\\":\\\"A-1\\\"}'}}]},{'role':'tool',"
            + "'tool_call_id':'call_1','content':'{\\\"state\\\":\\\"lost\\\"}'},"
            + "{'role':'user','content':'And A-2?'}]",
        "[{'role':'user','parts':[{'text':'Where is A-1?'}]},{'role':'model','parts':"
            + "[{'functionCall':{'name':'find_order','args':{'orderId':'A-1'}}}]},"
            + "{'role':'user','parts':[{'functionResponse':{'name':'find_order',"
            + "'response':{'state':'lost'}}}]},{'role':'user','parts':[{'text':'And A-2?'}]}]",
        "[{'role':'user','content':'Where is A-1?'},{'role':'assistant','content':"
            + "[{'type':'tool_use','id':'call_1','name':'find_order','input':"
            + "{'orderId':'A-1'}}]},{'role':'user','content':[{'type':'tool_result',"
            + "'tool_use_id':'call_1','content':'{\\\"state\\\":\\\"lost\\\"}'},"
            + "{'type':'text','text':'And A-2?'}]}]",
        declared(link) + choice);
  }

  private static String declared(NeedyLink link) {
    String named = "'name':'find_order','description':'Finds an order.'";
    return switch (link) {
      case OPENAI, TOGETHER, SEEING_TOGETHER ->
          "'tools':[{'type':'function','function':{" + named + ",'parameters':" + ORDER + "}}]";
      case GEMINI ->
          "'tools':[{'functionDeclarations':[{"
              + named
              + ",'parametersJsonSchema':"
              + ORDER
              + "}]}]";
      case OLD_GEMINI ->
          "'tools':[{'functionDeclarations':[{"
              + named
              + ",'parameters':{'type':'OBJECT','properties':{'orderId':{'type':'STRING'}},"
              + "'required':['orderId']}}]}]";
      case ANTHROPIC, OLD_ANTHROPIC -> "'tools':[{" + named + ",'input_schema':" + ORDER + "}]";
    };
  }

  private static String named(NeedyLink link) {
    return switch (link.provider) {
      case "gemini" ->
          ",'toolConfig':{'functionCallingConfig':{'mode':'ANY',"
              + "'allowedFunctionNames':['find_order']}}";
      case "anthropic" -> ",'tool_choice':{'type':'tool','name':'find_order'}";
      default -> ",'tool_choice':{'type':'function','function':{'name':'find_order'}}";
    };
  }

  private JsonNode received(String model) {
    List<ReceivedRequest> its =
        upstream.requests().stream().filter(asked -> asked.model().equals(model)).toList();
    assertThat(its).as("requests for " + model).hasSize(1);
    return its.get(0).json();
  }

  private Pair chained(NeedyLink first, NeedyLink second) {
    first.configure(wired);
    second.configure(wired);
    reachable("openai", "gemini", "anthropic", "together");
    Pair pair =
        new Pair(
            first.provider, first.model(false), second.provider, second.model(first == second));
    wired.with("llm.chain", pair.links());
    return pair;
  }

  private void reachable(String... providers) {
    for (String provider : providers) {
      wired.at(provider, upstream);
    }
  }

  private record Pair(String firstProvider, String first, String secondProvider, String second) {
    String firstLink() {
      return firstProvider + "/" + first;
    }

    String secondLink() {
      return secondProvider + "/" + second;
    }

    String links() {
      return firstLink() + ", " + secondLink();
    }

    String trail(String ofFirst, String ofSecond) {
      return firstLink() + "=" + ofFirst + ", " + secondLink() + "=" + ofSecond;
    }
  }
}
