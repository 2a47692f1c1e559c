package io.llmfailover.structured.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.FinishReason;
import io.llmfailover.LlmException;
import io.llmfailover.LlmTool;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.VirtualTime;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.failover.StagedDoor;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One deadline for all rounds and their tools, on virtual time. */
class ToolTimeTest {
  private final VirtualTime time = new VirtualTime();
  private final List<ProviderCall> calls = new ArrayList<>();
  private final List<CompletableFuture<Reply>> replies = new ArrayList<>();
  private final Bench bench = new Bench();
  private final StagedDoor door = door();

  private StagedDoor door() {
    Settings settings =
        EngineFixture.withKeys(MapValues.of("llm.chain", "openai/gpt-4o", "llm.deadline", "60s"))
            .settings();
    return new StagedDoor(
        new EngineFixture(
                time,
                name ->
                    call -> {
                      call.countCall();
                      calls.add(call);
                      replies.add(new CompletableFuture<>());
                      return replies.get(replies.size() - 1);
                    })
            .configured(() -> settings)
            .engine(),
        new ToolStage(ToolTrial.fixed(settings), time, time, PlainBeans.of(bench)),
        Runnable::run);
  }

  private CompletableFuture<Answer> ask() {
    return door.later(Prompt.builder().user("Work!").toolsOf(Bench.class).build());
  }

  private static Reply asksFor(String... tools) {
    List<ToolCall> asked = new ArrayList<>();
    for (String tool : tools) {
      asked.add(ToolCall.of("call_" + asked.size(), tool, "{}"));
    }
    return new Reply("", "", "", asked, FinishReason.TOOL_CALLS, Usage.of(10, 1), "", 200);
  }

  private static LlmException endOf(CompletableFuture<Answer> answer) {
    assertThat(answer).isCompletedExceptionally();
    return (LlmException) answer.handle((given, thrown) -> thrown).join();
  }

  @Test
  void leavesLaterRoundsTheTimeThatIsLeft() {
    ask();

    time.pass(Duration.ofSeconds(20));
    replies.get(0).complete(asksFor("work"));

    assertThat(calls.get(1).deadline().remaining()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void keepsToTheCallersOwnDeadline() {
    door.later(
        Prompt.builder()
            .user("Work!")
            .deadline(Duration.ofSeconds(45))
            .toolsOf(Bench.class)
            .build());

    time.pass(Duration.ofSeconds(5));
    replies.get(0).complete(asksFor("work"));

    assertThat(calls.get(1).deadline().remaining()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void runsAndAsksNothingMoreWhenTimeIsUp() {
    CompletableFuture<Answer> answer = ask();

    time.pass(Duration.ofSeconds(20));
    replies.get(0).complete(asksFor("work", "work", "work"));

    LlmException end = endOf(answer);
    assertThat(end).isInstanceOf(DeadlineExceededException.class);
    assertThat(end.attempts()).hasSize(1);
    assertThat(bench.worked).isEqualTo(2);
    assertThat(calls).hasSize(1);
  }

  @Test
  void endsWhileToolIsAwaited() {
    CompletableFuture<Answer> answer = ask();
    replies.get(0).complete(asksFor("hang", "work"));

    time.pass(Duration.ofSeconds(59));
    assertThat(answer).isNotDone();
    time.pass(Duration.ofSeconds(1));

    assertThat(endOf(answer)).isInstanceOf(DeadlineExceededException.class);
    bench.hanging.complete("at last");
    assertThat(bench.worked).isZero();
  }

  @Test
  void tellsAllAttemptsWhenLaterRoundTakesTooLong() {
    CompletableFuture<Answer> answer = ask();
    replies.get(0).complete(asksFor("work"));

    time.pass(Duration.ofSeconds(30));

    LlmException end = endOf(answer);
    assertThat(end).isInstanceOf(DeadlineExceededException.class);
    assertThat(EngineFixture.trail(end.attempts()))
        .isEqualTo("openai/gpt-4o=answered, openai/gpt-4o=cancelled");
  }

  @Test
  void leavesNoTaskBehind() {
    CompletableFuture<Answer> answer = ask();
    replies.get(0).complete(asksFor("work"));
    replies
        .get(1)
        .complete(
            new Reply("Done.", "", "", List.of(), FinishReason.STOP, Usage.of(1, 1), "", 200));

    assertThat(answer.join().text()).isEqualTo("Done.");
    assertThat(time.tasks()).isZero();
  }

  /** Takes half a minute for each piece of work, or for ever. */
  final class Bench {
    private final CompletableFuture<String> hanging = new CompletableFuture<>();
    private int worked;

    @LlmTool("Works.")
    String work() {
      worked++;
      time.pass(Duration.ofSeconds(30));
      return "worked";
    }

    @LlmTool("Hangs.")
    CompletableFuture<String> hang() {
      return hanging;
    }
  }
}
