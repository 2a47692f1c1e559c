package io.llmfailover.failover;

import io.llmfailover.Timer;
import io.llmfailover.provider.ProviderCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The turns of one generation that are under way, and whether its end is decided. Thread-safe: this
 * is where the end of a call, the deadline, the caller's cancellation and a hedge meet.
 *
 * <p>A turn stays here until what became of it is settled, so that nobody takes the generation for
 * exhausted while an answer is being judged.
 */
final class UnderWay {
  private final List<Turn> turns = new ArrayList<>(2);
  private boolean decided;
  private Optional<Turn> speaking = Optional.empty();
  private Timer.Scheduled hedge = () -> {};

  /** Whether the generation's end is decided. */
  synchronized boolean isOver() {
    return decided;
  }

  /** Makes the caller the one who ends the generation; false when somebody else does already. */
  synchronized boolean decide() {
    boolean first = !decided;
    decided = true;
    return first;
  }

  /** A turn begins, or goes on after waiting; false when the generation is over. */
  synchronized boolean enter(Turn turn) {
    if (decided) {
      return false;
    }
    if (!turns.contains(turn)) {
      turns.add(turn);
    }
    return true;
  }

  /** The turn of this call, if it is under way. */
  synchronized Optional<Turn> of(ProviderCall call) {
    for (Turn turn : turns) {
      if (turn.call() == call) {
        return Optional.of(turn);
      }
    }
    return Optional.empty();
  }

  /**
   * Gives one turn the floor, and takes the hedge back: it alone may end the generation in an
   * answer, until it leaves.
   *
   * @return the other turns, claimed for the caller as {@link #cut} does; empty when another has
   *     the floor, this one is not under way any more, or the generation is over
   */
  Optional<List<Turn>> giveFloor(Turn turn) {
    List<Turn> others;
    Timer.Scheduled later;
    synchronized (this) {
      boolean another = speaking.isPresent() && speaking.get() != turn;
      if (decided || another || !turns.contains(turn)) {
        return Optional.empty();
      }
      speaking = Optional.of(turn);
      turns.remove(turn);
      others = List.copyOf(turns);
      turns.clear();
      turns.add(turn);
      later = hedge;
    }
    later.cancel();
    return Optional.of(claimed(others));
  }

  /** A turn is settled; whether another one is still under way. */
  synchronized boolean leave(Turn turn) {
    turns.remove(turn);
    speaking = speaking.filter(speaker -> speaker != turn);
    return !turns.isEmpty();
  }

  /** A turn waits for its link to be back, as another one; false when the generation is over. */
  synchronized boolean exchange(Turn turn, Turn waiting) {
    if (decided) {
      return false;
    }
    turns.remove(turn);
    turns.add(waiting);
    return true;
  }

  synchronized boolean has(Turn turn) {
    return turns.contains(turn);
  }

  synchronized boolean isEmpty() {
    return turns.isEmpty();
  }

  /** Notes what would start a second call, so that it can be taken back. */
  synchronized void hedgeLater(Timer.Scheduled later) {
    hedge = later;
  }

  /**
   * Takes all turns that nobody has claimed, claimed for the caller, and takes the hedge back. Who
   * claimed another one settles it himself.
   */
  List<Turn> cut() {
    List<Turn> all;
    Timer.Scheduled later;
    synchronized (this) {
      all = List.copyOf(turns);
      turns.clear();
      later = hedge;
    }
    later.cancel();
    return claimed(all);
  }

  private static List<Turn> claimed(List<Turn> all) {
    List<Turn> ours = all;
    for (Turn turn : all) {
      if (!turn.claim()) {
        ours = ours == all ? new ArrayList<>(all) : ours;
        ours.remove(turn);
      }
    }
    return ours;
  }
}
