package io.llmfailover.failover;

import io.llmfailover.SkipReason;
import io.llmfailover.chain.Link;
import io.llmfailover.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * What earlier generations taught about links. The engine asks it before each call; it learns as an
 * {@link AttemptListener}. Thread-safe and quick: it is on the path of every request.
 */
public interface LinkHealth {
  /**
   * Whether the link may be called by this generation now. A link whose rest is over lets one
   * generation in as a probe: asking takes that place, and the attempt that follows, whatever its
   * outcome, gives it back.
   */
  Admission admit(Generation generation, Link link);

  /** What {@link #admit} would say, without taking a probe's place. */
  Admission look(Settings settings, Link link);

  /** Whether the link's provider fails too often lately; such links are tried last. */
  boolean unhealthy(Settings settings, Link link);

  /** How long the link usually takes to answer, the median; empty while too few are known. */
  Optional<Duration> usualTime(Link link);

  /** The time within which it gives 95 of 100 answers; empty while too few are known. */
  Optional<Duration> longTime(Link link);

  /** Whether a link may be called. */
  sealed interface Admission {
    /** It may be called. */
    Admission OPEN = new Open();

    /** It may be called. */
    record Open() implements Admission {}

    /**
     * It rests.
     *
     * @param reason {@link SkipReason#COOLING_DOWN} or {@link SkipReason#DRAINED}
     * @param message why and until when, for a person
     * @param left how long it still rests
     * @param guess whether the length is this module's own guess, so that it may be tried before
     *     the end when there is nothing else; not so for a provider's own word, quota, key,
     *     permission or a missing model
     */
    record Resting(SkipReason reason, String message, Duration left, boolean guess)
        implements Admission {}
  }

  /** Remembers nothing: every link may be called, none is known. */
  LinkHealth NONE =
      new LinkHealth() {
        @Override
        public Admission admit(Generation generation, Link link) {
          return Admission.OPEN;
        }

        @Override
        public Admission look(Settings settings, Link link) {
          return Admission.OPEN;
        }

        @Override
        public boolean unhealthy(Settings settings, Link link) {
          return false;
        }

        @Override
        public Optional<Duration> usualTime(Link link) {
          return Optional.empty();
        }

        @Override
        public Optional<Duration> longTime(Link link) {
          return Optional.empty();
        }
      };
}
