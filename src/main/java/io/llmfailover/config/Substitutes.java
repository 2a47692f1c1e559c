package io.llmfailover.config;

import java.util.Map;
import java.util.Optional;

/**
 * Models that stand in for others.
 *
 * @param byModel the stand-in by the model it stands in for
 */
record Substitutes(Map<String, String> byModel) {
  Substitutes {
    byModel = Map.copyOf(byModel);
  }

  /** The stand-in of a model, when it has one. */
  Optional<String> of(String model) {
    return Optional.ofNullable(byModel.get(model));
  }

  /** The stand-in of the stand-in and so on; the model itself when it has none. */
  String last(String model) {
    String current = model;
    // Bounded, because circles are found only after some lookups.
    for (int steps = 0; steps < byModel.size() && byModel.containsKey(current); steps++) {
      current = byModel.get(current);
    }
    return current;
  }

  /** Whether following the stand-ins of a model leads back to it. */
  boolean circular(String model) {
    String current = model;
    for (int steps = 0; steps < byModel.size(); steps++) {
      current = byModel.getOrDefault(current, "");
      if (current.equals(model)) {
        return true;
      }
    }
    return false;
  }
}
