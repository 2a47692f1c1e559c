package io.llmfailover.api.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.StreamStart;
import io.llmfailover.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MessageStreamTest {
  private static final Attempt FAILED =
      new Attempt.Failed(
          "openai/gpt-4o", FailureKind.QUOTA_EXHAUSTED, 429, "no money", 2, Duration.ofMillis(5));
  private static final Attempt ANSWERED =
      new Attempt.Answered("gemini/gemini-2.5-flash", 200, 1, Duration.ofMillis(900));

  private final HeardEvents heard = new HeardEvents();
  private final MessageStream stream = new MessageStream("g1", "anthropic"::equals);

  @Test
  void writesTheEventsOfAPlainAnswer() {
    start("gemini/gemini-2.5-flash");
    say(new Piece.Text("Good"), new Piece.Text(""), new Piece.Text(" morning."));
    stream.answered(
        Answer.builder("g1", "gemini", "gemini-2.5-flash")
            .text("Good morning.")
            .usage(new Usage(true, 18, 12, 6, 0, 0, true))
            .attempts(List.of(FAILED, ANSWERED))
            .cost(new BigDecimal("0.000123"))
            .notices(List.of("top_k was not sent.", "metadata was not sent."))
            .build(),
        heard);

    assertThat(heard.all())
        .containsExactly(
            Wire.json(
                "{'type':'message_start','message':{'id':'msg_g1','type':'message',"
                    + "'role':'assistant','model':'gemini-2.5-flash','content':[],"
                    + "'stop_reason':null,'stop_sequence':null,'usage':{'input_tokens':0,"
                    + "'cache_creation_input_tokens':0,'cache_read_input_tokens':0,"
                    + "'output_tokens':0}}}"),
            Wire.json("{'type':'ping'}"),
            Wire.json(
                "{'type':'content_block_start','index':0,"
                    + "'content_block':{'type':'text','text':''}}"),
            Wire.json(
                "{'type':'content_block_delta','index':0,"
                    + "'delta':{'type':'text_delta','text':'Good'}}"),
            Wire.json(
                "{'type':'content_block_delta','index':0,"
                    + "'delta':{'type':'text_delta','text':' morning.'}}"),
            Wire.json("{'type':'content_block_stop','index':0}"),
            Wire.json(
                "{'type':'message_delta','delta':{'stop_reason':'end_turn','stop_sequence':null},"
                    + "'usage':{'input_tokens':12,'cache_creation_input_tokens':0,"
                    + "'cache_read_input_tokens':6,'output_tokens':12},"
                    + "'x_llm':{'request_id':'g1','link':'gemini/gemini-2.5-flash','attempts':3,"
                    + "'trail':'openai/gpt-4o=quota_exhausted, gemini/gemini-2.5-flash=answered',"
                    + "'cost_usd':0.000123,"
                    + "'notice':'top_k was not sent.; metadata was not sent.',"
                    + "'usage_estimated':true}}"),
            Wire.json("{'type':'message_stop'}"));
  }

  @Test
  void writesToolCallsOneAfterTheOther() {
    start("openai/gpt-4o");
    say(
        new Piece.Text("Let me look."),
        new Piece.ToolStart(0, "call:1", "find_order", ""),
        new Piece.ToolArguments(0, ""),
        new Piece.ToolArguments(0, "{'order".replace('\'', '"')),
        new Piece.ToolArguments(0, "Id': 'A}'}".replace('\'', '"')),
        new Piece.ToolStart(1, "call_2", "find_customer", "signature"));
    assertThat(heard.types()).contains("content_block_stop 1", "content_block_start 2");
    end(FinishReason.TOOL_CALLS);

    ObjectNode message = heard.message();
    assertThat(message.path("content"))
        .isEqualTo(
            Wire.json(
                "[{'type':'text','text':'Let me look.'},"
                    + "{'type':'tool_use','id':'"
                    + ToolUse.id("call:1")
                    + "','name':'find_order','input':{'orderId':'A}'}},"
                    + "{'type':'tool_use','id':'call_2','name':'find_customer','input':{}}]"));
    assertThat(message.path("stop_reason").textValue()).isEqualTo("tool_use");
  }

  @Test
  void holdsACallUntilTheOneBeforeItIsComplete() {
    start("openai/gpt-4o");
    say(
        new Piece.ToolStart(0, "a", "first", ""),
        new Piece.ToolStart(1, "b", "second", ""),
        new Piece.ToolArguments(1, "{\"n\":"),
        new Piece.ToolArguments(0, "{\"m\":"));
    assertThat(heard.types()).doesNotContain("content_block_start 1");

    say(new Piece.ToolArguments(0, "1}"));
    assertThat(heard.types())
        .endsWith(
            "content_block_delta 0",
            "content_block_stop 0",
            "content_block_start 1",
            "content_block_delta 1");

    say(new Piece.ToolArguments(1, "2}"));
    end(FinishReason.TOOL_CALLS);
    assertThat(heard.message().path("content").path(1).path("input"))
        .isEqualTo(Wire.json("{'n':2}"));
  }

  @Test
  void showsThinkingThatClaudeSigned() {
    start("anthropic/claude-haiku-4-5");
    say(
        new Piece.Reasoning("Two readings "),
        new Piece.Reasoning("are possible."),
        state("{'type':'thinking','thinking':'Two readings are possible.','signature':'EqQB'}"));
    assertThat(heard.types()).endsWith("content_block_stop 0");
    say(
        state("{'type':'redacted_thinking','data':'xyz'}"),
        new Piece.Reasoning("Once more."),
        state("{'type':'thinking','thinking':'Once more.','signature':'Fab='}"),
        new Piece.Text("It is 17."));
    end(FinishReason.STOP);

    assertThat(heard.message().path("content"))
        .isEqualTo(
            Wire.json(
                "[{'type':'thinking','thinking':'Two readings are possible.','signature':'EqQB'},"
                    + "{'type':'redacted_thinking','data':'xyz'},"
                    + "{'type':'thinking','thinking':'Once more.','signature':'Fab='},"
                    + "{'type':'text','text':'It is 17.'}]"));
  }

  @Test
  void keepsASignatureWhoseThoughtsWereNotShown() {
    start("anthropic/claude-haiku-4-5");
    say(state("{'type':'thinking','thinking':'','signature':'EqQB'}"), new Piece.Text("17"));
    end(FinishReason.STOP);

    assertThat(heard.message().path("content").path(0))
        .isEqualTo(Wire.json("{'type':'thinking','thinking':'','signature':'EqQB'}"));
  }

  @Test
  void leavesOutThoughtsAndStateOfOthers() {
    start("gemini/gemini-2.5-flash");
    say(
        new Piece.Reasoning("Hm."),
        new Piece.State("gemini", Wire.json("{'type':'thinking','signature':'x'}")),
        new Piece.Text("17"));
    end(FinishReason.STOP);

    assertThat(heard.message().path("content"))
        .isEqualTo(Wire.json("[{'type':'text','text':'17'}]"));
  }

  @Test
  void closesAStreamThatSaidNothing() {
    start("openai/gpt-4o");
    end(FinishReason.LENGTH);

    assertThat(heard.types())
        .containsExactly("message_start", "ping", "message_delta", "message_stop");
    assertThat(heard.message().path("stop_reason").textValue()).isEqualTo("max_tokens");
  }

  @Test
  void endsABrokenStreamWithAnErrorAndNothingElse() {
    start("openai/gpt-4o");
    say(new Piece.Text("Good"));

    stream.failed(
        new StreamBrokenException(FailureKind.CONNECTION, "The stream broke.", List.of(FAILED)),
        heard);

    JsonNode error = heard.last();
    assertThat(heard.types()).endsWith("content_block_delta 0", "error");
    assertThat(error.path("error"))
        .isEqualTo(Wire.json("{'type':'api_error','message':'The stream broke.'}"));
    assertThat(error.path("request_id").textValue()).isEqualTo("g1");
    assertThat(error.path("x_llm"))
        .isEqualTo(
            Wire.json("{'request_id':'g1','attempts':2,'trail':'openai/gpt-4o=quota_exhausted'}"));
  }

  @Test
  void tellsOfAFailureBeforeAnythingWasSaid() {
    stream.failed(
        new AllLinksFailedException("Sorry.", List.of(FAILED), "h1", Duration.ZERO), heard);

    assertThat(heard.types()).containsExactly("error");
    assertThat(heard.last().path("handoff")).isEqualTo(Wire.json("{'id':'h1'}"));
  }

  /** Whatever the order in which calls are mixed, an SDK gets each of them whole. */
  @Property(tries = 200)
  void assemblesMixedCallsToTheLetter(
      @ForAll @IntRange(min = 1, max = 4) int calls, @ForAll long seed) {
    Random random = new Random(seed);
    HeardEvents events = new HeardEvents();
    MessageStream mixed = new MessageStream("g1", "anthropic"::equals);
    Map<Integer, String> rest = new TreeMap<>();
    List<JsonNode> wanted = new ArrayList<>();
    mixed.started(new StreamStart("g1", "openai/gpt-4o", List.of(), 1, List.of()), events);

    for (int i = 0; i < calls; i++) {
      String json = "{\"n\":" + i + ",\"s\":\"a}\\\"{[" + i + "\",\"o\":{\"l\":[1,{}]}}";
      wanted.add(Wire.json(json));
      rest.put(i, json);
      mixed.piece(new Piece.ToolStart(i, "call_" + i, "tool", ""), events);
    }
    while (!rest.isEmpty()) {
      List<Integer> left = List.copyOf(rest.keySet());
      int call = left.get(random.nextInt(left.size()));
      String json = rest.remove(call);
      int cut = 1 + random.nextInt(json.length());
      mixed.piece(new Piece.ToolArguments(call, json.substring(0, cut)), events);
      if (cut < json.length()) {
        rest.put(call, json.substring(cut));
      }
    }
    mixed.answered(
        Answer.builder("g1", "openai", "gpt-4o").finish(FinishReason.TOOL_CALLS).build(), events);

    List<JsonNode> inputs = new ArrayList<>();
    events.message().path("content").forEach(block -> inputs.add(block.path("input")));
    assertThat(inputs).isEqualTo(wanted);
  }

  private void start(String link) {
    stream.started(new StreamStart("g1", link, List.of(), 1, List.of()), heard);
  }

  private void say(Piece... pieces) {
    for (Piece piece : pieces) {
      stream.piece(piece, heard);
    }
  }

  private void end(FinishReason finish) {
    stream.answered(Answer.builder("g1", "openai", "gpt-4o").finish(finish).build(), heard);
  }

  private static Piece state(String wire) {
    return new Piece.State("anthropic", Wire.json(wire));
  }
}
