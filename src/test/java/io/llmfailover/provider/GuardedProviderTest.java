package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Usage;
import io.llmfailover.VirtualTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class GuardedProviderTest {
  private static final Reply SAID =
      new Reply("Habari", "", "", List.of(), FinishReason.STOP, Usage.UNKNOWN, "", 200);

  private final Calls calls = Calls.on(new VirtualTime());
  private final Repeating bean = new Repeating(1);

  /** A provider under what Fault Tolerance does on its annotations: repeats, so many times. */
  private static final class Repeating extends HttpProvider {
    private final int retries;
    private final Deque<CompletableFuture<Reply>> answers = new ArrayDeque<>();
    private int asked;
    private int guarded;

    Repeating(int retries) {
      this.retries = retries;
    }

    void answers(CompletableFuture<Reply> next) {
      answers.add(next);
    }

    @Override
    public CompletionStage<Reply> ask(ProviderCall call) {
      asked++;
      return answers.remove();
    }

    @Override
    public CompletionStage<Reply> generate(ProviderCall call) {
      guarded++;
      return attempt(call, retries);
    }

    private CompletionStage<Reply> attempt(ProviderCall call, int left) {
      return askOrFailAsHandedOver(call)
          .exceptionallyCompose(
              thrown ->
                  thrown instanceof RepeatableProviderException && left > 0
                      ? attempt(call, left - 1)
                      : CompletableFuture.failedFuture(thrown));
    }
  }

  private static CompletableFuture<Reply> failing() {
    return CompletableFuture.failedFuture(
        new RepeatableProviderException(Failure.of(FailureKind.SERVER_ERROR, 500, "broken")));
  }

  @Test
  void spendsNoFaultToleranceOnCallsThatSucceed() {
    bean.answers(CompletableFuture.completedFuture(SAID));

    Reply said = answer(new GuardedProvider(bean, false, true).generate(calls.call()));

    assertThat(said).isSameAs(SAID);
    assertThat(List.of(bean.asked, bean.guarded)).containsExactly(1, 0);
  }

  @Test
  void spendsNoneOnFailuresThatMustNotBeRepeated() {
    ProviderException quota =
        new ProviderException(Failure.of(FailureKind.QUOTA_EXHAUSTED, 429, "no credit"));
    bean.answers(CompletableFuture.failedFuture(quota));

    CompletionStage<Reply> reply = new GuardedProvider(bean, false, true).generate(calls.call());

    assertThatThrownBy(() -> answer(reply)).hasCause(quota);
    assertThat(List.of(bean.asked, bean.guarded)).containsExactly(1, 0);
  }

  @Test
  void handsFailuresThatMayBeRepeatedOverAsIfFaultToleranceHadSeenTheCall() {
    bean.answers(failing());
    bean.answers(CompletableFuture.completedFuture(SAID));

    Reply said = answer(new GuardedProvider(bean, false, true).generate(calls.call()));

    assertThat(said).isSameAs(SAID);
    assertThat(List.of(bean.asked, bean.guarded)).containsExactly(2, 1);
  }

  @Test
  void asksNoMoreOftenThanFaultToleranceAllows() {
    Repeating once = new Repeating(0);
    once.answers(failing());

    CompletionStage<Reply> reply = new GuardedProvider(once, false, true).generate(calls.call());

    assertThatThrownBy(() -> answer(reply)).hasCauseInstanceOf(RepeatableProviderException.class);
    assertThat(List.of(once.asked, once.guarded)).containsExactly(1, 1);
  }

  @Test
  void handsNothingOverWhereFaultToleranceRepeatsNothing() {
    bean.answers(failing());

    CompletionStage<Reply> reply = new GuardedProvider(bean, false, false).generate(calls.call());

    assertThatThrownBy(() -> answer(reply)).hasCauseInstanceOf(RepeatableProviderException.class);
    assertThat(List.of(bean.asked, bean.guarded)).containsExactly(1, 0);
  }

  @Test
  void letsFaultToleranceSeeEveryCallWhereItLimitsThemByItsOwnKeys() {
    bean.answers(CompletableFuture.completedFuture(SAID));

    Reply said = answer(new GuardedProvider(bean, true, true).generate(calls.call()));

    assertThat(said).isSameAs(SAID);
    assertThat(List.of(bean.asked, bean.guarded)).containsExactly(1, 1);
  }

  @Test
  void freesThePlaceBeforeItTellsThatACallHasEnded() {
    CompletableFuture<Reply> waiting = new CompletableFuture<>();
    ProviderCall only = calls.call();
    for (int i = 1; i < only.link().provider().maxConcurrent(); i++) {
      bean.answers(new CompletableFuture<>());
    }
    bean.answers(waiting);
    bean.answers(CompletableFuture.completedFuture(SAID));
    GuardedProvider full = new GuardedProvider(bean, false, true);
    for (int i = 1; i < only.link().provider().maxConcurrent(); i++) {
      full.generate(calls.call());
    }

    CompletionStage<Reply> next = full.generate(only).thenCompose(said -> full.generate(only));
    CompletionStage<Reply> refused = full.generate(calls.call());
    waiting.complete(SAID);

    assertThat(answer(next)).isSameAs(SAID);
    assertThatThrownBy(() -> answer(refused)).hasCauseInstanceOf(ProviderBusyException.class);
  }

  private static Reply answer(CompletionStage<Reply> reply) throws CompletionException {
    return reply.toCompletableFuture().join();
  }
}
