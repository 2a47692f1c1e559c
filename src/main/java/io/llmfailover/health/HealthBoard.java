package io.llmfailover.health;

import io.llmfailover.Attempt;
import io.llmfailover.Ticker;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.HealthSettings;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.AttemptListener;
import io.llmfailover.failover.Generation;
import io.llmfailover.failover.LinkHealth;
import io.llmfailover.failover.LinkOperations;
import io.llmfailover.health.LinkReport.LastFailure;
import io.llmfailover.health.LinkReport.State;
import io.llmfailover.health.LinkReport.Times;
import io.llmfailover.provider.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * What earlier generations taught about every link. It learns from attempts and answers from
 * memory: when a link or key rests, when a provider is unhealthy, and how long answers take. Each
 * event counts with the settings its generation started with. Thread-safe; its memory is bounded,
 * and configured links are the last to be forgotten.
 */
public final class HealthBoard implements LinkHealth, LinkOperations, AttemptListener {
  private final Ticker ticker;
  private final Memory memory;

  /**
   * An empty memory.
   *
   * @param settings say which links and providers are configured
   * @param ticker what all times are measured with; attempts must be timed with the same
   */
  public HealthBoard(CurrentSettings settings, Ticker ticker) {
    this.ticker = ticker;
    this.memory = new Memory(settings, ticker.nanos());
  }

  @Override
  public Admission admit(Generation generation, Link link) {
    Optional<LinkState> state = memory.findLink(link.name());
    Optional<Cooldown> key = memory.findKey(link);
    if (state.isEmpty() && key.isEmpty()) {
      return Admission.OPEN;
    }
    long now = ticker.nanos();
    Duration drainLeft = drainLeft(state, now);
    if (!drainLeft.isZero()) {
      return Rest.drained(drainLeft);
    }
    String id = generation.id();
    // Far more than a call may take: a generation that vanished must not keep the place for ever.
    Duration patience = link.timeouts().attempt().multipliedBy(2);
    Optional<Rest> ofKey = key.flatMap(its -> its.admit(id, patience, now));
    if (ofKey.isPresent()) {
      return told(restOf(state, now).filter(Rest::forbids), ofKey);
    }
    Optional<Rest> ofLink = state.flatMap(its -> its.cooldown().admit(id, patience, now));
    if (ofLink.isPresent()) {
      // The call that was to probe the key will not be made.
      key.ifPresent(its -> its.giveBack(id));
    }
    return told(ofLink, Optional.empty());
  }

  @Override
  public Admission look(Settings settings, Link link) {
    long now = ticker.nanos();
    Optional<LinkState> state = memory.findLink(link.name());
    Duration drainLeft = drainLeft(state, now);
    return drainLeft.isZero()
        ? told(
            restOf(state, now).filter(Rest::forbids),
            memory.findKey(link).flatMap(key -> key.look(now)).filter(Rest::forbids))
        : Rest.drained(drainLeft);
  }

  @Override
  public boolean unhealthy(Settings settings, Link link) {
    Optional<FailureWindow> window = memory.findProvider(link.name().provider());
    return window.isPresent()
        && !window.get().spotless()
        && rate(settings, link, ticker.nanos()).unhealthy();
  }

  @Override
  public Optional<Duration> usualTime(Link link) {
    return memory.findLink(link.name()).flatMap(LinkState::latencies).flatMap(Latencies::median);
  }

  @Override
  public Optional<Duration> longTime(Link link) {
    return memory.findLink(link.name()).flatMap(LinkState::latencies).flatMap(Latencies::p95);
  }

