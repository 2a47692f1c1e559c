package io.llmfailover.api.gemini;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tool calls of a conversation that no result has been seen for. Gemini matches results by name
 * and order, the other dialects by id; calls without one get an id that is the same each time the
 * conversation is sent. Not thread-safe.
 */
final class OpenCalls {
  private record Call(int turn, String id, String name) {}

  private final List<Call> open = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int turn;
  private int made;

  /** The model speaks again. */
  void nextTurn() {
    turn++;
  }

  /** A call was made; answers the id it is known by, its own when it has one nobody else has. */
  String asked(String ownId, String name) {
    String id = ownId.isBlank() || ids.contains(ownId) ? fresh() : ownId;
    ids.add(id);
    open.add(new Call(turn, id, name));
    return id;
  }

  /**
   * A call was answered.
   *
   * @return its id: the one the result names, otherwise that of the first open call of this name in
   *     the latest turn that has one; empty when there is none
   */
  Optional<String> answered(String id, String name) {
    Optional<Call> call =
        open.stream().filter(one -> one.id().equals(id)).findFirst().or(() -> latest(name));
    call.ifPresent(open::remove);
    return call.map(Call::id);
  }

  private Optional<Call> latest(String name) {
    List<Call> named = open.stream().filter(one -> one.name().equals(name)).toList();
    int latest = named.stream().mapToInt(Call::turn).max().orElse(0);
    return named.stream().filter(one -> one.turn() == latest).findFirst();
  }

  private String fresh() {
    String id = "call_" + made++;
    return ids.contains(id) ? fresh() : id;
  }
}
