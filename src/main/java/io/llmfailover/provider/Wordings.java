package io.llmfailover.provider;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

  /** Said of a per-minute limit in the words, and under the code, of an empty account. */
  private static final Phrase THROTTLED_AS_QUOTA = Phrase.of("error-code#token-limit");

  private Wordings() {}

  /** What this text, in lower case, means under this status; 200 is any success. */
  static Optional<Ruling> rulingOf(String text, int status) {
    for (Group group : GROUPS) {
      if (group.statuses().contains(status) && group.isIn(text)) {
        return Optional.of(group.ruling());
      }
    }
    return Optional.empty();
  }

  /** Whether a limit that heals within a minute is dressed as an empty account. */
  static boolean isThrottledAsQuota(String text) {
    return THROTTLED_AS_QUOTA.isIn(text);
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

    boolean isIn(String text) {
      for (Phrase phrase : phrases) {
        if (phrase.isIn(text)) {
          return true;
        }
      }
      return false;
    }
  }
}
