package io.llmfailover.api;

/** Takes server-sent events. Not thread-safe; never blocks. */
public interface EventSink {
  /** An event without a type. */
  default void event(byte[] data) {
    event("", data);
  }

  /**
   * An event.
   *
   * @param type its type; empty for none
   * @param data without line breaks, as JSON is that {@link Json#write} wrote
   */
  void event(String type, byte[] data);

  /**
   * The last line of a stream, outside any event and with no blank line after it. Readers of events
   * skip it; Google's SDKs look for errors there. A sink that knows only events leaves it out.
   */
  default void bare(byte[] line) {}
}
