package io.llmfailover.config;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The texts of this package's messages, LLMF0001 to LLMF0019, and the way into the log. */
final class ConfigLog {
  private final BiConsumer<Level, String> out;

  /** Writes with {@code java.util.logging}, under this package's name. */
  ConfigLog() {
    this(Logger.getLogger("io.llmfailover.config")::log);
  }

  ConfigLog(BiConsumer<Level, String> out) {
    this.out = out;
  }

  void warn(String message) {
    out.accept(Level.WARNING, message);
  }

  void error(String message) {
    out.accept(Level.SEVERE, message);
  }

  void info(String message) {
    out.accept(Level.INFO, message);
  }

  static String invalid(List<String> problems) {
    return "LLMF0001E: The configuration is wrong: " + String.join("; ", problems);
  }

  static String oldStaysInForce(String problem) {
    return problem + ". The configuration read before stays in force.";
  }

  static String noApiKey(String provider) {
    return "LLMF0002W: No API key for " + provider + ", skipping";
  }

  static String unknownKey(String key, String nearest) {
    return "LLMF0003W: Unknown configuration key " + key + "; the nearest known one is " + nearest;
  }

  static String placeholderKey(String key, String source) {
    return "LLMF0004W: The value of " + key + " (from " + source + ") looks like a placeholder";
  }

  static String changed() {
    return "LLMF0005I: Changed configuration is in force for new generations.";
  }

  static String unreadable(RuntimeException why) {
    return "LLMF0006E: The configuration cannot be read: " + why.getClass().getName();
  }
}
