package io.llmfailover.provider;

import io.llmfailover.FailureKind;

/** The ways in which a successful HTTP answer is of no use; each is an exception to throw. */
public final class UnusableAnswer {
  private static final int LONGEST_MESSAGE = 500;

  private UnusableAnswer() {}

  /** It has a shape the dialect does not know, or the model wrote something unusable. */
  public static ProviderException malformed(ProviderCall call, int status, String why) {
    return new ProviderException(failure(FailureKind.MALFORMED, call, status, why));
  }

  /** There is nothing in it. */
  public static ProviderException empty(ProviderCall call, int status, String why) {
    return new ProviderException(failure(FailureKind.EMPTY, call, status, why));
  }

  /**
   * The provider does not say that the model came to an end: what there is of an answer may be a
   * part of one.
   *
   * @param content whether there is anything of an answer
   */
  public static ProviderException unfinished(
      ProviderCall call, int status, boolean content, String why) {
    FailureKind kind = content ? FailureKind.TRUNCATED : FailureKind.EMPTY;
    return new ProviderException(failure(kind, call, status, why));
  }

  /** A verdict whose message is short and free of the provider's key. */
  public static Failure failure(FailureKind kind, ProviderCall call, int status, String why) {
    String secret = call.link().provider().key().secret();
    // Before it is cut: half a key would not be found any more.
    String words = secret.isEmpty() ? why : why.replace(secret, "***");
    return Failure.of(
        kind,
        status,
        words.length() > LONGEST_MESSAGE ? words.substring(0, LONGEST_MESSAGE) + "..." : words);
  }
}
