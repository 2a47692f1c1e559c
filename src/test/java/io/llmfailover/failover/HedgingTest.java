package io.llmfailover.failover;

import static io.llmfailover.failover.EngineFixture.trail;
import static io.llmfailover.failover.ScriptedLinks.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.Answer;
import io.llmfailover.FailureKind;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.VirtualTime;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HedgingTest {
  private static final String CHAIN = "openai/a, gemini/b, together/c";
  private static final Duration AFTER = Duration.ofMillis(800);

  private final VirtualTime time = new VirtualTime();
  private final ScriptedLinks links = new ScriptedLinks();

  @Test
  void isOffByDefault() {
    links.silent("openai/a");
    Engine engine = new EngineFixture(time, links).configured("llm.chain", CHAIN).engine();

    engine.generate("", Prompt.of("?"));
    time.pass(Duration.ofSeconds(30));

    assertThat(links.called()).containsExactly("openai/a");
  }

  @Test
  void startsTheNextLinkWhenTheFirstIsSlowAndTakesTheFirstAnswer() {
    links.silent("openai/a");
    CompletableFuture<Reply> second = links.silent("gemini/b");
    AtomicInteger givenUp = new AtomicInteger();

    CompletableFuture<Answer> answer = hedging("100%").generate("", Prompt.of("?"));
    links.calls().get(0).onCancel(givenUp::incrementAndGet);
    time.pass(AFTER.minusNanos(1));
    List<String> before = links.called();
    time.pass(Duration.ofNanos(1));
    second.complete(reply("quick"));

    assertThat(before).containsExactly("openai/a");
    assertThat(answer.join().text()).isEqualTo("quick");
    assertThat(trail(answer.join().attempts())).isEqualTo("openai/a=cancelled, gemini/b=answered");
    assertThat(givenUp).as("the loser's connection is closed").hasValue(1);
    assertThat(time.tasks()).as("timers kept").isZero();
  }

  @Test
  void cancelsTheSecondWhenTheFirstAnswersAfterAll() {
    CompletableFuture<Reply> first = links.silent("openai/a");
    links.silent("gemini/b");

    CompletableFuture<Answer> answer = hedging("100%").generate("", Prompt.of("?"));
    time.pass(AFTER);
    first.complete(reply("slow"));

    assertThat(trail(answer.join().attempts())).isEqualTo("gemini/b=cancelled, openai/a=answered");
  }

  @Test
  void waitsForTheOtherWhenOneFails() {
    CompletableFuture<Reply> first = links.silent("openai/a");
    CompletableFuture<Reply> second = links.silent("gemini/b");

    CompletableFuture<Answer> answer = hedging("100%").generate("", Prompt.of("?"));
    time.pass(AFTER);
    second.completeExceptionally(overloaded());
    List<String> afterOneFailure = links.called();
    first.completeExceptionally(overloaded());

    assertThat(afterOneFailure).containsExactly("openai/a", "gemini/b");
    assertThat(trail(answer.join().attempts()))
        .isEqualTo("gemini/b=overloaded, openai/a=overloaded, together/c=answered");
  }

  @Test
  void doesNotHedgeACallThatHasEnded() {
    CompletableFuture<Reply> first = links.silent("openai/a");
    CompletableFuture<Answer> answer = hedging("100%").generate("", Prompt.of("?"));

    first.complete(reply("in time"));
    time.pass(AFTER);

    assertThat(answer.join().text()).isEqualTo("in time");
    assertThat(links.called()).hasSize(1);
  }

  @Test
  void doesNotHedgeCallsWithTools() {
    links.silent("openai/gpt-4o");
    Prompt withTool =
        Prompt.builder()
            .user("?")
            .tools(List.of(new Tool("pay", "", JsonNodeFactory.instance.objectNode())))
            .build();
    Engine engine =
        new EngineFixture(time, links)
            .configured(
                "llm.chain", "openai/gpt-4o, gemini/b",
                "llm.hedge.after", "800ms",
                "llm.hedge.max-share", "100%")
            .engine();

    engine.generate("", withTool);
    time.pass(AFTER);

    assertThat(links.called()).containsExactly("openai/gpt-4o");
  }

  @Test
  void hedgesNoMoreThanItsShareOfGenerations() {
    links.silent("openai/a");
    links.silent("gemini/b");
    Engine engine = hedging("10%");

    for (int i = 0; i < 1000; i++) {
      CompletableFuture<Answer> answer = engine.generate("", Prompt.of("?"));
      time.pass(AFTER);
      answer.cancel(true);
    }

    long hedges = links.called().stream().filter("gemini/b"::equals).count();
    assertThat(hedges).isBetween(90L, 100L);
  }

  @Test
  void anAnswerBeingJudgedIsNotLostToAHedgeThatFindsNoLinkLeft() throws Exception {
    // The first call's answer has been claimed but not yet judged when the hedge runs out of links.
    CountDownLatch judging = new CountDownLatch(1);
    CountDownLatch hedged = new CountDownLatch(1);
    CompletableFuture<Reply> first = links.silent("openai/a");
    AttemptListener slow =
        new AttemptListener() {
          @Override
          public void attempted(
              Generation generation,
              io.llmfailover.chain.Link link,
              io.llmfailover.Attempt attempt,
              java.util.Optional<Failure> failure) {
            judging.countDown();
            await(hedged);
          }
        };
    Engine engine =
        new EngineFixture(time, links)
            .configured(
                "llm.chain", "openai/a", "llm.hedge.after", "800ms", "llm.hedge.max-share", "100%")
            .telling(slow)
            .engine();
    CompletableFuture<Answer> answer = engine.generate("", Prompt.of("?"));

    Thread answering = new Thread(() -> first.complete(reply("mine")));
    answering.start();
    await(judging);
    time.pass(AFTER);
    hedged.countDown();

    assertThat(answer.get(20, TimeUnit.SECONDS).text()).isEqualTo("mine");
    answering.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private static ProviderException overloaded() {
    return new ProviderException(Failure.of(FailureKind.OVERLOADED, 503, "busy"));
  }

  private Engine hedging(String share) {
    return new EngineFixture(time, links)
        .configured("llm.chain", CHAIN, "llm.hedge.after", "800ms", "llm.hedge.max-share", share)
        .engine();
  }
}
