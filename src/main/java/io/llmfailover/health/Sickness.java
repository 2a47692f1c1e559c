package io.llmfailover.health;

import io.llmfailover.FailureKind;
import io.llmfailover.config.HealthSettings;
import io.llmfailover.provider.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * What a failure asks of the one it is about: how long to rest, and on whose word.
 *
 * @param kind the class of failure
 * @param length how long to rest; zero when this cooldown is switched off
 * @param counted whether several in a row are needed, and the length doubles while probes fail
 * @param guess whether the length is our own guess rather than somebody's word
 */
record Sickness(FailureKind kind, Duration length, boolean counted, boolean guess) {
  /**
   * What the failure asks for under these settings; its scope says of whom. Empty when it says
   * nothing about anybody's well-being.
   */
  static Optional<Sickness> of(Failure failure, HealthSettings settings) {
    FailureKind kind = failure.kind();
    if (failure.cooldown().isPresent()) {
      // Of the lengths the contract fixes only the one for a proxy's web page is a guess.
      boolean guess = kind == FailureKind.MALFORMED && !failure.hinted();
      return Optional.of(new Sickness(kind, failure.cooldown().get(), false, guess));
    }
    return switch (kind) {
      case OVERLOADED, SERVER_ERROR, TIMEOUT, CONNECTION ->
          Optional.of(new Sickness(kind, settings.cooldown(), true, true));
      case RATE_LIMITED -> Optional.of(new Sickness(kind, settings.rateLimited(), false, true));
      case QUOTA_EXHAUSTED -> Optional.of(new Sickness(kind, settings.quota(), false, false));
      case AUTH -> Optional.of(new Sickness(kind, settings.auth(), false, false));
      case PERMISSION,
          MODEL_NOT_FOUND,
          CONTEXT_LENGTH,
          TRUNCATED,
          MALFORMED,
          EMPTY,
          CONTENT_FILTERED,
          INVALID_REQUEST,
          UNSUPPORTED,
          UNKNOWN ->
          Optional.empty();
    };
  }

  /** How much it adds to the failures in a row: a silent link has cost far more than a quick no. */
  int weight() {
    return kind == FailureKind.TIMEOUT ? 2 : 1;
  }

  /** The same with another length. */
  Sickness lasting(Duration other) {
    return new Sickness(kind, other, counted, guess);
  }
}
