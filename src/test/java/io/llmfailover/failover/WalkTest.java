package io.llmfailover.failover;

import static io.llmfailover.failover.EngineFixture.trail;
import static io.llmfailover.failover.ScriptedLinks.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.FailureKind;
import io.llmfailover.OutputFormat;
import io.llmfailover.OverloadedException;
import io.llmfailover.Prompt;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.SkipReason;
import io.llmfailover.UnknownModelException;
import io.llmfailover.VirtualTime;
import io.llmfailover.chain.Link;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderBusyException;
import io.llmfailover.provider.Reply;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WalkTest {
  private static final String CHAIN = "openai/gpt-4o, gemini/gemini-2.5-flash, together/a/b";

  private final VirtualTime time = new VirtualTime();
  private final ScriptedLinks links = new ScriptedLinks();
  private final List<String> heard = new ArrayList<>();

  private final AttemptListener listener =
      new AttemptListener() {
        @Override
        public void attempted(
            Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {
          heard.add(attempt.link() + "=" + attempt.verdict());
        }

        @Override
        public void switched(Generation generation, Link from, Link to, Failure reason) {
          heard.add(from + " -> " + to + " (" + reason.kind().code() + ")");
        }

        @Override
        public void exhausted(Generation generation, String handoffId, List<Attempt> attempts) {
          heard.add("exhausted " + handoffId);
        }
      };

  @Test
  void answersFromTheFirstLinkThatGivesAUsableAnswer() {
    links.failing("openai/gpt-4o", FailureKind.QUOTA_EXHAUSTED, 429);
    links.saying("gemini/gemini-2.5-flash", "Njema!");

    Answer answer = engine(MapValues.of("llm.chain", CHAIN)).generate("", prompt()).join();

    assertThat(answer.text()).isEqualTo("Njema!");
    assertThat(answer.link()).isEqualTo("gemini/gemini-2.5-flash");
    assertThat(trail(answer.attempts()))
        .isEqualTo("openai/gpt-4o=quota_exhausted, gemini/gemini-2.5-flash=answered");
    assertThat(answer.cost()).hasValue(new BigDecimal("0.00055"));
    assertThat(links.called()).containsExactly("openai/gpt-4o", "gemini/gemini-2.5-flash");
  }

  @Test
  void tellsListenersOfEachAttemptAndSwitchOnce() {
    links.failing("openai/gpt-4o", FailureKind.OVERLOADED, 503);

    engine(MapValues.of("llm.chain", CHAIN)).generate("", prompt()).join();

    assertThat(heard)
        .containsExactly(
            "openai/gpt-4o=overloaded",
            "openai/gpt-4o -> gemini/gemini-2.5-flash (overloaded)",
            "gemini/gemini-2.5-flash=answered");
  }

  @Test
  void goesOnAfterEveryFailureThatIsNotTheCallersOwn() {
    for (FailureKind kind : FailureKind.values()) {
      ScriptedLinks fresh = new ScriptedLinks().failing("openai/gpt-4o", kind, 400);
      Engine engine = engine(MapValues.of("llm.chain", CHAIN), fresh);

      CompletableFuture<Answer> answer = engine.generate("", prompt());

      if (kind == FailureKind.INVALID_REQUEST || kind == FailureKind.CONTENT_FILTERED) {
        assertThat(fresh.called()).as(kind.code()).hasSize(1);
        assertThatThrownBy(answer::join)
            .hasCauseInstanceOf(RequestRefusedException.class)
            .hasMessageContaining(kind.code() + " of openai/gpt-4o");
      } else {
        assertThat(answer.join().link()).as(kind.code()).isEqualTo("gemini/gemini-2.5-flash");
      }
    }
  }

  @Test
  void goesOnAfterAFilteredContentWhenToldTo() {
    links.failing("openai/gpt-4o", FailureKind.CONTENT_FILTERED, 400);

    Answer answer =
        engine(MapValues.of("llm.chain", CHAIN, "llm.on.content-filtered", "next"))
            .generate("", prompt())
            .join();

    assertThat(answer.link()).isEqualTo("gemini/gemini-2.5-flash");
  }

  @Test
  void endsWithEveryAttemptWhenAllLinksFail() {
    links.failing("openai/gpt-4o", FailureKind.QUOTA_EXHAUSTED, 429);
    links.failing("gemini/gemini-2.5-flash", FailureKind.MODEL_NOT_FOUND, 404);
    links.failing("together/a/b", FailureKind.OVERLOADED, 503);

    CompletableFuture<Answer> answer =
        engine(MapValues.of("llm.chain", CHAIN, "llm.handoff.message", "Samahani."))
            .generate("", prompt());

    AllLinksFailedException end = ended(answer, AllLinksFailedException.class);
    assertThat(end).hasMessage("Samahani.");
    assertThat(trail(end.attempts()))
        .isEqualTo(
            "openai/gpt-4o=quota_exhausted, gemini/gemini-2.5-flash=model_not_found,"
                + " together/a/b=overloaded");
    assertThat(end).cause().hasMessageContaining("quota_exhausted of openai/gpt-4o");
    assertThat(end.getSuppressed()).hasSize(2);
    assertThat(heard).last().isEqualTo("exhausted " + end.handoffId());
  }

  @Test
  void tellsWhenTheSoonestLinkIsBackWhenAllLinksFail() {
    links.failing("openai/gpt-4o", hinted(FailureKind.RATE_LIMITED, Duration.ofSeconds(40)));
    links.failing("gemini/gemini-2.5-flash", hinted(FailureKind.OVERLOADED, Duration.ofSeconds(7)));
    links.failing("together/a/b", FailureKind.SERVER_ERROR, 500);

    CompletableFuture<Answer> answer =
        engine(MapValues.of("llm.chain", CHAIN)).generate("", prompt());

    assertThat(ended(answer, AllLinksFailedException.class).retryAfter())
        .contains(Duration.ofSeconds(7));
  }

  @Test
  void skipsLinksWithoutKeyAndLinksThatCannotDoIt() {
    MapValues values = MapValues.of("llm.chain", "openai/gpt-4o, together/a/b, gemini/g");
    values.set("llm.provider.together.api-key", "t").set("llm.provider.gemini.api-key", "g");

    Answer answer = engine(values.settings(), links).generate("", prompt()).join();

    assertThat(trail(answer.attempts()))
        .isEqualTo("openai/gpt-4o=no_api_key, together/a/b=answered");
    assertThat(links.called()).containsExactly("together/a/b");
  }

  @Test
  void passesOverABusyProvider() {
    links.on("openai/gpt-4o", CompletableFuture.failedFuture(new ProviderBusyException("1")));

    Answer answer = engine(MapValues.of("llm.chain", CHAIN)).generate("", prompt()).join();

    assertThat(answer.attempts().get(0))
        .isInstanceOfSatisfying(
            Attempt.Skipped.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.BUSY));
    assertThat(answer.link()).isEqualTo("gemini/gemini-2.5-flash");
  }

  @Test
  void goesOnAfterAnAnswerOfNoUse() {
    links.saying("openai/gpt-4o", "{\"items\": [1, 2");
    links.saying("gemini/gemini-2.5-flash", "```json\n{\"items\": [1, 2]}\n```");

    Answer answer =
        engine(MapValues.of("llm.chain", CHAIN))
            .generate("", Prompt.builder().user("items").format(OutputFormat.JSON).build())
            .join();

    assertThat(trail(answer.attempts()))
        .isEqualTo("openai/gpt-4o=truncated, gemini/gemini-2.5-flash=answered");
    assertThat(answer.text()).isEqualTo("{\"items\": [1, 2]}");
  }

  @Test
  void triesOnlyLargerWindowsAfterAPromptThatWasTooLong() {
    links.failing(
        "openai/gpt-4o",
        Failure.of(FailureKind.CONTEXT_LENGTH, 400, "too long")
            .helpedBy(Failure.Remedy.LARGER_CONTEXT));

    Answer answer =
        engine(
                MapValues.of(
                    "llm.chain", "openai/gpt-4o, openai/gpt-4o-mini, gemini/gemini-2.5-flash"))
            .generate("", prompt())
            .join();

    assertThat(trail(answer.attempts()))
        .isEqualTo(
            "openai/gpt-4o=context_length, openai/gpt-4o-mini=cannot_do,"
                + " gemini/gemini-2.5-flash=answered");
  }

  @Test
  void triesTheReplacementOfARetiredModelNext() {
    links.failing("gemini/gemini-1.5-pro", FailureKind.MODEL_NOT_FOUND, 404);

    Answer answer =
        engine(MapValues.of("llm.chain", "gemini/gemini-1.5-pro, openai/gpt-4o"))
            .generate("", prompt())
            .join();

    assertThat(trail(answer.attempts()))
        .isEqualTo("gemini/gemini-1.5-pro=model_not_found, gemini/gemini-3.1-pro-preview=answered");
  }

  @Test
  void waitsOnceOnALinkThatIsBackInAMoment() {
    links.failing("openai/gpt-4o", hinted(FailureKind.RATE_LIMITED, Duration.ofMillis(1500)));
    links.saying("openai/gpt-4o", "back");

    CompletableFuture<Answer> answer =
        engine(MapValues.of("llm.chain", CHAIN)).generate("", prompt());
    time.pass(Duration.ofMillis(1499));
    boolean doneTooEarly = answer.isDone();
    time.pass(Duration.ofMillis(1));

    assertThat(doneTooEarly).isFalse();
    assertThat(answer.join().text()).isEqualTo("back");
    assertThat(answer.join().attempts()).hasSize(1).first().matches(one -> one.calls() == 2);
  }

  @Test
  void doesNotWaitTwiceNorLongerThanItsPatience() {
    links.failing("openai/gpt-4o", hinted(FailureKind.RATE_LIMITED, Duration.ofSeconds(1)));
    links.failing("openai/gpt-4o", hinted(FailureKind.RATE_LIMITED, Duration.ofSeconds(1)));
    links.failing(
        "gemini/gemini-2.5-flash", hinted(FailureKind.RATE_LIMITED, Duration.ofMillis(2001)));

    CompletableFuture<Answer> answer =
        engine(MapValues.of("llm.chain", CHAIN)).generate("", prompt());
    time.pass(Duration.ofSeconds(1));

    assertThat(trail(answer.join().attempts()))
        .isEqualTo(
            "openai/gpt-4o=rate_limited, gemini/gemini-2.5-flash=rate_limited,"
                + " together/a/b=answered");
  }

  @Test
  void endsAtTheDeadlineAndGivesTheCallUp() {
    links.silent("openai/gpt-4o");
    AtomicInteger givenUp = new AtomicInteger();

    CompletableFuture<Answer> answer =
        engine(MapValues.of("llm.chain", CHAIN, "llm.deadline", "20s")).generate("", prompt());
    links.calls().get(0).onCancel(givenUp::incrementAndGet);
    time.pass(Duration.ofMillis(19_999));
    boolean doneTooEarly = answer.isDone();
    time.pass(Duration.ofMillis(1));

    assertThat(doneTooEarly).isFalse();
    assertThat(trail(ended(answer, DeadlineExceededException.class).attempts()))
        .isEqualTo("openai/gpt-4o=cancelled");
    assertThat(givenUp).hasValue(1);
    assertThat(links.called()).hasSize(1);
  }

  @Test
  void deliversNoAnswerAfterTheDeadline() {
    CompletableFuture<Reply> late = links.silent("openai/gpt-4o");
    Engine engine = engine(MapValues.of("llm.chain", CHAIN, "llm.deadline", "20s"));

    CompletableFuture<Answer> answer = engine.generate("", prompt());
    time.pass(Duration.ofSeconds(20));
    late.complete(reply("too late"));

    assertThat(ended(answer, DeadlineExceededException.class).attempts()).hasSize(1);
    assertThat(engine.inFlight()).isZero();
  }

  @Test
  void aCallerMayShortenTheDeadlineButNotLengthenIt() {
    links.silent("openai/gpt-4o");
    Engine engine = engine(MapValues.of("llm.chain", CHAIN, "llm.deadline", "20s"));

    CompletableFuture<Answer> shorter =
        engine.generate("", Prompt.builder().user("?").deadline(Duration.ofSeconds(5)).build());
    CompletableFuture<Answer> longer =
        engine.generate("", Prompt.builder().user("?").deadline(Duration.ofHours(1)).build());
    time.pass(Duration.ofSeconds(5));

    assertThat(shorter).isCompletedExceptionally();
    assertThat(longer).isNotDone();
    time.pass(Duration.ofSeconds(15));
    assertThat(longer).isCompletedExceptionally();
  }

  @Test
  void aTimeoutAtTheDeadlineIsNotTheLinksFault() {
    CompletableFuture<Reply> silence = links.silent("openai/gpt-4o");
    CompletableFuture<Answer> answer =
        engine(MapValues.of("llm.chain", CHAIN, "llm.deadline", "20s")).generate("", prompt());

    links
        .calls()
        .get(0)
        .onCancel(() -> silence.completeExceptionally(new CancellationException("given up")));
    time.pass(Duration.ofSeconds(20));

    assertThat(trail(ended(answer, DeadlineExceededException.class).attempts()))
        .isEqualTo("openai/gpt-4o=cancelled");
  }

  @Test
  void givesTheCallUpWhenTheCallerDoes() {
    links.silent("openai/gpt-4o");
    AtomicInteger givenUp = new AtomicInteger();
    Engine engine = engine(MapValues.of("llm.chain", CHAIN));

    CompletableFuture<Answer> answer = engine.generate("", prompt());
    links.calls().get(0).onCancel(givenUp::incrementAndGet);
    answer.cancel(true);

    assertThat(givenUp).hasValue(1);
    assertThat(heard).containsExactly("openai/gpt-4o=cancelled");
    assertThat(engine.inFlight()).isZero();
    assertThat(time.tasks()).as("timers kept").isZero();
  }

  @Test
  void refusesMoreThanItMayHaveUnderWay() {
    CompletableFuture<Reply> held = links.silent("openai/gpt-4o");
    Engine engine = engine(MapValues.of("llm.chain", CHAIN, "llm.max-in-flight", "2"));

    CompletableFuture<Answer> first = engine.generate("", prompt());
    engine.generate("", prompt());
    CompletableFuture<Answer> third = engine.generate("", prompt());

    ended(third, OverloadedException.class);
    held.complete(reply("done"));
    assertThat(first.join().text()).isEqualTo("done");
    assertThat(engine.generate("", prompt()).join().text()).isEqualTo("done");
  }

  @Test
  void refusesAModelNobodyKnows() {
    CompletableFuture<Answer> answer =
        engine(MapValues.of("llm.chain", CHAIN))
            .generate("", Prompt.builder().user("?").model("gpt-99").build());

    assertThat(ended(answer, UnknownModelException.class))
        .hasMessageContaining("gpt-99")
        .hasMessageContaining("economy");
    assertThat(links.called()).isEmpty();
  }

  @Test
  void showsANameNobodyKnowsInOneShortLine() {
    String name = "x\r\nLLMF0031E: forged\u2028" + "y".repeat(1_000_000);

    CompletableFuture<Answer> answer =
        engine(MapValues.of("llm.chain", CHAIN))
            .generate("", Prompt.builder().user("?").model(name).build());

    assertThat(ended(answer, UnknownModelException.class))
        .hasMessageStartingWith("There is no chain, link or model 'x  LLMF0031E: forged y")
        .extracting(Throwable::getMessage)
        .satisfies(message -> assertThat(message).hasSizeLessThan(400));
  }

  @Test
  void survivesWhateverAProviderThrows() {
    links.on("openai/gpt-4o", CompletableFuture.failedFuture(new StackOverflowError()));
    links.on("gemini/gemini-2.5-flash", CompletableFuture.failedFuture(new Exception("checked")));

    Answer answer = engine(MapValues.of("llm.chain", CHAIN)).generate("", prompt()).join();

    assertThat(trail(answer.attempts()))
        .isEqualTo("openai/gpt-4o=unknown, gemini/gemini-2.5-flash=unknown, together/a/b=answered");
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    AttemptListener broken =
        new AttemptListener() {
          @Override
          public void attempted(
              Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {
            throw new IllegalStateException("broken listener");
          }
        };
    Engine engine =
        new EngineFixture(time, links)
            .configured("llm.chain", CHAIN)
            .telling(broken)
            .telling(listener)
            .engine();

    Answer answer = engine.generate("", prompt()).join();

    assertThat(answer.link()).isEqualTo("openai/gpt-4o");
    assertThat(heard).containsExactly("openai/gpt-4o=answered");
  }

  @Test
  void gatesAndRulesThatThrowChangeNothing() {
    Engine engine =
        new EngineFixture(time, links)
            .configured("llm.chain", CHAIN)
            .gating(
                (link, prompt) -> {
                  throw new IllegalStateException("broken gate");
                })
            .ordering(
                (chain, prompt, settings, order) -> {
                  throw new IllegalStateException("broken rule");
                })
            .ordering((chain, prompt, settings, order) -> order.subList(1, order.size()))
            .engine();

    assertThat(engine.generate("", prompt()).join().link()).isEqualTo("openai/gpt-4o");
    assertThat(engine.inFlight()).isZero();
  }

  @Test
  void walksAThousandFailingLinksWithoutDeepStack() {
    String chain =
        IntStream.range(0, 1000).mapToObj(i -> "openai/m" + i).collect(Collectors.joining(","));
    for (int i = 0; i < 999; i++) {
      links.failing("openai/m" + i, FailureKind.SERVER_ERROR, 500);
    }

    Answer answer =
        engine(MapValues.of("llm.chain", chain, "llm.max-attempts", "1000"))
            .generate("", prompt())
            .join();

    assertThat(answer.attempts()).hasSize(1000);
    assertThat(answer.link()).isEqualTo("openai/m999");
  }

  @Test
  void keepsTheSettingsItStartedWith() {
    CompletableFuture<Reply> held = links.silent("openai/gpt-4o");
    Settings before = EngineFixture.withKeys(MapValues.of("llm.chain", CHAIN)).settings();
    Settings after =
        EngineFixture.withKeys(MapValues.of("llm.chain", "anthropic/claude-opus-5")).settings();
    List<Settings> inForce = new ArrayList<>(List.of(before));
    Engine engine = new EngineFixture(time, links).configured(() -> inForce.get(0)).engine();

    CompletableFuture<Answer> answer = engine.generate("", prompt());
    inForce.set(0, after);
    held.completeExceptionally(new IllegalStateException("lost"));

    assertThat(answer.join().link()).isEqualTo("gemini/gemini-2.5-flash");
    assertThat(engine.generate("", prompt()).join().link()).isEqualTo("anthropic/claude-opus-5");
  }

  private static Failure hinted(FailureKind kind, Duration hint) {
    return Failure.of(kind, 429, "wait").restingAsTold(Failure.Scope.LINK, hint);
  }

  private static Prompt prompt() {
    return Prompt.of("Habari ya leo?");
  }

  private Engine engine(MapValues values) {
    return engine(values, links);
  }

  private Engine engine(MapValues values, ScriptedLinks providers) {
    return engine(EngineFixture.withKeys(values).settings(), providers);
  }

  private Engine engine(Settings settings, ScriptedLinks providers) {
    return new EngineFixture(time, providers).configured(() -> settings).telling(listener).engine();
  }

  private static <E extends Throwable> E ended(CompletableFuture<Answer> answer, Class<E> in) {
    assertThat(answer).as("the generation ended").isCompletedExceptionally();
    try {
      answer.join();
      throw new AssertionError("answered");
    } catch (CompletionException end) {
      assertThat(end.getCause()).isInstanceOf(in);
      return in.cast(end.getCause());
    }
  }
}
