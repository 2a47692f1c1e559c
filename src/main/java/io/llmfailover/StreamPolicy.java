package io.llmfailover;

import java.util.Locale;
import java.util.Optional;

/** What happens when a stream breaks after its caller has heard a part of it. */
public enum StreamPolicy {
  /**
   * The next link goes on from there; where that is impossible the stream restarts, if its sink can
   * take back what it got, or ends in an error. The default.
   */
  RESUME,
  /** Cannot happen: nothing is sent until the answer is whole and usable. */
  BUFFER,
  /** The stream ends in an error. */
  ERROR;

  /** The name in configuration and requests: {@code resume}, {@code buffer}, {@code error}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The policy of that name, if there is one. */
  public static Optional<StreamPolicy> of(String code) {
    for (StreamPolicy policy : values()) {
      if (policy.code().equals(code)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }
}
