package io.llmfailover.structured.schema;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what this module logs until it is closed. Thread-safe. */
final class LogLines extends Handler implements AutoCloseable {
  // Held: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private final List<String> lines = new CopyOnWriteArrayList<>();

  static LogLines open() {
    LogLines lines = new LogLines();
    LOG.addHandler(lines);
    return lines;
  }

  /** The lines so far. */
  List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord entry) {
    lines.add(entry.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOG.removeHandler(this);
  }
}
