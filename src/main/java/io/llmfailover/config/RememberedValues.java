package io.llmfailover.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Passes values on and remembers what was asked and answered, so that a change can be noticed
 * without reading everything anew. Never printed: it holds secrets. Not thread-safe.
 */
final class RememberedValues implements ConfiguredValues {
  /** Keys nobody has set are asked for in so many turns, when there are many. */
  private static final int TURNS = 3;

  private static final int FEW = 500;

  private final ConfiguredValues source;
  private final Set<String> names;
  private final Map<String, String> answers = new HashMap<>();
  private final Set<String> unanswered = new HashSet<>();

  // The unanswered ones in the order they are asked again, and which is next.
  private List<String> turns = List.of();
  private int next;

  RememberedValues(ConfiguredValues source) {
    this.source = source;
    this.names = ours(source);
  }

  @Override
  public Optional<Found> find(String key) {
    Optional<Found> found = source.find(key);
    if (found.isPresent()) {
      answers.put(key, found.get().value());
    } else {
      unanswered.add(key);
    }
    return found;
  }

  @Override
  public Iterable<String> names() {
    return names;
  }

  /**
   * Whether all that was asked would be answered the same now. Of many keys that had no value and
   * are not listed, a third is asked for each time: a value that a source does not list is found at
   * the third time at the latest.
   */
  boolean holdsFor(ConfiguredValues now) {
    return names.equals(ours(now)) && answeredTheSame(now) && stillUnanswered(now);
  }

  private boolean answeredTheSame(ConfiguredValues now) {
    for (Map.Entry<String, String> asked : answers.entrySet()) {
      Optional<Found> found = now.find(asked.getKey());
      if (found.isEmpty() || !found.get().value().equals(asked.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean stillUnanswered(ConfiguredValues now) {
    if (turns.size() != unanswered.size()) {
      turns = new ArrayList<>(unanswered);
      next = 0;
    }
    int most = Math.min(turns.size(), Math.max(FEW, (turns.size() + TURNS - 1) / TURNS));
    for (int asked = 0; asked < most; asked++) {
      if (now.find(turns.get(next)).isPresent()) {
        return false;
      }
      next = (next + 1) % turns.size();
    }
    return true;
  }

  private static Set<String> ours(ConfiguredValues values) {
    Set<String> ours = new HashSet<>();
    for (String name : values.names()) {
      if (name.startsWith(CheckedValues.PREFIX)) {
        ours.add(name);
      }
    }
    return ours;
  }
}
