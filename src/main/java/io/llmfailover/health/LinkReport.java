package io.llmfailover.health;

import io.llmfailover.FailureKind;
import io.llmfailover.chain.LinkName;
import java.time.Duration;
import java.util.Locale;

/**
 * What is remembered of one link, as people read it.
 *
 * @param link which one
 * @param state how it stands
 * @param reason the code of the failure that began its rest, {@code rate_limited} for instance;
 *     empty when it does not rest
 * @param left how long the rest or the drain lasts still; zero when there is none, or when it is
 *     over and a call has yet to show that all is well
 * @param lastFailure the last failure that says something about the link
 * @param failureRate of the link's provider in the window, 0 to 1
 * @param calls to the link's provider in the window, counted ones only
 * @param times how long its answers take
 */
public record LinkReport(
    LinkName link,
    State state,
    String reason,
    Duration left,
    LastFailure lastFailure,
    double failureRate,
    int calls,
    Times times) {

  /** How a link stands; the worst that holds. */
  public enum State {
    /** It is called when its turn comes. */
    READY,
    /** It, or its provider's key, rests. */
    COOLING_DOWN,
    /** Its rest is over; one call at a time shows whether it is well again. */
    PROBING,
    /** Its provider fails too often; it is tried last. */
    UNHEALTHY,
    /** An operator took it out. */
    DRAINED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name users see, for instance {@code cooling_down}. */
    public String code() {
      return code;
    }
  }

  /**
   * A failure and when it was.
   *
   * @param kind the class of failure
   * @param status the HTTP status; 0 when there was no HTTP answer
   * @param message the provider's words, without secrets
   * @param ago how long ago; negative when there was none
   */
  public record LastFailure(FailureKind kind, int status, String message, Duration ago) {
    /** There was none. */
    public static final LastFailure NONE =
        new LastFailure(FailureKind.UNKNOWN, 0, "", Duration.ofSeconds(-1));

    /** Whether there was one. */
    public boolean known() {
      return !ago.isNegative();
    }
  }

  /**
   * How long answers take, lately.
   *
   * @param answers how many are known; the rest means nothing when it is 0
   * @param p50Millis half of them came within this
   * @param p95Millis 95 of 100 came within this
   * @param p99Millis 99 of 100 came within this
   */
  public record Times(int answers, long p50Millis, long p95Millis, long p99Millis) {
    /** None are known. */
    public static final Times NONE = new Times(0, 0, 0, 0);
  }
}
