package io.llmfailover;

import java.time.Duration;

/**
 * What became of one link within a generation, its same-link retries included. Immutable.
 *
 * <p>{@code link} is the link's name as {@code provider/model}.
 */
public sealed interface Attempt {
  /** The link's name, {@code provider/model}. */
  String link();

  /**
   * The outcome users see: {@code answered}, {@code failed}, {@code skipped}, {@code cancelled}.
   */
  String outcome();

  /**
   * The word of the trail: {@code answered}, {@code cancelled}, or why it failed or was skipped.
   */
  String verdict();

  /** How often the provider was called, retries included; 0 when it was not. */
  int calls();

  /** What its calls came to, as far as the provider told; nothing when it was not called. */
  default Spent spent() {
    return Spent.NOTHING;
  }

  /**
   * The link gave the answer.
   *
   * @param status the HTTP status
   * @param took from the first call to the whole answer
   * @param spent on all of its calls
   */
  record Answered(String link, int status, int calls, Duration took, Spent spent)
      implements Attempt {
    /** An answer that told no tokens. */
    public Answered(String link, int status, int calls, Duration took) {
      this(link, status, calls, took, Spent.NOTHING);
    }

    @Override
    public String outcome() {
      return "answered";
    }

    @Override
    public String verdict() {
      return "answered";
    }
  }

  /**
   * The link gave no usable answer.
   *
   * @param reason the class of failure
   * @param status the HTTP status; 0 when there was no HTTP answer
   * @param message the provider's own words, shortened and without secrets
   * @param took from the first call to the failure
   * @param spent on all of its calls
   */
  record Failed(
      String link,
      FailureKind reason,
      int status,
      String message,
      int calls,
      Duration took,
      Spent spent)
      implements Attempt {
    /** A failure that told no tokens. */
    public Failed(
        String link, FailureKind reason, int status, String message, int calls, Duration took) {
      this(link, reason, status, message, calls, took, Spent.NOTHING);
    }

    @Override
    public String outcome() {
      return "failed";
    }

    @Override
    public String verdict() {
      return reason.code();
    }
  }

  /**
   * The link was passed over.
   *
   * @param reason why
   * @param message what exactly, for a person; may be empty
   */
  record Skipped(String link, SkipReason reason, String message) implements Attempt {
    @Override
    public String outcome() {
      return "skipped";
    }

    @Override
    public String verdict() {
      return reason.code();
    }

    @Override
    public int calls() {
      return 0;
    }
  }

  /**
   * The call was given up because nobody waits for it any more.
   *
   * @param took from the first call to the end
   */
  record Cancelled(String link, int calls, Duration took) implements Attempt {
    @Override
    public String outcome() {
      return "cancelled";
    }

    @Override
    public String verdict() {
      return "cancelled";
    }
  }
}
