package io.llmfailover.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what this module logs, at every level, until it is closed. Thread-safe. */
final class LogTap extends Handler {
  // Held, so that its level stays: loggers are kept weakly.
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LogTap() {}

  static LogTap open() {
    LogTap tap = new LogTap();
    LOG.setLevel(Level.ALL);
    LOG.addHandler(tap);
    return tap;
  }

  /** The lines so far. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord entry) {
    String thrown = entry.getThrown() == null ? "" : " " + Said.stackOf(entry.getThrown());
    lines.add(entry.getMessage() + thrown);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOG.removeHandler(this);
    LOG.setLevel(null);
  }
}
