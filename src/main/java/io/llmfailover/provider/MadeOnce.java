package io.llmfailover.provider;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What is made of one value of the settings, once for as long as they are in force: with the next
 * settings come other objects. Forgets all when there are too many. Thread-safe; to look one up is
 * one volatile read.
 *
 * @param <K> looked up by identity
 * @param <V> immutable
 */
public final class MadeOnce<K, V> {
  private static final int MOST = 200;

  private final Function<K, V> maker;
  private volatile Map<K, V> made = new IdentityHashMap<>();

  /** Nothing is made yet. */
  public MadeOnce(Function<K, V> maker) {
    this.maker = maker;
  }

  /** What is made of it. */
  public V of(K key) {
    V known = made.get(key);
    return known == null ? make(key) : known;
  }

  private synchronized V make(K key) {
    V fresh = maker.apply(key);
    // A copy: others read the one there is, without a lock.
    Map<K, V> more = made.size() < MOST ? new IdentityHashMap<>(made) : new IdentityHashMap<>();
    more.put(key, fresh);
    made = more;
    return fresh;
  }
}
