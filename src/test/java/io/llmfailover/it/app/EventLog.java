package io.llmfailover.it.app;

import io.llmfailover.AttemptEnded;
import io.llmfailover.ChainExhausted;
import io.llmfailover.LinkSwitched;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Notes every event the module fires, one line each. Thread-safe. */
@ApplicationScoped
public class EventLog {
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  void ended(@Observes AttemptEnded event) {
    seen.add("sync " + line(event));
  }

  void endedLater(@ObservesAsync AttemptEnded event) {
    seen.add("async " + line(event));
  }

  void switched(@Observes LinkSwitched event) {
    seen.add("sync " + line(event));
  }

  void switchedLater(@ObservesAsync LinkSwitched event) {
    seen.add("async " + line(event));
  }

  void exhausted(@Observes ChainExhausted event) {
    seen.add("sync " + line(event));
  }

  void exhaustedLater(@ObservesAsync ChainExhausted event) {
    seen.add("async " + line(event));
  }

  private static String line(AttemptEnded event) {
    return "%s attempt %s %s=%s"
        .formatted(
            event.generation(), event.chain(), event.attempt().link(), event.attempt().verdict());
  }

  private static String line(LinkSwitched event) {
    return "%s switch %s %s>%s %s"
        .formatted(
            event.generation(), event.chain(), event.from(), event.to(), event.reason().code());
  }

  private static String line(ChainExhausted event) {
    return "%s exhausted %s %s after %d"
        .formatted(event.generation(), event.chain(), event.handoffId(), event.attempts().size());
  }

  /** All lines about one generation, without its id, in the order in which they were seen. */
  public List<String> of(String generation) {
    return seen.stream()
        .filter(line -> line.contains(" " + generation + " "))
        .map(line -> line.replace(generation + " ", ""))
        .toList();
  }

  /** How many generations ended without an answer. */
  public long exhausted() {
    return seen.stream()
        .filter(line -> line.startsWith("sync ") && line.contains(" exhausted "))
        .count();
  }

  /** The generation a line with this ending was about; empty when there is none. */
  public String generationOf(String line) {
    String kind = line.substring(0, line.indexOf(' ') + 1);
    String rest = line.substring(kind.length() - 1);
    return seen.stream()
        .filter(one -> one.startsWith(kind) && one.endsWith(rest))
        .map(one -> one.substring(kind.length(), one.length() - rest.length()))
        .findFirst()
        .orElse("");
  }
}
