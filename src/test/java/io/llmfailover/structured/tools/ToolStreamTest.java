package io.llmfailover.structured.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.Piece;
import io.llmfailover.PieceSink;
import io.llmfailover.StreamStart;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.upstream.WireReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds with tools in one stream, over the wire. */
@Timeout(120)
class ToolStreamTest {
  private static final String STOP =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
  private static final String CALLS =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n";

  private final ToolTrial trial = new ToolTrial().with("llm.chain", "openai/gpt-4o, together/next");
  private final Orders orders = new Orders();
  private final Ear ear = new Ear();

  ToolStreamTest() {
    trial.with("llm.provider.together.url", trial.upstream().uri("/together/v1"));
  }

  @AfterEach
  void close() {
    trial.close();
  }

  private static String words(String text) {
    return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
  }

  private static String call(int index, String name, String arguments) {
    return ("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":%d,\"id\":\"call_%d\","
            + "\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}]}}]}\n\n")
        .formatted(index, index, name, arguments.replace("\"", "\\\""));
  }

  private static WireReply stream(String... events) {
    return WireReply.status(200)
        .header("Content-Type", "text/event-stream")
        .body(String.join("", events).getBytes(StandardCharsets.UTF_8))
        .chunked();
  }

  private static WireReply cut(String... events) {
    return stream(events).chunkedWithoutEnd();
  }

  private Answer ask() {
    return ToolTrial.get(trial.door(orders).streamed(ToolTrial.prompt(Orders.class).build(), ear));
  }

  @Test
  void handsOnTheWordsOfAllRoundsAndNoToolsThatAreRun() {
    trial.openai.answer(
        stream(
            words("Let me look. "),
            call(0, "find_order", "{\"orderId\":\"A\"}"),
            call(1, "find_customer", "{}"),
            CALLS),
        stream(words("It is"), words(" on its way."), STOP));

    Answer answer = ask();

    assertThat(ear.text()).isEqualTo("Let me look. It is on its way.");
    assertThat(ear.pieces).allMatch(piece -> piece instanceof Piece.Text);
    assertThat(ear.starts).hasSize(1);
    assertThat(answer.text()).isEqualTo(ear.text());
    assertThat(orders.ran).containsExactly("find_order A", "find_customer");
    assertThat(EngineFixture.trail(answer.attempts()))
        .isEqualTo("openai/gpt-4o=answered, openai/gpt-4o=answered");
  }

  @Test
  void keepsTheWordsOfEarlierRoundsWhenLaterOneBeginsAnew() {
    ear.takesBack = true;
    trial.openai.answer(
        stream(words("Let me look. "), call(0, "find_customer", "{}"), CALLS),
        cut(words("I also need"), call(0, "find_order", "{\"ord")));
    trial.upstream().onPath("/together/").answer(stream(words("She is Wanjiru."), STOP));

    Answer answer = ask();

    assertThat(ear.restarts).isEqualTo(1);
    assertThat(ear.text()).isEqualTo("Let me look. She is Wanjiru.");
    assertThat(answer.text()).isEqualTo(ear.text());
    assertThat(orders.ran).containsExactly("find_customer");
  }

  @Test
  void goesUnnoticedWhenCallBreaksThatNobodyHeardOf() {
    trial.openai.answer(cut(call(0, "find_order", "{\"ord")));
    trial.upstream().onPath("/together/").answer(stream(words("She is Wanjiru."), STOP));

    Answer answer = ask();

    assertThat(answer.text()).isEqualTo("She is Wanjiru.");
    assertThat(ear.text()).isEqualTo(answer.text());
    assertThat(ear.restarts).isZero();
    assertThat(orders.ran).isEmpty();
  }

  @Test
  void handsOnCallsThatAreTheCallers() {
    trial.openai.answer(
        stream(
            words("Let me look. "),
            call(0, "find_order", "{\"orderId\":\"A\"}"),
            call(1, "weather", "{}"),
            CALLS));

    Answer answer =
        ToolTrial.get(
            trial
                .door(orders)
                .streamed(
                    ToolTrial.prompt(Orders.class)
                        .tools(List.of(new Tool("weather", "", null)))
                        .build(),
                    ear));

    assertThat(ear.pieces)
        .filteredOn(piece -> piece instanceof Piece.ToolStart)
        .extracting(piece -> ((Piece.ToolStart) piece).name())
        .containsExactly("find_order", "weather");
    assertThat(answer.toolCalls())
        .extracting(ToolCall::name)
        .containsExactly("find_order", "weather");
    assertThat(orders.ran).isEmpty();
  }

  /** Notes what it hears. */
  private static final class Ear implements PieceSink {
    private final List<Piece> pieces = new ArrayList<>();
    private final List<StreamStart> starts = new ArrayList<>();
    private boolean takesBack;
    private int restarts;

    @Override
    public synchronized void accept(Piece piece) {
      pieces.add(piece);
    }

    @Override
    public synchronized void started(StreamStart start) {
      starts.add(start);
    }

    @Override
    public synchronized boolean restart() {
      restarts++;
      if (takesBack) {
        pieces.clear();
      }
      return takesBack;
    }

    private synchronized String text() {
      StringBuilder text = new StringBuilder();
      pieces.forEach(piece -> text.append(piece.text()));
      return text.toString();
    }
  }
}
