package io.llmfailover.provider;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.util.TimeValue;

/** How long a connection may be idle. Stateless. */
final class KeepAlive {
  private static final String TIMEOUT = "timeout=";

  private KeepAlive() {}

  /**
   * What the upstream says it keeps it, if that is shorter than what we keep ours; zero is not at
   * all.
   */
  static TimeValue of(HttpResponse response) {
    Header said = response.getFirstHeader("Keep-Alive");
    if (said == null || said.getValue() == null) {
      return WireClient.KEPT;
    }
    long seconds = seconds(said.getValue());
    return seconds < 0 || seconds >= WireClient.KEPT.getDuration()
        ? WireClient.KEPT
        : TimeValue.ofSeconds(seconds);
  }

  /** The seconds in {@code timeout=5, max=100}; negative when there are none. */
  private static long seconds(String value) {
    int from = value.indexOf(TIMEOUT);
    if (from < 0) {
      return -1;
    }
    int start = from + TIMEOUT.length();
    int end = start;
    while (end < value.length() && end - start < 9 && Character.isDigit(value.charAt(end))) {
      end++;
    }
    return end == start ? -1 : Long.parseLong(value, start, end, 10);
  }
}
