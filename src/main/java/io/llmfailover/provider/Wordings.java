package io.llmfailover.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What known wordings of errors mean. They stand in {@code wordings.txt} beside this class, in the
 * order in which they are tried. Read once; immutable.
 */
final class Wordings {
  private static final String FILE = "wordings.txt";

  private static final List<Group> GROUPS = read();
  private static final PhraseIndex PHRASES = indexed();

  /** By status, which groups count under it. */
  private static final Map<Integer, boolean[]> OPEN = openByStatus();

  /** Said of a per-minute limit in the words, and under the code, of an empty account. */
  private static final String THROTTLED_AS_QUOTA = "error-code#token-limit";

  private Wordings() {}

  /** What this text, in lower case, means under this status; 200 is any success. */
  static Optional<Ruling> rulingOf(String text, int status) {
    boolean[] open = OPEN.get(status);
    if (open == null) {
      return Optional.empty();
    }
    int first = PHRASES.firstGroupIn(text, open);
    return first < GROUPS.size() ? Optional.of(GROUPS.get(first).ruling()) : Optional.empty();
  }

  /** Whether a limit that heals within a minute is dressed as an empty account. */
  static boolean isThrottledAsQuota(String text) {
    return text.contains(THROTTLED_AS_QUOTA);
  }

  private static PhraseIndex indexed() {
    PhraseIndex index = new PhraseIndex();
    for (int group = 0; group < GROUPS.size(); group++) {
      for (Phrase phrase : GROUPS.get(group).phrases()) {
        index.add(phrase, group);
      }
    }
    return index;
  }

  private static Map<Integer, boolean[]> openByStatus() {
    Map<Integer, boolean[]> open = new HashMap<>();
    for (int group = 0; group < GROUPS.size(); group++) {
      for (int status : GROUPS.get(group).statuses()) {
        open.computeIfAbsent(status, unseen -> new boolean[GROUPS.size()])[group] = true;
      }
    }
    return Map.copyOf(open);
  }

  private static List<Group> read() {
    List<Group> groups = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Wordings.class.getResourceAsStream(FILE), FILE),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          groups.add(Group.titled(line.substring(1, line.indexOf(']'))));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          groups.get(groups.size() - 1).phrases().add(Phrase.of(line));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return List.copyOf(groups);
  }

  /**
   * Wordings of one meaning.
   *
   * @param ruling what they mean
   * @param statuses under which they mean it
   * @param phrases the wordings; filled while reading and left alone afterwards
   */
  private record Group(Ruling ruling, Set<Integer> statuses, List<Phrase> phrases) {
    /** From {@code RULING on 400 422}. */
    static Group titled(String title) {
      String[] parts = title.split(" on ");
      Set<Integer> statuses =
          Stream.of(parts[1].split(" ")).map(Integer::valueOf).collect(Collectors.toSet());
      return new Group(Ruling.valueOf(parts[0]), statuses, new ArrayList<>());
    }
  }
}
