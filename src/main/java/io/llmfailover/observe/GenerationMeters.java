package io.llmfailover.observe;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.FailureKind;
import io.llmfailover.GenerationCancelledException;
import io.llmfailover.LlmException;
import io.llmfailover.OverloadedException;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.Spent;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.Usage;
import io.llmfailover.chain.Link;
import io.llmfailover.config.ConfiguredNames;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.failover.AttemptListener;
import io.llmfailover.failover.Generation;
import io.llmfailover.provider.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** Counts and times generations and attempts in a metric registry. Thread-safe. */
final class GenerationMeters implements AttemptListener {
  /** Outcome of a generation, and of an attempt, that gave the answer. */
  private static final String ANSWERED = "answered";

  private static final String ALL_LINKS_FAILED = "all_links_failed";
  private static final List<FailureKind> NEED_A_PERSON =
      List.of(
          FailureKind.AUTH,
          FailureKind.PERMISSION,
          FailureKind.QUOTA_EXHAUSTED,
          FailureKind.MODEL_NOT_FOUND);
  private static final List<String> BY_LINK = List.of("provider", "model");

  private final MetricRegistry registry;
  private final LabelNames names;
  private final Series<Counter> generations;
  private final Series<Timer> generationTimes;
  private final Series<Counter> attempts;
  private final Series<Timer> attemptTimes;
  private final Series<Timer> firstPieceTimes;
  private final Series<Counter> skips;
  private final Series<Counter> failovers;
  private final Series<Counter> repairs;
  private final Series<Counter> tokens;
  private final Series<DoubleAdder> cost;

  GenerationMeters(MetricRegistry registry, CurrentSettings settings) {
    this.registry = registry;
    this.names = new LabelNames(settings);
    this.generations =
        counters(
            "llm_generations_total", "Generations ended, by outcome", List.of("chain", "outcome"));
    this.generationTimes =
        timers(
            "llm_generation_seconds", "Time from prompt to end of a generation", List.of("chain"));
    this.attempts =
        counters(
            "llm_attempts_total",
            "Links called, by answered, cancelled or class of failure",
            List.of("provider", "model", "outcome"));
    this.attemptTimes =
        timers(
            "llm_attempt_seconds",
            "Time one link took, same-link retries included",
            List.of("provider", "model", "outcome"));
    this.firstPieceTimes =
        timers(
            "llm_first_piece_seconds",
            "Time from asking a link to the first piece of its stream",
            BY_LINK);
    this.skips =
        counters(
            "llm_skips_total",
            "Links passed over without a call, by reason",
            List.of("provider", "model", "reason"));
    this.failovers =
        counters(
            "llm_failovers_total",
            "Changes from a failed link to the next one",
            List.of("from", "to", "reason"));
    this.repairs =
        counters(
            "llm_repairs_total",
            "Links asked to mend a broken answer, by what was wrong",
            List.of("provider", "model", "reason"));
    this.tokens =
        counters(
            "llm_tokens_total",
            "Tokens of answers, also of those of no use; cached_input is a part of input",
            List.of("provider", "model", "direction"));
    this.cost = new Series<>(BY_LINK, this::costs);
  }

  /**
   * Shows what alerts watch from the start, at zero: of a series that appears with its first event
   * nobody can tell that it has increased.
   */
  void show() {
    ConfiguredNames configured = names.configured();
    for (String chain : configured.chains()) {
      generations.of(chain, ANSWERED);
      generations.of(chain, ALL_LINKS_FAILED);
    }
    for (Link link : configured.links()) {
      if (link.provider().usable()) {
        attempts.of(link.name().provider(), link.name().model(), ANSWERED);
        NEED_A_PERSON.forEach(
            kind -> attempts.of(link.name().provider(), link.name().model(), kind.code()));
      }
    }
  }

