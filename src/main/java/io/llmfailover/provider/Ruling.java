package io.llmfailover.provider;

import io.llmfailover.FailureKind;
import io.llmfailover.provider.Failure.Remedy;
import io.llmfailover.provider.Failure.Scope;
import java.time.Duration;

/**
 * What a failure can turn out to be: a kind with all that follows from it. Finer than {@link
 * FailureKind}, for one kind may rest a link in one case and its whole provider in another.
 */
enum Ruling {
  /** Too many requests for now. */
  RATE_LIMITED(FailureKind.RATE_LIMITED, Scope.LINK),
  /** The account has no money, or its spending limit is reached. */
  MONEY_SPENT(FailureKind.QUOTA_EXHAUSTED, Scope.PROVIDER),
  /** A model's allowance for the day is used up, or it has none on this plan. */
  DAY_SPENT(FailureKind.QUOTA_EXHAUSTED, Scope.LINK, Ruling.HOUR),
  /** No capacity at the moment. */
  OVERLOADED(FailureKind.OVERLOADED, Scope.LINK),
  /** Failed inside; once more may do. */
  SERVER_ERROR(FailureKind.SERVER_ERROR, Scope.LINK),
  /** Failed inside in a way that a repeat does not cure. */
  SERVER_STUCK(FailureKind.SERVER_ERROR, Scope.LINK),
  /** Took too long. */
  TIMEOUT(FailureKind.TIMEOUT, Scope.LINK),
  /** The key is not accepted. */
  KEY_REFUSED(FailureKind.AUTH, Scope.PROVIDER),
  /** The key may not use this model. */
  MODEL_FORBIDDEN(FailureKind.PERMISSION, Scope.LINK, Ruling.HOUR),
  /** The provider is closed to this account: region, disabled API, suspended. */
  PROVIDER_CLOSED(FailureKind.PERMISSION, Scope.PROVIDER, Ruling.HOUR),
  /** The model, or the path, does not exist. */
  NO_SUCH_MODEL(FailureKind.MODEL_NOT_FOUND, Scope.LINK, Ruling.HOUR),
  /** More tokens than the window holds. */
  PROMPT_TOO_LONG(FailureKind.CONTEXT_LENGTH, Remedy.LARGER_CONTEXT),
  /** More bytes than are taken. */
  BODY_TOO_LARGE(FailureKind.CONTEXT_LENGTH, Remedy.LARGER_BODY),
  /** More output tokens asked for than the model can write. */
  OUTPUT_TOO_LONG(FailureKind.UNSUPPORTED, Remedy.LARGER_OUTPUT),
  /** This model or dialect cannot take a part of the request. */
  UNSUPPORTED(FailureKind.UNSUPPORTED, Remedy.ANY),
  /** The content is refused. */
  FILTERED(FailureKind.CONTENT_FILTERED, Remedy.ANY),
  /** The model wrote something its own provider could not use. */
  MALFORMED(FailureKind.MALFORMED, Remedy.ANY),
  /** The request is wrong. */
  INVALID(FailureKind.INVALID_REQUEST, Remedy.ANY),
  /** Anything else. */
  UNKNOWN(FailureKind.UNKNOWN, Remedy.ANY);

  private static final long HOUR = 3_600;

  private final FailureKind kind;
  private final Scope scope;
  private final long fixedSeconds;
  private final Remedy remedy;

  Ruling(FailureKind kind, Scope scope) {
    this(kind, scope, 0, Remedy.ANY);
  }

  Ruling(FailureKind kind, Scope scope, long fixedSeconds) {
    this(kind, scope, fixedSeconds, Remedy.ANY);
  }

  Ruling(FailureKind kind, Remedy remedy) {
    this(kind, Scope.NONE, 0, remedy);
  }

  Ruling(FailureKind kind, Scope scope, long fixedSeconds, Remedy remedy) {
    this.kind = kind;
    this.scope = scope;
    this.fixedSeconds = fixedSeconds;
    this.remedy = remedy;
  }

  FailureKind kind() {
    return kind;
  }

  Scope scope() {
    return scope;
  }

  /** Whether a wait hint of the provider says how long the link rests. */
  boolean takesHint() {
    return this == RATE_LIMITED || this == OVERLOADED;
  }

  /** The failure, resting as the contract says when the provider gives no hint. */
  Failure failure(int status, String message) {
    Failure failure = Failure.of(kind, status, message).helpedBy(remedy);
    if (scope == Scope.NONE) {
      return failure;
    }
    return fixedSeconds == 0
        ? failure.resting(scope)
        : failure.resting(scope, Duration.ofSeconds(fixedSeconds));
  }
}
