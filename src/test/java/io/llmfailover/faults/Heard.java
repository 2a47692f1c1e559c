package io.llmfailover.faults;

import io.llmfailover.Attempt;
import io.llmfailover.chain.Link;
import io.llmfailover.failover.AttemptListener;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.failover.Generation;
import io.llmfailover.provider.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What observers of the engine are told: the ledger's rows and the handovers. Thread-safe. */
final class Heard implements AttemptListener {
  private final Map<String, List<Attempt>> attempts = new ConcurrentHashMap<>();
  private final List<String> handovers = new CopyOnWriteArrayList<>();

  @Override
  public void started(Generation generation) {
    attempts.put(generation.id(), new CopyOnWriteArrayList<>());
  }

  @Override
  public void attempted(
      Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {
    attempts.get(generation.id()).add(attempt);
  }

  @Override
  public void exhausted(Generation generation, String handoffId, List<Attempt> all) {
    handovers.add(handoffId);
  }

  /** The trails of all generations. */
  List<String> trails() {
    return attempts.values().stream().map(EngineFixture::trail).toList();
  }

  /** All attempts heard of, of every generation. */
  List<List<Attempt>> attempts() {
    return new ArrayList<>(attempts.values());
  }

  /** The handovers to a person. */
  List<String> handovers() {
    return List.copyOf(handovers);
  }
}