  @Override
  public void attempted(
      Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {
    String provider = names.provider(link.name());
    String model = names.model(link.name());
    if (attempt instanceof Attempt.Skipped skipped) {
      skips.of(provider, model, skipped.reason().code()).inc();
      return;
    }
    attempts.of(provider, model, attempt.verdict()).inc();
    spent(provider, model, attempt.spent());
    if (attempt instanceof Attempt.Answered answered) {
      attemptTimes.of(provider, model, attempt.outcome()).update(answered.took());
    } else if (attempt instanceof Attempt.Failed failed) {
      attemptTimes.of(provider, model, attempt.outcome()).update(failed.took());
    }
  }

  /** Also a failed attempt is paid for, when its answer was of no use. */
  private void spent(String provider, String model, Spent spent) {
    Usage usage = spent.usage();
    if (usage.known()) {
      tokens.of(provider, model, "input").inc(usage.inputTokens());
      tokens.of(provider, model, "output").inc(usage.outputTokens());
      tokens.of(provider, model, "cached_input").inc(usage.cachedInputTokens());
    }
    spent
        .cost()
        .filter(usd -> usd.signum() > 0)
        .ifPresent(usd -> cost.of(provider, model).add(usd.doubleValue()));
  }

  @Override
  public void mending(Generation generation, Link link, Failure failure) {
    repairs.of(names.provider(link.name()), names.model(link.name()), failure.kind().code()).inc();
  }

  @Override
  public void spoke(Generation generation, Link link, Duration took) {
    firstPieceTimes.of(names.provider(link.name()), names.model(link.name())).update(took);
  }

  @Override
  public void switched(Generation generation, Link from, Link to, Failure reason) {
    failovers.of(names.link(from.name()), names.link(to.name()), reason.kind().code()).inc();
  }

  @Override
  public void answered(Generation generation, Answer answer, Duration took) {
    ended(generation, ANSWERED, took);
  }

  @Override
  public void ended(Generation generation, LlmException end, Duration took) {
    ended(generation, outcomeOf(end), took);
  }

  private void ended(Generation generation, String outcome, Duration took) {
    String chain = names.chain(generation.chain().name());
    generations.of(chain, outcome).inc();
    generationTimes.of(chain).update(took);
  }

  private static String outcomeOf(LlmException end) {
    if (end instanceof AllLinksFailedException) {
      return ALL_LINKS_FAILED;
    }
    if (end instanceof RequestRefusedException refused) {
      return refused.reason().code();
    }
    if (end instanceof DeadlineExceededException) {
      return "deadline_exceeded";
    }
    if (end instanceof GenerationCancelledException) {
      return "cancelled";
    }
    if (end instanceof StreamBrokenException) {
      return "stream_broken";
    }
    if (end instanceof OverloadedException) {
      return "overloaded";
    }
    return "failed";
  }

  private Series<Counter> counters(String name, String description, List<String> labels) {
    return series(name, description, MetricUnits.NONE, labels, registry::counter);
  }

  private Series<Timer> timers(String name, String description, List<String> labels) {
    return series(name, description, MetricUnits.SECONDS, labels, registry::timer);
  }

  private static <M> Series<M> series(
      String name,
      String description,
      String unit,
      List<String> labels,
      BiFunction<Metadata, Tag[], M> maker) {
    Metadata metadata =
        Metadata.builder().withName(name).withDescription(description).withUnit(unit).build();
    Function<Tag[], M> make = tags -> maker.apply(metadata, tags);
    return new Series<>(labels, make);
  }

  /** Counters of MicroProfile count whole things only; money has fractions. */
  private DoubleAdder costs(Tag[] tags) {
    DoubleAdder usd = new DoubleAdder();
    Metadata metadata =
        Metadata.builder()
            .withName("llm_cost_usd_total")
            .withDescription("What answers cost, in US dollars, where the price is known")
            .withUnit(MetricUnits.NONE)
            .build();
    registry.gauge(metadata, usd::sum, tags);
    return usd;
  }
}
