package io.llmfailover.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notes what a client would get: headers, texts, {@code <flush>} and {@code <end>}, in order; what
 * is written in slices is one text. A client that misbehaves is a task run by the next write.
 */
final class TranscribedOutlet implements EventOutlet {
  /** What happens within a write. */
  interface Trouble {
    void happen() throws IOException;
  }

  private final List<String> heard = new ArrayList<>();
  private final StringBuilder buffered = new StringBuilder();
  private Map<String, String> headers = Map.of();
  private Trouble trouble = () -> {};
  private boolean inside;
  private int writes;

  @Override
  public void open(Map<String, String> with) {
    headers = new TreeMap<>(with);
    heard.add("<open>");
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (inside) {
      throw new AssertionError("two threads write at once");
    }
    inside = true;
    writes++;
    Trouble now = trouble;
    trouble = () -> {};
    try {
      now.happen();
      buffered.append(new String(bytes, from, length, StandardCharsets.UTF_8));
    } finally {
      inside = false;
    }
  }

  @Override
  public void flush() {
    heard.add(buffered.toString());
    heard.add("<flush>");
    buffered.setLength(0);
  }

  @Override
  public void end() {
    heard.add("<end>");
  }

  /** Has this happen within the next write. */
  void atNextWrite(Trouble next) {
    trouble = next;
  }

  /** All so far. */
  List<String> heard() {
    return List.copyOf(heard);
  }

  /** All text so far, in one. */
  String text() {
    StringBuilder all = new StringBuilder();
    heard.stream().filter(one -> !one.startsWith("<")).forEach(all::append);
    return all.toString();
  }

  Map<String, String> headers() {
    return headers;
  }

  int writes() {
    return writes;
  }
}
