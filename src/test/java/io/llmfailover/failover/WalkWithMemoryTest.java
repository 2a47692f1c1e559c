package io.llmfailover.failover;

import static io.llmfailover.failover.EngineFixture.trail;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.Prompt;
import io.llmfailover.SkipReason;
import io.llmfailover.VirtualTime;
import io.llmfailover.chain.Link;
import io.llmfailover.config.Settings;
import io.llmfailover.provider.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What the walk makes of what it is told about links. */
class WalkWithMemoryTest {
  private static final String CHAIN = "openai/a, gemini/b, together/c";

  private final VirtualTime time = new VirtualTime();
  private final ScriptedLinks links = new ScriptedLinks();
  private final Told memory = new Told();

  @Test
  void skipsARestingLink() {
    memory.rests("openai/a", 10, true);

    Answer answer = ask("llm.chain", CHAIN).join();

    assertThat(trail(answer.attempts())).isEqualTo("openai/a=cooling_down, gemini/b=answered");
    assertThat(links.called()).containsExactly("gemini/b");
  }

  @Test
  void triesAnUnhealthyLinkWhenNoOtherIsLeft() {
    memory.unhealthy.add("openai/a");
    links.failing("gemini/b", FailureKind.OVERLOADED, 503);
    links.failing("together/c", FailureKind.OVERLOADED, 503);

    Answer answer = ask("llm.chain", CHAIN).join();

    assertThat(trail(answer.attempts()))
        .isEqualTo("gemini/b=overloaded, together/c=overloaded, openai/a=answered");
  }

  @Test
  void triesTheShortestGuessOnceWhenAllRest() {
    memory.rests("openai/a", 9, true);
    memory.rests("gemini/b", 3, true);
    memory.rests("together/c", 1, false);

    Answer answer = ask("llm.chain", CHAIN).join();

    assertThat(trail(answer.attempts()))
        .isEqualTo("openai/a=cooling_down, together/c=cooling_down, gemini/b=answered");
  }

  @Test
  void triesNoOtherWhenThatOneFailsToo() {
    memory.rests("openai/a", 9, true);
    memory.rests("gemini/b", 3, true);
    memory.rests("together/c", 4, true);
    links.failing("gemini/b", FailureKind.OVERLOADED, 503);

    AllLinksFailedException end = failed(ask("llm.chain", CHAIN));

    assertThat(links.called()).containsExactly("gemini/b");
    assertThat(end.retryAfter()).contains(Duration.ofSeconds(4));
  }

  @Test
  void leavesALinkAloneThatAnotherGenerationIsProbing() {
    memory.rests("openai/a", 0, true);
    memory.rests("gemini/b", 600, false);
    memory.rests("together/c", 600, false);

    AllLinksFailedException end = failed(ask("llm.chain", CHAIN));

    assertThat(links.called()).isEmpty();
    assertThat(end.retryAfter()).contains(Duration.ofSeconds(600));
  }

  @Test
  void callsNobodyWhenAllRestForReasonsThatAreNoGuess() {
    memory.rests("openai/a", 600, false);
    memory.rests("gemini/b", 26, false);
    memory.rests("together/c", 3600, false);

    AllLinksFailedException end = failed(ask("llm.chain", CHAIN));

    assertThat(links.called()).isEmpty();
    assertThat(end.attempts()).hasSize(3).allMatch(one -> one.calls() == 0);
    assertThat(end.retryAfter()).contains(Duration.ofSeconds(26));
  }

  @Test
  void neverForcesADrainedLink() {
    for (String link : List.of("openai/a", "gemini/b", "together/c")) {
      memory.resting.put(
          link,
          new LinkHealth.Admission.Resting(
              SkipReason.DRAINED, "by an operator", Duration.ofMinutes(1), false));
    }

    AllLinksFailedException end = failed(ask("llm.chain", CHAIN));

    assertThat(links.called()).isEmpty();
    assertThat(trail(end.attempts()))
        .isEqualTo("openai/a=drained, gemini/b=drained, together/c=drained");
    assertThat(end.retryAfter()).isEmpty();
  }

  @Test
  void leavesTimeForTheLinksBehind() {
    ask("llm.chain", CHAIN, "llm.deadline", "30s", "llm.deadline.reserve", "4s");

    assertThat(links.calls().get(0).deadline().remaining()).isEqualTo(Duration.ofSeconds(22));
  }

