package io.llmfailover.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Whether it is clear where a request ends and whom it is for. */
final class Framing {
  private static final String HOST = "Host";
  private static final String TRANSFER_ENCODING = "Transfer-Encoding";

  private Framing() {}

  /**
   * The header that leaves it open.
   *
   * @param headers all values of a header by its name, in any case; none when absent
   */
  static Optional<String> unclear(Function<String, List<String>> headers) {
    if (headers.apply(HOST).size() > 1) {
      return Optional.of(HOST);
    }
    List<String> encodings = headers.apply(TRANSFER_ENCODING);
    boolean chunked = encodings.size() == 1 && encodings.get(0).equalsIgnoreCase("chunked");
    return encodings.isEmpty() || chunked ? Optional.empty() : Optional.of(TRANSFER_ENCODING);
  }
}
