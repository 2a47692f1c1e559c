package io.llmfailover.provider;

import io.llmfailover.FailureKind;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The verdict on one failed call: its class, what it says about the link, and what may help. Built
 * from {@link #of} with the {@code with…} methods. Immutable; the message is already free of
 * secrets.
 */
public final class Failure {
  /** What rests after the failure. */
  public enum Scope {
    /** Nothing. */
    NONE,
    /** This link. */
    LINK,
    /** All links that use the same provider and key. */
    PROVIDER
  }

  /** What another link must have to be of help. */
  public enum Remedy {
    /** Nothing in particular. */
    ANY,
    /** A larger context window. */
    LARGER_CONTEXT,
    /** A larger output limit. */
    LARGER_OUTPUT,
    /** A higher limit on the size of a request's body. */
    LARGER_BODY
  }

  private final FailureKind kind;
  private final int status;
  private final String message;
  private final Scope scope;
  private final Duration cooldown;
  private final boolean hinted;
  private final boolean repeatable;
  private final Remedy remedy;

  private Failure(
      FailureKind kind,
      int status,
      String message,
      Scope scope,
      Duration cooldown,
      boolean hinted,
      boolean repeatable,
      Remedy remedy) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.status = status;
    this.message = Objects.requireNonNull(message, "message");
    this.scope = Objects.requireNonNull(scope, "scope");
    this.cooldown = cooldown;
    this.hinted = hinted;
    this.repeatable = repeatable;
    this.remedy = Objects.requireNonNull(remedy, "remedy");
  }

  /**
   * A failure of this kind that rests nothing and is not worth a repeat.
   *
   * @param status the HTTP status; 0 when there was no HTTP answer
   * @param message the provider's words, or ours, for a person; without secrets
   */
  public static Failure of(FailureKind kind, int status, String message) {
    return new Failure(kind, status, message, Scope.NONE, null, false, false, Remedy.ANY);
  }

  /** The class of failure. */
  public FailureKind kind() {
    return kind;
  }

  /** The HTTP status; 0 when there was no HTTP answer. */
  public int status() {
    return status;
  }

  /** The provider's words, or ours, for a person. */
  public String message() {
    return message;
  }

  /** What rests. */
  public Scope scope() {
    return scope;
  }

  /**
   * How long it rests, when the provider said so ({@link #hinted()}) or the contract fixes it;
   * empty means the configured length for this kind.
   */
  public Optional<Duration> cooldown() {
    return Optional.ofNullable(cooldown);
  }

  /** Whether the length of the rest is the provider's own word. */
  public boolean hinted() {
    return hinted;
  }

  /** Whether one repeat on the same link is allowed and has a fair chance. */
  public boolean repeatable() {
    return repeatable;
  }

  /** What another link must have to be of help. */
  public Remedy remedy() {
    return remedy;
  }

  /** The same, resting {@code what} for the configured time. */
  public Failure resting(Scope what) {
    return new Failure(kind, status, message, what, null, false, repeatable, remedy);
  }

  /** The same, resting {@code what} for a time the contract fixes. */
  public Failure resting(Scope what, Duration fixed) {
    return new Failure(kind, status, message, what, fixed, false, repeatable, remedy);
  }

  /** The same, resting {@code what} for as long as the provider asked. */
  public Failure restingAsTold(Scope what, Duration hint) {
    return new Failure(kind, status, message, what, hint, true, repeatable, remedy);
  }

  /** The same, resting only {@code what}, for as long as before. */
  public Failure restingOnly(Scope what) {
    return new Failure(kind, status, message, what, cooldown, hinted, repeatable, remedy);
  }

  /** The same, worth one repeat on the same link. */
  public Failure worthRepeating() {
    return new Failure(kind, status, message, scope, cooldown, hinted, true, remedy);
  }

  /** The same, helped only by a link that has this. */
  public Failure helpedBy(Remedy what) {
    return new Failure(kind, status, message, scope, cooldown, hinted, repeatable, what);
  }

  /** The same in other words. */
  public Failure saying(String words) {
    return new Failure(kind, status, words, scope, cooldown, hinted, repeatable, remedy);
  }

  @Override
  public String toString() {
    return kind.code() + " (" + status + "): " + message;
  }
}
