package io.llmfailover.provider;

import java.net.http.HttpHeaders;

/**
 * A provider's HTTP answer as it came.
 *
 * @param status the HTTP status
 * @param headers its headers
 * @param body what came of the body, decoded; not copied: nobody changes it after it is made
 * @param ending how the body ended
 */
public record WireAnswer(int status, HttpHeaders headers, byte[] body, Ending ending) {
  /** How a body ended. */
  public enum Ending {
    /** As announced. */
    WHOLE,
    /** The connection was lost in the middle. */
    CUT,
    /** It was longer than is read, or could not be decoded. */
    UNREADABLE
  }

  /** The same when its body has been handed on already. */
  public WireAnswer withoutBody() {
    return new WireAnswer(status, headers, new byte[0], ending);
  }

  @Override
  public String toString() {
    return "HTTP " + status + ", " + body.length + " bytes, " + ending;
  }
}
