package io.llmfailover.structured.schema;

import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import io.llmfailover.structured.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says in one short line, for a model as for people, what is wrong with a value and where. */
final class Violations {
  private static final int MOST = 5;
  private static final int LONGEST = 900;
  private static final int LONGEST_QUOTE = 150;
  private static final Set<String> ALTERNATIVES = Set.of("anyOf", "oneOf");

  private Violations() {}

  /**
   * The first five violations, each with its place, and how many more there are.
   *
   * @param givenUp regular expressions that were not applied: what {@code patternProperties} asks
   *     of names that only may match is not asked
   * @return empty when there is none
   */
  static Optional<String> told(Collection<ValidationMessage> messages, Set<String> givenUp) {
    List<ValidationMessage> asked =
        messages.stream()
            .filter(message -> !comesFrom(givenUp, message.getEvaluationPath()))
            .toList();
    List<ValidationMessage> telling =
        asked.stream().filter(message -> !leavesItToOthers(message)).toList();
    List<String> told =
        (telling.isEmpty() ? asked : telling).stream().map(Violations::told).distinct().toList();
    if (told.isEmpty()) {
      return Optional.empty();
    }
    int more = told.size() - MOST;
    String first =
        Words.start(String.join("; ", told.subList(0, Math.min(MOST, told.size()))), LONGEST);
    return Optional.of(more > 0 ? first + "; and " + more + " more" : first);
  }

  /** What is wrong at a place. */
  static String at(Iterable<?> place, String what) {
    StringBuilder pointer = new StringBuilder();
    for (Object name : place) {
      pointer.append(Words.step(name));
    }
    return Words.at(pointer.toString(), what);
  }

  /** A foreign text between quotes, in one line and not long. */
  static String quoted(String text) {
    return '"' + Words.start(text, LONGEST_QUOTE) + '"';
  }

  private static String told(ValidationMessage message) {
    List<Object> place = new ArrayList<>(names(message.getInstanceLocation()));
    ViolationWords.property(message).ifPresent(place::add);
    return at(place, ViolationWords.of(message) + alternative(message.getEvaluationPath()));
  }

  /** That no alternative matches is told by what is wrong with each. */
  private static boolean leavesItToOthers(ValidationMessage message) {
    return message.getType().equals("oneOf") && "0".equals(message.getArguments()[0]);
  }

  private static String alternative(JsonNodePath path) {
    List<Object> names = names(path);
    for (int i = names.size() - 2; i >= 0; i--) {
      if (names.get(i) instanceof String keyword
          && ALTERNATIVES.contains(keyword)
          && names.get(i + 1) instanceof Integer index) {
        return " (alternative " + (index + 1) + ")";
      }
    }
    return "";
  }

  private static boolean comesFrom(Set<String> expressions, JsonNodePath path) {
    List<Object> names = expressions.isEmpty() ? List.of() : names(path);
    for (int i = 0; i + 1 < names.size(); i++) {
      if (names.get(i).equals("patternProperties") && expressions.contains(names.get(i + 1))) {
        return true;
      }
    }
    return false;
  }

  private static List<Object> names(JsonNodePath path) {
    List<Object> names = new ArrayList<>();
    for (JsonNodePath at = path; at != null && at.getParent() != null; at = at.getParent()) {
      names.add(0, at.getElement(-1));
    }
    return names;
  }
}