  @Test
  void sharesAShortDeadlineFairly() {
    ask("llm.chain", CHAIN, "llm.deadline", "6s", "llm.deadline.reserve", "4s");

    assertThat(links.calls().get(0).deadline().remaining()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aLinkThatHadLessThanItsOwnTimeoutIsNotBlamedForSilence() {
    links.failing(
        "openai/a", Failure.of(FailureKind.TIMEOUT, 0, "silent").resting(Failure.Scope.LINK));

    ask("llm.chain", CHAIN, "llm.deadline", "30s");
    ask("llm.chain", CHAIN, "llm.deadline", "10m");

    assertThat(memory.blamed).hasSize(1);
    assertThat(links.called()).containsExactly("openai/a", "gemini/b", "openai/a", "gemini/b");
  }

  @Test
  void skipsALinkThatUsuallyTakesLongerThanIsLeftWhenAFasterOneFits() {
    memory.usual.put("openai/a", Duration.ofSeconds(9));
    memory.usual.put("gemini/b", Duration.ofSeconds(1));

    Answer shortOfTime = ask("llm.chain", CHAIN, "llm.deadline", "5s").join();
    Answer inTime = ask("llm.chain", CHAIN, "llm.deadline", "50s").join();

    assertThat(trail(shortOfTime.attempts()))
        .isEqualTo("openai/a=too_slow_for_deadline, gemini/b=answered");
    assertThat(inTime.link()).isEqualTo("openai/a");
  }

  @Test
  void triesASlowLinkAllTheSameWhenNoneIsKnownToBeFaster() {
    memory.usual.put("openai/a", Duration.ofSeconds(9));

    Answer answer = ask("llm.chain", CHAIN, "llm.deadline", "5s").join();

    assertThat(answer.link()).isEqualTo("openai/a");
  }

  @Test
  void callsNoMoreLinksThanAllowed() {
    links.failing("openai/a", FailureKind.SERVER_ERROR, 500);
    links.failing("gemini/b", FailureKind.SERVER_ERROR, 500);

    AllLinksFailedException end = failed(ask("llm.chain", CHAIN, "llm.max-attempts", "2"));

    assertThat(trail(end.attempts())).isEqualTo("openai/a=server_error, gemini/b=server_error");
  }

  @Test
  void givesAProbesPlaceBackWhateverBecomesOfIt() {
    links.silent("openai/a");

    CompletableFuture<Answer> answer = ask("llm.chain", CHAIN);
    answer.cancel(true);

    assertThat(memory.admitted).containsExactly("openai/a");
    assertThat(memory.heard).containsExactly("openai/a=cancelled");
  }

  private CompletableFuture<Answer> ask(String... keysAndValues) {
    return new EngineFixture(time, links)
        .configured(keysAndValues)
        .remembering(memory)
        .engine()
        .generate("", Prompt.of("?"));
  }

  private static AllLinksFailedException failed(CompletableFuture<Answer> answer) {
    try {
      throw new AssertionError("answered by " + answer.join().link());
    } catch (CompletionException end) {
      return (AllLinksFailedException) end.getCause();
    }
  }

  /** A memory that says what a test told it, and notes what it hears. */
  private static final class Told implements LinkHealth, AttemptListener {
    private final Map<String, Admission.Resting> resting = new HashMap<>();
    private final Set<String> unhealthy = new HashSet<>();
    private final Map<String, Duration> usual = new HashMap<>();
    private final List<String> admitted = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final List<Failure> blamed = new ArrayList<>();

    void rests(String link, int seconds, boolean guess) {
      resting.put(
          link,
          new Admission.Resting(
              SkipReason.COOLING_DOWN, "test", Duration.ofSeconds(seconds), guess));
    }

    @Override
    public Admission admit(Generation generation, Link link) {
      admitted.add(link.toString());
      return look(generation.settings(), link);
    }

    @Override
    public Admission look(Settings settings, Link link) {
      Admission.Resting rest = resting.get(link.toString());
      return rest == null ? Admission.OPEN : rest;
    }

    @Override
    public boolean unhealthy(Settings settings, Link link) {
      return unhealthy.contains(link.toString());
    }

    @Override
    public Optional<Duration> usualTime(Link link) {
      return Optional.ofNullable(usual.get(link.toString()));
    }

    @Override
    public Optional<Duration> longTime(Link link) {
      return Optional.empty();
    }

    @Override
    public void attempted(
        Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {
      heard.add(link + "=" + attempt.verdict());
      failure.ifPresent(blamed::add);
    }
  }
}
