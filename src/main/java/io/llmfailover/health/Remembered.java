package io.llmfailover.health;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Entries by name, bounded. To look one up costs a hash. Only adding one may cost a look at all:
 * when there are too many, a tenth of them leave, those of least {@link Worth} first and among them
 * those used longest ago; and once an hour those worth nothing leave that were not used for long.
 *
 * <p>Thread-safe. What another thread adds to an entry while it is forgotten is lost.
 *
 * @param <K> the name
 * @param <V> what is remembered
 */
final class Remembered<K, V extends Remembered.Entry> {
  private static final long STALE_NANOS = Duration.ofHours(6).toNanos();
  private static final long SWEEP_NANOS = Duration.ofHours(1).toNanos();

  /** How much an entry would be missed. */
  enum Worth {
    /** Not at all: a new one would say the same. */
    NOTHING,
    /** It says something. */
    SOMETHING,
    /** It is configured, or an operator's word. */
    MUCH
  }

  /** An entry that knows what it is worth. */
  interface Entry {
    /** Its worth at this moment. */
    Worth worth(long now);
  }

  private static final class Slot<V> {
    private final V value;
    private volatile long usedNanos;

    private Slot(V value) {
      this.value = value;
    }
  }

  private record Candidate<K, V>(K key, Slot<V> slot, Worth worth, long idleNanos) {
    boolean stale() {
      return worth == Worth.NOTHING && idleNanos > STALE_NANOS;
    }
  }

  private final ConcurrentHashMap<K, Slot<V>> slots = new ConcurrentHashMap<>();
  private final int limit;
  private final Supplier<Set<K>> configured;
  private volatile long sweptNanos;

  /**
   * @param limit how many are remembered at most
   * @param configured the names that are worth {@link Worth#MUCH}; asked only when some must leave
   */
  Remembered(int limit, Supplier<Set<K>> configured, long now) {
    this.limit = limit;
    this.configured = configured;
    this.sweptNanos = now;
  }

  /** The entry, if there is one; to look at it is not to use it. */
  Optional<V> find(K key) {
    Slot<V> slot = slots.get(key);
    return slot == null ? Optional.empty() : Optional.of(slot.value);
  }

  /** Whether there is none at all. */
  boolean isEmpty() {
    return slots.isEmpty();
  }

  /** The entry, made if there is none. */
  V get(K key, Supplier<V> make, long now) {
    Slot<V> known = slots.get(key);
    if (known != null) {
      known.usedNanos = now;
      return known.value;
    }
    Slot<V> slot = slots.computeIfAbsent(key, name -> new Slot<>(make.get()));
    slot.usedNanos = now;
    if (slots.size() > limit || now - sweptNanos > SWEEP_NANOS) {
      sweep(now);
    }
    return slot.value;
  }

  /** Those whose name fits, as they are while they are looked at. */
  List<V> where(Predicate<K> fits) {
    return slots.entrySet().stream()
        .filter(entry -> fits.test(entry.getKey()))
        .map(entry -> entry.getValue().value)
        .toList();
  }

  int size() {
    return slots.size();
  }

  private synchronized void sweep(long now) {
    boolean tooMany = slots.size() > limit;
    if (!tooMany && now - sweptNanos <= SWEEP_NANOS) {
      // Another thread was here while this one waited.
      return;
    }
    sweptNanos = now;
    Set<K> wanted = configured.get();
    List<Candidate<K, V>> leastFirst =
        slots.entrySet().stream()
            .map(entry -> candidate(entry, wanted, now))
            .sorted(
                Comparator.<Candidate<K, V>, Worth>comparing(Candidate::worth)
                    .thenComparing(
                        Comparator.<Candidate<K, V>>comparingLong(Candidate::idleNanos).reversed()))
            .toList();
    int surplus = tooMany ? leastFirst.size() - limit + limit / 10 : 0;
    for (int i = 0; i < leastFirst.size(); i++) {
      Candidate<K, V> each = leastFirst.get(i);
      if (i < surplus || each.stale()) {
        slots.remove(each.key(), each.slot());
      }
    }
  }

  /** Read once: sorting must not see it change. */
  private Candidate<K, V> candidate(Map.Entry<K, Slot<V>> entry, Set<K> wanted, long now) {
    Slot<V> slot = entry.getValue();
    Worth worth = wanted.contains(entry.getKey()) ? Worth.MUCH : slot.value.worth(now);
    return new Candidate<>(entry.getKey(), slot, worth, now - slot.usedNanos);
  }
}
