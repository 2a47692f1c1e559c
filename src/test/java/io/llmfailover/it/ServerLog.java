package io.llmfailover.it;

import io.llmfailover.it.app.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the server under test wrote to its {@code messages.log}, from a moment on. */
final class ServerLog {
  private final long from;

  private ServerLog(long from) {
    this.from = from;
  }

  /** What will be written from now on. */
  static ServerLog fromNow() {
    return new ServerLog(bytes().length);
  }

  /** All that has been written, by earlier deployments too. */
  static ServerLog fromTheStart() {
    return new ServerLog(0);
  }

  /** What has been written since. */
  String text() {
    byte[] all = bytes();
    int start = (int) Math.min(from, all.length);
    return new String(all, start, all.length - start, StandardCharsets.UTF_8);
  }

  /** Waits until a line contains all of these, and gives it. */
  String await(String... parts) {
    return Polling.until(() -> line(parts), line -> !line.isEmpty());
  }

  private String line(String... parts) {
    return text()
        .lines()
        .filter(line -> Stream.of(parts).allMatch(line::contains))
        .findFirst()
        .orElse("");
  }

  /** The server's own directory. */
  static Path server() {
    return Path.of(System.getProperty("wlp.home"), "usr", "servers", "itServer");
  }

  /** All files the server has logged into. */
  static List<Path> files() {
    try (Stream<Path> files = Files.walk(server().resolve("logs"))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] bytes() {
    Path log = server().resolve("logs/messages.log");
    try {
      return Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
