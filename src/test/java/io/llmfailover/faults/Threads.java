package io.llmfailover.faults;

import io.llmfailover.it.app.Polling;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which threads there were before a test, to tell those it left behind. */
final class Threads {
  /**
   * Not the module's to end: the upstreams, the common pool, the JVM's and the test framework's
   * own, and what lives as long as a connection pool or for ten idle seconds.
   */
  private static final Pattern OTHERS =
      Pattern.compile(
          "wire-.*|ForkJoinPool.*|llm-resolver|(?i)junit.*"
              + "|Common-Cleaner|process reaper|Attach Listener|surefire.*|Keep-Alive.*");

  private final Set<Thread> before = Thread.getAllStackTraces().keySet();

  /** Waits until there is no other thread than before. */
  void assertNoneIsLeft() {
    Polling.until(this::left, List::isEmpty);
  }

  private List<String> left() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread) && thread.isAlive())
        .map(Thread::getName)
        .filter(name -> !OTHERS.matcher(name).matches())
        .toList();
  }
}
