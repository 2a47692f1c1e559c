package io.llmfailover.failover;

import static io.llmfailover.failover.EngineFixture.trail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.Prompt;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.SkipReason;
import io.llmfailover.VirtualTime;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Links that write less than was asked for, and windows that are too small. */
class LongAnswerWalkTest {
  private static final String SHORT = "openai/gpt-4o";
  private static final String SHORT_TOO = "openai/gpt-4o-mini";
  private static final String LONG = "gemini/gemini-2.5-flash";
  private static final String UNKNOWN = "together/a/b";

  private final VirtualTime time = new VirtualTime();
  private final ScriptedLinks links = new ScriptedLinks();

  @Test
  void asksALinkThatWritesEnoughFirstAndSaysWhomItPassedOver() {
    Answer answer = ask(SHORT, LONG);

    assertThat(links.called()).containsExactly(LONG);
    assertThat(answer.attempts().get(0))
        .isEqualTo(
            new Attempt.Skipped(
                SHORT, SkipReason.CANNOT_DO, "output length: writes 16384 of 20000 tokens"));
    assertThat(trail(answer.attempts())).isEqualTo(SHORT + "=cannot_do, " + LONG + "=answered");
  }

  @Test
  void asksPostponedLinksAfterAllInTheirOrder() {
    links.failing(LONG, FailureKind.OVERLOADED, 503);
    links.failing(SHORT, FailureKind.OVERLOADED, 503);

    Answer answer = ask(SHORT, LONG, SHORT_TOO);

    assertThat(trail(answer.attempts()))
        .isEqualTo(LONG + "=overloaded, " + SHORT + "=overloaded, " + SHORT_TOO + "=answered");
  }

  @Test
  void keepsTheOrderWhenAllWriteLessOrNothingWasAskedFor() {
    assertThat(trail(ask(SHORT_TOO, SHORT).attempts())).isEqualTo(SHORT_TOO + "=answered");
    Answer plain = engine(SHORT, LONG).generate("", Prompt.of("?")).join();

    assertThat(trail(plain.attempts())).isEqualTo(SHORT + "=answered");
  }

  @Test
  void giveNoWayToALinkWithoutKey() {
    Answer answer = ask(SHORT, "nokey/x");

    assertThat(trail(answer.attempts())).isEqualTo(SHORT + "=answered");
  }

  @Test
  void takesALinkWhoseLimitNobodyKnowsForLongEnough() {
    Answer answer = ask(SHORT, UNKNOWN);

    assertThat(trail(answer.attempts())).isEqualTo(SHORT + "=cannot_do, " + UNKNOWN + "=answered");
  }

  @Test
  void doesNotMentionLinksThatWereNotPassedOver() {
    Answer answer = ask(LONG, SHORT);

    assertThat(trail(answer.attempts())).isEqualTo(LONG + "=answered");
  }

  @Test
  void namesPostponedLinksHoweverTheGenerationEnds() {
    links.failing(LONG, FailureKind.INVALID_REQUEST, 400);

    CompletableFuture<Answer> answer = engine(SHORT, LONG).generate("", longAnswer());

    RequestRefusedException end =
        (RequestRefusedException)
            catchThrowableOfType(CompletionException.class, answer::join).getCause();
    assertThat(trail(end.attempts())).isEqualTo(LONG + "=invalid_request, " + SHORT + "=cannot_do");
  }

  @Test
  void hedgesWithNoLinkThatWouldCutTheAnswer() {
    CompletableFuture<Reply> slow = links.silent(LONG);
    Engine engine =
        fixture(SHORT, LONG, "llm.hedge.after", "800ms", "llm.hedge.max-share", "100%").engine();

    CompletableFuture<Answer> answer = engine.generate("", longAnswer());
    time.pass(Duration.ofSeconds(5));
    slow.complete(ScriptedLinks.reply("whole"));

    assertThat(answer.join().text()).isEqualTo("whole");
    assertThat(links.called()).containsExactly(LONG);
  }

  @Test
  void keepsTimeForPostponedLinks() {
    links.silent(LONG);
    Engine engine = fixture(SHORT, LONG, "llm.deadline", "20s").engine();

    engine.generate("", longAnswer());

    assertThat(links.calls().get(0).deadline().remaining()).isEqualTo(Duration.ofSeconds(18));
  }

  @Test
  void explainsThatAPostponedLinkComesLast() {
    Plan plan = engine(SHORT, LONG).plan("", longAnswer());

    assertThat(plan.tried()).map(Object::toString).containsExactly(LONG, SHORT);
    assertThat(plan.postponed().get(plan.tried().get(1)).message())
        .isEqualTo("output length: writes 16384 of 20000 tokens");
    assertThat(plan.skipped()).isEmpty();
  }

  @Test
  void goesFromATooSmallWindowToLargerAndUnknownOnesOnly() {
    Failure tooLong =
        Failure.of(FailureKind.CONTEXT_LENGTH, 400, "too long")
            .helpedBy(Failure.Remedy.LARGER_CONTEXT);
    links.failing(SHORT, tooLong).failing(UNKNOWN, tooLong).failing(LONG, tooLong);

    CompletableFuture<Answer> answer =
        engine(SHORT, SHORT_TOO, UNKNOWN, LONG, SHORT).generate("", Prompt.of("?"));

    AllLinksFailedException end =
        (AllLinksFailedException)
            catchThrowableOfType(CompletionException.class, answer::join).getCause();
    assertThat(trail(end.attempts()))
        .isEqualTo(
            "openai/gpt-4o=context_length, openai/gpt-4o-mini=cannot_do,"
                + " together/a/b=context_length, gemini/gemini-2.5-flash=context_length");
    assertThat(((Attempt.Skipped) end.attempts().get(1)).message())
        .isEqualTo("context: window 128000, and 128000 was too small");
  }

  @Test
  void doesNotAskALinkThatWritesNoMoreThanOneThatWasCutShort() {
    Failure cut =
        Failure.of(FailureKind.TRUNCATED, 200, "cut").helpedBy(Failure.Remedy.LARGER_OUTPUT);
    links.failing(SHORT, cut);

    Answer answer = engine(SHORT, SHORT_TOO, UNKNOWN).generate("", Prompt.of("?")).join();

    assertThat(trail(answer.attempts()))
        .isEqualTo(SHORT + "=truncated, " + SHORT_TOO + "=cannot_do, " + UNKNOWN + "=answered");
  }

  private Answer ask(String... chain) {
    return engine(chain).generate("", longAnswer()).join();
  }

  private Engine engine(String... chain) {
    return new EngineFixture(time, links)
        .configured("llm.provider.nokey.url", "https://x/v1", "llm.chain", String.join(", ", chain))
        .engine();
  }

  private EngineFixture fixture(String first, String second, String... keysAndValues) {
    String[] all = new String[keysAndValues.length + 2];
    all[0] = "llm.chain";
    all[1] = first + ", " + second;
    System.arraycopy(keysAndValues, 0, all, 2, keysAndValues.length);
    return new EngineFixture(time, links).configured(all);
  }

  private static Prompt longAnswer() {
    return Prompt.builder().user("?").maxTokens(20_000).build();
  }
}
