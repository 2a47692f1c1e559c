package io.llmfailover.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.Deadline;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.FailureKind;
import io.llmfailover.GenerationCancelledException;
import io.llmfailover.LlmException;
import io.llmfailover.Prompt;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.SkipReason;
import io.llmfailover.Spent;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.Usage;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.Generation;
import io.llmfailover.provider.Failure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GenerationMetersTest {
  private static final Duration TOOK = Duration.ofMillis(1500);

  private final Settings settings =
      MapValues.of(
              "llm.chain", "openai/gpt-4o, together/Qwen/Qwen2.5-7B-Instruct-Turbo",
              "llm.provider.openai.api-key", "sk-1")
          .settings();
  private final CountingRegistry metrics = new CountingRegistry();
  private final GenerationMeters meters =
      new GenerationMeters(metrics.registry(), inForce(settings));

  @Test
  void countsAttemptsByTheClassOfFailure() {
    attempted(
        "openai/gpt-4o",
        new Attempt.Failed("openai/gpt-4o", FailureKind.QUOTA_EXHAUSTED, 429, "no money", 1, TOOK));
    attempted("openai/gpt-4o", new Attempt.Answered("openai/gpt-4o", 200, 1, TOOK));
    attempted("openai/gpt-4o", new Attempt.Cancelled("openai/gpt-4o", 1, TOOK));

    assertThat(metrics.counted())
        .containsExactly(
            "llm_attempts_total{model=gpt-4o,outcome=answered,provider=openai} 1",
            "llm_attempts_total{model=gpt-4o,outcome=cancelled,provider=openai} 1",
            "llm_attempts_total{model=gpt-4o,outcome=quota_exhausted,provider=openai} 1");
    assertThat(metrics.timed())
        .containsOnlyKeys(
            "llm_attempt_seconds{model=gpt-4o,outcome=answered,provider=openai}",
            "llm_attempt_seconds{model=gpt-4o,outcome=failed,provider=openai}");
  }

  @Test
  void countsLinksThatWerePassedOverApartFromAttempts() {
    attempted(
        "openai/gpt-4o", new Attempt.Skipped("openai/gpt-4o", SkipReason.COOLING_DOWN, "12s"));

    assertThat(metrics.counted())
        .containsExactly("llm_skips_total{model=gpt-4o,provider=openai,reason=cooling_down} 1");
  }

  @Test
  void timesTheFirstPieceOfAStream() {
    meters.spoke(generation("default"), link("openai/gpt-4o"), TOOK);

    assertThat(metrics.timed())
        .containsOnlyKeys("llm_first_piece_seconds{model=gpt-4o,provider=openai}");
  }

  @Test
  void countsStreamsThatBrokeForGood() {
    meters.ended(
        generation("default"),
        new StreamBrokenException(FailureKind.TIMEOUT, "stalled", List.of()),
        TOOK);

    assertThat(metrics.counted())
        .containsExactly("llm_generations_total{chain=default,outcome=stream_broken} 1");
  }

  @Test
  void countsChangesOfLink() {
    Link from = link("openai/gpt-4o");
    Link to = link("together/Qwen/Qwen2.5-7B-Instruct-Turbo");

    meters.switched(generation("default"), from, to, Failure.of(FailureKind.TIMEOUT, 0, ""));

    assertThat(metrics.counted())
        .containsExactly(
            "llm_failovers_total{from=openai/gpt-4o,reason=timeout,"
                + "to=together/Qwen/Qwen2.5-7B-Instruct-Turbo} 1");
  }

  @Test
  void addsUpTokensAndMoneyOfAnswersAlsoOfThoseOfNoUse() {
    Usage usage = new Usage(true, 1000, 100, 400, 0, 0);

    attempted(
        "openai/gpt-4o",
        new Attempt.Failed(
            "openai/gpt-4o",
            FailureKind.MALFORMED,
            200,
            "no JSON",
            1,
            TOOK,
            spent(usage, "0.0000031")));
    attempted(
        "openai/gpt-4o",
        new Attempt.Answered("openai/gpt-4o", 200, 1, TOOK, spent(usage, "0.0000042")));

    assertThat(metrics.counted())
        .contains(
            "llm_tokens_total{direction=cached_input,model=gpt-4o,provider=openai} 800",
            "llm_tokens_total{direction=input,model=gpt-4o,provider=openai} 2000",
            "llm_tokens_total{direction=output,model=gpt-4o,provider=openai} 200");
    assertThat(
            metrics.gauges().get("llm_cost_usd_total{model=gpt-4o,provider=openai}").doubleValue())
        .isCloseTo(0.0000073, within(1e-12));
  }

  private static Spent spent(Usage usage, String usd) {
    return new Spent(usage, Optional.of(new BigDecimal(usd)));
  }

  @Test
  void countsRepairsByWhatWasWrong() {
    meters.mending(
        generation("default"), link("openai/gpt-4o"), Failure.of(FailureKind.TRUNCATED, 200, ""));

    assertThat(metrics.counted())
        .containsExactly("llm_repairs_total{model=gpt-4o,provider=openai,reason=truncated} 1");
  }

  @Test
  void countsAndTimesAnswers() {
    Answer answer = Answer.builder("id", "openai", "gpt-4o").build();

    meters.answered(generation("default"), answer, TOOK);
    meters.answered(generation("default"), answer, TOOK);

    assertThat(metrics.counted())
        .containsExactly("llm_generations_total{chain=default,outcome=answered} 2");
    assertThat(metrics.timed().get("llm_generation_seconds{chain=default}"))
        .containsExactly(TOOK, TOOK);
  }

  @Test
  void countsNeitherTokensNorMoneyNobodyKnows() {
    attempted("openai/gpt-4o", new Attempt.Answered("openai/gpt-4o", 200, 1, TOOK));

    assertThat(metrics.counters()).noneMatch(name -> name.startsWith("llm_tokens"));
    assertThat(metrics.gauges()).isEmpty();
  }

  @Test
  void saysHowGenerationsWithoutAnAnswerEnded() {
    List<LlmException> ends =
        List.of(
            new AllLinksFailedException("sorry", List.of(), "h1", Duration.ZERO),
            new DeadlineExceededException("late", List.of()),
            new GenerationCancelledException(List.of()),
            new RequestRefusedException(FailureKind.CONTENT_FILTERED, "no", List.of()));

    ends.forEach(end -> meters.ended(generation("economy"), end, TOOK));

    assertThat(metrics.counted())
        .containsExactly(
            "llm_generations_total{chain=economy,outcome=all_links_failed} 1",
            "llm_generations_total{chain=economy,outcome=cancelled} 1",
            "llm_generations_total{chain=economy,outcome=content_filtered} 1",
            "llm_generations_total{chain=economy,outcome=deadline_exceeded} 1");
  }

  @Test
  void neverTakesALabelFromWhatACallerSent() {
    for (int i = 0; i < 100; i++) {
      String asked = "openai/made-up-" + i;
      attempted(asked, new Attempt.Answered(asked, 200, 1, TOOK));
      meters.ended(generation(asked), new DeadlineExceededException("", List.of()), TOOK);
    }

    assertThat(metrics.counted())
        .containsExactly(
            "llm_attempts_total{model=other,outcome=answered,provider=openai} 100",
            "llm_generations_total{chain=other,outcome=deadline_exceeded} 100");
  }

  @Test
  void asksTheRegistryOnlyForTheFirstOfEachSeries() {
    attempted("openai/gpt-4o", new Attempt.Answered("openai/gpt-4o", 200, 1, TOOK));
    int first = metrics.made();

    attempted("openai/gpt-4o", new Attempt.Answered("openai/gpt-4o", 200, 1, TOOK));

    assertThat(metrics.made()).isEqualTo(first);
  }

  @Test
  void showsWhatAlertsWatchBeforeItHappens() {
    meters.show();

    assertThat(metrics.counters())
        .contains(
            "llm_generations_total{chain=default,outcome=all_links_failed}",
            "llm_generations_total{chain=economy,outcome=answered}",
            "llm_attempts_total{model=gpt-4o,outcome=auth,provider=openai}")
        .noneMatch(name -> name.contains("provider=together"));
    assertThat(metrics.counted()).isEmpty();
  }

  private void attempted(String link, Attempt attempt) {
    meters.attempted(generation("default"), link(link), attempt, Optional.empty());
  }

  private Link link(String name) {
    return settings.link(LinkName.parse(name)).orElseThrow();
  }

  private Generation generation(String chain) {
    return new Generation(
        "id",
        settings.chainFor(chain).orElseThrow(),
        Prompt.of("hi"),
        Deadline.after(Duration.ofSeconds(1), () -> 0),
        settings);
  }

  static CurrentSettings inForce(Settings settings) {
    return new CurrentSettings() {
      @Override
      public Settings get() {
        return settings;
      }

      @Override
      public Optional<String> problem() {
        return Optional.empty();
      }
    };
  }
}
