package io.llmfailover.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.Attempt;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.provider.HttpTransport;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 26 to 28, for answers that come whole and for streams. */
@Timeout(120)
class ContentFaultsTest {
  private static final String MALFORMED = "openai/gpt-4o=malformed, together/next=answered";
  private static final Prompt WITH_TOOL =
      Prompt.builder().user("Where is it?").tools(List.of(new Tool("find", "", null))).build();

  private final Wired wired = new Wired();

  @AfterEach
  void nothingIsLeft() {
    wired.assertNothingIsLeft();
  }

  private Said ask(Prompt prompt, boolean streamed) {
    return streamed ? wired.stream(prompt, Transcript.forGood()) : wired.ask(prompt);
  }

  private Said ask(boolean streamed) {
    return ask(Prompt.of("Habari?"), streamed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"order\": \"A-1",
        "{order: A-1}",
        "not json at all",
        "{\"a\":1}{\"a\":1}",
        "  {\"order\" :\n \"A\\u00e9-1\" , \"order\":2}  ",
      })
  void row26_argumentsOfAToolCallArePassedOnAsTheyAreWhole(String arguments) {
    wired.first(
        WireReply.json(
            "{\"choices\":[{\"finish_reason\":\"tool_calls\",\"message\":{\"tool_calls\":[{\"id\":"
                + "\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"find\",\"arguments\":"
                + quoted(arguments)
                + "}}]}}]}"));

    Said said = wired.ask(WITH_TOOL);

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=answered");
    assertThat(argumentsIn(said)).containsExactly(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"order\": \"A-1`                       | 1",
        "`{\"order\": \"A-1`                       | 100",
        "`not json at all`                         | 3",
        "`{\"a\":1}{\"a\":1}`                      | 2",
        "`  {\"order\" : \"A\\u00e9-👋\" }  `      | 1",
        "`  {\"order\" : \"A\\u00e9-👋\" }  `      | 7",
      })
  void row26_argumentsOfAToolCallArePassedOnAsTheyAreInPieces(String arguments, int step) {
    StringBuilder events = new StringBuilder();
    String name = "\"id\":\"call_1\",\"type\":\"function\",";
    for (int from = 0; from < arguments.length(); ) {
      int to = Math.min(arguments.length(), from + step);
      if (Character.isLowSurrogate(arguments.charAt(to - 1)) && to - from == 1
          || to < arguments.length() && Character.isLowSurrogate(arguments.charAt(to))) {
        to++;
      }
      events.append(callDelta(from == 0 ? name : "", arguments.substring(from, to), from == 0));
      from = to;
    }
    events.append(
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n" + Events.DONE);
    wired.first(Events.stream(events.toString()));
    Transcript transcript = Transcript.forGood();

    Said said = wired.stream(WITH_TOOL, transcript);

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=answered");
    assertThat(argumentsIn(said)).containsExactly(arguments);
    assertThat(transcript.toolArguments()).containsExactly(arguments);
  }

  private static String callDelta(String id, String part, boolean first) {
    return "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,"
        + id
        + "\"function\":{"
        + (first ? "\"name\":\"find\"," : "")
        + "\"arguments\":"
        + quoted(part)
        + "}}]}}]}\n\n";
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }

  private static List<String> argumentsIn(Said said) {
    return said.answer().orElseThrow().toolCalls().stream().map(ToolCall::arguments).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void row27_aGzipBombIsUnpackedNoFurtherThanTheLimit(boolean streamed) {
    byte[] zeros = new byte[HttpTransport.MOST_BODY * 3];
    WireReply bomb = streamed ? Events.stream() : WireReply.json("");
    wired.first(bomb.body(zeros).gzipped());

    Said said = ask(streamed);

    assertThat(said.trail()).isEqualTo(MALFORMED);
    assertThat(said.text()).isEqualTo(Wired.TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "false, gzip",
    "true,  gzip",
    "false, deflate",
    "true,  deflate",
    "false, br",
    "true,  br",
    "false, 'gzip, gzip, gzip'",
    "true,  'gzip, gzip, gzip'",
  })
  void row27_anEncodingThatLiesFallsOver(boolean streamed, String encoding) {
    WireReply plain =
        streamed
            ? Events.stream(Events.text("a"), Events.STOP, Events.DONE)
            : WireReply.of("openai/ok-plain.json");
    wired.first(plain.header("Content-Encoding", encoding));

    Said said = ask(streamed);

    assertThat(said.trail()).isEqualTo(MALFORMED);
    assertThat(said.text()).isEqualTo(Wired.TEXT);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void row27_anEncodingThatDoesNotLieIsTakenOff(boolean streamed) {
    wired.first(
        streamed
            ? Events.stream(Events.text("njema"), Events.STOP, Events.DONE).gzipped()
            : WireReply.json("{\"choices\":[{\"message\":{\"content\":\"njema\"}}]}").gzipped());

    assertThat(ask(streamed).text()).isEqualTo("njema");
  }

  @ParameterizedTest
  @CsvSource({
    "false, 301",
    "true,  301",
    "false, 302",
    "true,  302",
    "false, 303",
    "true,  303",
    "false, 307",
    "true,  307",
    "false, 308",
    "true,  308",
  })
  void row28_aRedirectIsNotFollowedAndTheKeyNotSentThere(boolean streamed, int status) {
    WireServer elsewhere = wired.server();
    byte[] words = "Moved".getBytes(StandardCharsets.UTF_8);
    wired.first(
        WireReply.redirect(status, elsewhere.uri("localhost", "/v1/chat/completions").toString())
            .header("Content-Type", "text/plain")
            .body(words));

    Said said = ask(streamed);

    assertThat(elsewhere.connections()).isZero();
    assertThat(((Attempt.Failed) said.first()).status()).isEqualTo(status);
    assertThat(said.text()).isEqualTo(Wired.TEXT);
  }
}
