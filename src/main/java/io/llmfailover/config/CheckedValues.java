package io.llmfailover.config;

import io.llmfailover.config.ConfiguredValues.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads values one by one in their format and collects what is wrong with them, so that a person
 * hears of everything at once. Every key asked for counts as known. Not thread-safe.
 */
final class CheckedValues {
  static final String PREFIX = "llm.";
  private static final int LONGEST_SHOWN = 200;
  private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{[^}]*\\}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final ConfiguredValues source;
  private final SortedSet<String> names = new TreeSet<>();
  private final SortedSet<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  CheckedValues(ConfiguredValues source) {
    this.source = source;
    source.names().forEach(this::keepName);
  }

  private void keepName(String name) {
    if (name.startsWith(PREFIX)) {
      names.add(name);
    }
  }

  /** The names there are that start with {@code prefix}, without it. */
  List<String> namesBehind(String prefix) {
    return names.stream()
        .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  /** The value of a known key, stripped; empty when absent, blank or an unresolved reference. */
  Optional<Found> find(String key) {
    known.add(key);
    return peek(key);
  }

  /** As {@link #find}, without making the key a known one. */
  Optional<Found> peek(String key) {
    return source
        .find(key)
        .filter(found -> !found.value().isBlank())
        .filter(found -> !UNRESOLVED.matcher(found.value()).find())
        .map(found -> new Found(found.value().strip(), found.source()));
  }

  /** The value of a key; empty when it is absent, or wrong, which is then noted as a problem. */
  <T> Optional<T> read(String key, ValueFormat<T> format) {
    Optional<Found> found = find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = format.parser().apply(found.get().value());
    if (value.isEmpty()) {
      wrong(key, found.get(), format);
    }
    return value;
  }

  /** The value of a key, or {@code otherwise}. */
  <T> T read(String key, ValueFormat<T> format, T otherwise) {
    return read(key, format).orElse(otherwise);
  }

  /** Notes a value that does not follow its format. */
  void wrong(String key, Found found, ValueFormat<?> format) {
    problem(
        key, format.shown().apply(found.value()), found.source(), "allowed is " + format.allowed());
  }

  /**
   * Notes a problem.
   *
   * @param shown the value as it may be shown
   * @param why what is wrong, and what is allowed
   */
  void problem(String key, String shown, String source, String why) {
    problems.add(
        printable(key) + " = '" + printable(shown) + "' (from " + source + ") is wrong: " + why);
  }

  /** Notes what may stay as it is but deserves a look; each text is kept once. */
  void warn(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The keys asked for so far that start with {@code llm.}. */
  SortedSet<String> knownKeys() {
    SortedSet<String> ours = new TreeSet<>(known);
    ours.removeIf(key -> !key.startsWith(PREFIX));
    return ours;
  }

  /** The names there are that nobody asked for. */
  List<String> unknownKeys() {
    return names.stream().filter(name -> !known.contains(name)).toList();
  }

  /**
   * Ends the reading when something was wrong.
   *
   * @throws InvalidConfigurationException with all problems
   */
  void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
  }

  /** Keeps line breaks of a value out of the log, and long values short. */
  static String printable(String text) {
    String line = CONTROL.matcher(text).replaceAll(" ");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
  }
}
