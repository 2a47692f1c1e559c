package io.llmfailover.health;

import io.llmfailover.Attempt;
import io.llmfailover.Deadline;
import io.llmfailover.FailureKind;
import io.llmfailover.Prompt;
import io.llmfailover.VirtualTime;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.Generation;
import io.llmfailover.failover.LinkHealth.Admission;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.Failure.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A board, its time and its settings, and short words for what happens to links. */
final class BoardStory {
  static final String OPENAI = "openai/gpt-4o";
  static final String MINI = "openai/gpt-4o-mini";
  static final String GEMINI = "gemini/gemini-2.5-flash";

  final VirtualTime time = new VirtualTime();
  final MapValues values =
      MapValues.of(
          "llm.chain", OPENAI + ", " + GEMINI,
          "llm.provider.openai.api-key", "key-1",
          "llm.provider.gemini.api-key", "key-g");
  final HealthBoard board;
  private final AtomicInteger ids = new AtomicInteger();
  private Settings settings = values.settings();

  BoardStory() {
    board =
        new HealthBoard(
            new CurrentSettings() {
              @Override
              public Settings get() {
                return settings;
              }

              @Override
              public Optional<String> problem() {
                return Optional.empty();
              }
            },
            time);
  }

  /** Changes the configuration; generations from now on have it. */
  BoardStory with(String key, String value) {
    settings = values.set(key, value).settings();
    return this;
  }

  Settings settings() {
    return settings;
  }

  Link link(String name) {
    return settings.link(LinkName.parse(name)).orElseThrow();
  }

  Generation generation() {
    return new Generation(
        "g" + ids.incrementAndGet(),
        settings.defaultChain(),
        Prompt.of("Habari?"),
        Deadline.after(Duration.ofMinutes(2), time),
        settings);
  }

  static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }

  void pass(double seconds) {
    time.pass(seconds(seconds));
  }

  /** A failure that rests the link for the configured time. */
  static Failure sick(FailureKind kind) {
    return Failure.of(kind, 500, kind.code()).resting(Scope.LINK);
  }

  static Failure overloaded() {
    return sick(FailureKind.OVERLOADED);
  }

  static Failure hinted(double seconds) {
    return Failure.of(FailureKind.OVERLOADED, 503, "wait")
        .restingAsTold(Scope.LINK, seconds(seconds));
  }

  void failed(Generation generation, String link, Failure failure, double took) {
    Attempt attempt =
        new Attempt.Failed(
            link, failure.kind(), failure.status(), failure.message(), 1, seconds(took));
    board.attempted(generation, link(link), attempt, Optional.of(failure));
  }

  void answered(Generation generation, String link, double took) {
    board.attempted(
        generation,
        link(link),
        new Attempt.Answered(link, 200, 1, seconds(took)),
        Optional.empty());
  }

  void cancelled(Generation generation, String link) {
    board.attempted(
        generation, link(link), new Attempt.Cancelled(link, 1, Duration.ZERO), Optional.empty());
  }

  /** Fails at once, in a generation of its own, however well the link is. */
  BoardStory fails(String link, Failure failure) {
    failed(generation(), link, failure, 0);
    return this;
  }

  BoardStory fails(int times, String link, Failure failure) {
    for (int i = 0; i < times; i++) {
      fails(link, failure);
    }
    return this;
  }

  BoardStory answers(String link) {
    answered(generation(), link, 0);
    return this;
  }

  /** A generation that was let in. */
  Generation admitted(String link) {
    Generation generation = generation();
    Admission admission = board.admit(generation, link(link));
    if (admission instanceof Admission.Resting resting) {
      throw new AssertionError(link + " rests: " + resting);
    }
    return generation;
  }

  boolean open(String link) {
    return board.look(settings, link(link)) == Admission.OPEN;
  }

  /** How the link rests. */
  Admission.Resting rest(String link) {
    Admission seen = board.look(settings, link(link));
    if (seen instanceof Admission.Resting resting) {
      return resting;
    }
    throw new AssertionError(link + " does not rest");
  }

  /** How long the link rests, in seconds; 0 when it does not, or only waits for a probe. */
  double left(String link) {
    return board.look(settings, link(link)) instanceof Admission.Resting resting
        ? resting.left().toMillis() / 1000.0
        : 0;
  }

  LinkReport report(String link) {
    return board.report(settings, link(link));
  }
}
