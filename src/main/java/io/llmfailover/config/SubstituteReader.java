package io.llmfailover.config;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Reads keys that end in a model's name: {@code llm.alias.<model>}, {@code llm.replace.<model>}.
 */
final class SubstituteReader {
  private static final Pattern NO_BLANKS = Pattern.compile("\\S+");
  private static final ValueFormat<String> MODEL =
      ValueFormat.open(
          "a model's name without blanks",
          text -> Optional.of(text).filter(name -> NO_BLANKS.matcher(name).matches()));

  private final CheckedValues values;
  private final Set<String> models;

  /** Asks for these models by exact name besides those the sources list. */
  SubstituteReader(CheckedValues values, Set<String> models) {
    this.values = values;
    this.models = Set.copyOf(models);
  }

  /**
   * The stand-ins behind a prefix.
   *
   * @param shipped those in force where nothing is configured
   * @param bareName what a value names without its provider; circles are looked for among these
   */
  Substitutes read(String prefix, Map<String, String> shipped, UnaryOperator<String> bareName) {
    Set<String> keys = new LinkedHashSet<>(values.namesBehind(prefix));
    keys.addAll(shipped.keySet());
    keys.addAll(models);
    Map<String, String> found = new HashMap<>(shipped);
    keys.forEach(
        model -> values.read(prefix + model, MODEL).ifPresent(other -> found.put(model, other)));
    refuseCircles(prefix, found, bareName);
    return new Substitutes(found);
  }

  private void refuseCircles(
      String prefix, Map<String, String> found, UnaryOperator<String> bareName) {
    Map<String, String> bare = new HashMap<>();
    found.forEach((model, other) -> bare.put(model, bareName.apply(other)));
    Substitutes followed = new Substitutes(bare);
    found.keySet().stream()
        .sorted()
        .filter(followed::circular)
        .forEach(model -> circle(prefix + model));
  }

  private void circle(String key) {
    values
        .find(key)
        .ifPresent(
            found ->
                values.problem(
                    key,
                    found.value(),
                    found.source(),
                    "it leads back to the same model; allowed is another model's name"));
  }
}