  @Override
  public void attempted(
      Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {
    if (attempt instanceof Attempt.Answered answered) {
      answered(generation, link, answered.took());
    } else if (attempt instanceof Attempt.Failed failed && failure.isPresent()) {
      failed(generation, link, failure.get(), failed.took());
    } else {
      // Skipped, given up, or out of the caller's own time: nothing is known that was not before.
      memory.findLink(link.name()).ifPresent(its -> its.cooldown().giveBack(generation.id()));
      memory.findKey(link).ifPresent(its -> its.giveBack(generation.id()));
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A link that speaks is awake, and a stream may last long: its rest ends here. Whether it is
   * well shows when the stream has ended; failures in a row are counted on.
   */
  @Override
  public void spoke(Generation generation, Link link, Duration took) {
    long now = ticker.nanos();
    long started = now - took.toNanos();
    LinkState state = memory.link(link.name(), now);
    state.answered(took, now);
    if (state.cooldown().spoke(generation.id(), started) == Turn.WELL) {
      HealthLog.well(link.toString());
    }
  }

  private void answered(Generation generation, Link link, Duration took) {
    long now = ticker.nanos();
    long started = now - took.toNanos();
    LinkState state = memory.link(link.name(), now);
    if (!generation.streamed()) {
      // How long a stream lasts says nothing of the link; its first piece did.
      state.answered(took, now);
    }
    if (state.cooldown().answered(generation.id(), started) == Turn.WELL) {
      HealthLog.well(link.toString());
    }
    Optional<Cooldown> key = memory.findKey(link);
    if (key.isPresent() && key.get().answered(generation.id(), started) == Turn.WELL) {
      HealthLog.well(keyOf(link));
    }
    count(generation, link, false, started, now);
  }

  private void failed(Generation generation, Link link, Failure failure, Duration took) {
    long now = ticker.nanos();
    long started = now - took.toNanos();
    if (failure.kind().countsAgainstHealth()) {
      memory.link(link.name(), now).failed(failure, now);
      count(generation, link, true, started, now);
    }
    Optional<Sickness> sickness = Sickness.of(failure, generation.settings().health());
    boolean ofLink = sickness.isPresent() && failure.scope() == Failure.Scope.LINK;
    boolean ofKey = sickness.isPresent() && failure.scope() == Failure.Scope.PROVIDER;
    HealthSettings settings = generation.settings().health();
    if (ofLink) {
      Cooldown its = memory.link(link.name(), now).cooldown();
      Turn turn = its.failed(generation.id(), sickness.get(), settings, started, now);
      log(turn, link.toString(), its, failure);
    } else {
      memory.findLink(link.name()).ifPresent(its -> its.cooldown().giveBack(generation.id()));
    }
    if (ofKey) {
      Cooldown its = memory.key(link, now);
      Turn turn = its.failed(generation.id(), sickness.get(), settings, started, now);
      log(turn, keyOf(link), its, failure);
    } else {
      memory.findKey(link).ifPresent(its -> its.giveBack(generation.id()));
    }
  }

  private static void log(Turn turn, String who, Cooldown its, Failure why) {
    switch (turn) {
      case NONE -> {}
      case RESTS -> HealthLog.rests(who, its.length(), why);
      case WELL -> HealthLog.well(who);
    }
  }

  private static String keyOf(Link link) {
    return "the key of " + link.name().provider();
  }

  private void count(Generation generation, Link link, boolean failed, long started, long now) {
    String provider = link.name().provider();
    FailureWindow window = memory.provider(provider, now);
    HealthLog.rate(provider, window.ended(failed, generation.settings().health(), started, now));
  }

  /**
   * Takes a link out for a time, however well it is. Calls under way go on.
   *
   * @throws IllegalArgumentException when {@code span} is not longer than zero
   */
  @Override
  public void drain(LinkName link, Duration span) {
    if (span.isZero() || span.isNegative()) {
      throw new IllegalArgumentException("a link is drained for longer than zero");
    }
    long now = ticker.nanos();
    memory.link(link, now).drain(span, now);
    HealthLog.drained(link, span);
  }

  /**
   * Gives a link a fresh start: ends its drain, its cooldown and that of its provider's keys, and
   * forgets the failures of link and provider. Calls already under way cannot harm it any more.
   */
  @Override
  public void restore(LinkName link) {
    long now = ticker.nanos();
    memory.findLink(link).ifPresent(its -> its.restore(now));
    memory.keysOf(link.provider()).forEach(key -> key.restore(now));
    memory.findProvider(link.provider()).ifPresent(window -> window.restore(now));
    HealthLog.restored(link);
  }

  /** How many links, keys and providers are remembered. */
  int remembered() {
    return memory.size();
  }

  /** What is remembered of a link, for people to read. */
  public LinkReport report(Settings settings, Link link) {
    long now = ticker.nanos();
    Optional<LinkState> state = memory.findLink(link.name());
    Duration drainLeft = drainLeft(state, now);
    Optional<Rest> rest =
        Rest.longer(restOf(state, now), memory.findKey(link).flatMap(key -> key.look(now)));
    FailureWindow.Rate rate = rate(settings, link, now);
    return new LinkReport(
        link.name(),
        standing(drainLeft, rest, rate),
        rest.map(its -> its.kind().code()).orElse(""),
        drainLeft.isZero() ? rest.map(Rest::left).orElse(Duration.ZERO) : drainLeft,
        state.map(its -> its.lastFailure(now)).orElse(LastFailure.NONE),
        rate.failureRate(),
        rate.calls(),
        state.flatMap(LinkState::latencies).map(Latencies::times).orElse(Times.NONE));
  }

  private static State standing(Duration drainLeft, Optional<Rest> rest, FailureWindow.Rate rate) {
    if (!drainLeft.isZero()) {
      return State.DRAINED;
    }
    if (rest.isPresent()) {
      return rest.get().left().isZero() ? State.PROBING : State.COOLING_DOWN;
    }
    return rate.unhealthy() ? State.UNHEALTHY : State.READY;
  }

  private FailureWindow.Rate rate(Settings settings, Link link, long now) {
    String provider = link.name().provider();
    FailureWindow.Rate rate =
        memory
            .findProvider(provider)
            .map(window -> window.rate(settings.health(), now))
            .orElse(FailureWindow.Rate.NONE);
    HealthLog.rate(provider, rate);
    return rate;
  }

  private static Optional<Rest> restOf(Optional<LinkState> state, long now) {
    return state.flatMap(its -> its.cooldown().look(now));
  }

  private static Duration drainLeft(Optional<LinkState> state, long now) {
    return state.map(its -> its.drainLeft(now)).orElse(Duration.ZERO);
  }

  private static Admission told(Optional<Rest> ofLink, Optional<Rest> ofKey) {
    Optional<Rest> rest = Rest.longer(ofLink, ofKey);
    return rest.isPresent() ? rest.get().told() : Admission.OPEN;
  }
}
