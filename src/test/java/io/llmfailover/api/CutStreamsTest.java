package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.StreamPolicy;
import io.llmfailover.api.CutCase.Breaking;
import io.llmfailover.api.CutCase.Going;
import io.llmfailover.api.CutCase.Words;
import io.llmfailover.upstream.SpokenStream.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Streams broken at every token, in every way, under every policy, on every surface: the caller has
 * the whole answer once, or is told that it begins anew, or gets an error; never a part of an
 * answer that passes for whole, never a piece twice.
 */
class CutStreamsTest {
  private static final int SHOWN = 20;
  private static final long SEED = 20261122;

  @Test
  void joinsOrEndsInErrorTextThatBreaksAnywhere() {
    List<CutCase> cases =
        cases(Words.TEXT, CutAnswers.TOKENS.size(), EnumSet.allOf(Breaking.class));

    List<String> failures = run(cases);

    assertThat(CutAnswers.TOKENS).hasSize(60);
    assertThat(cases).hasSize(61 * 3 * 5 * 3 * 4);
    assertEverythingOccurs(cases);
    assertNone(failures);
  }

  @Test
  void neverResumesJson() {
    List<CutCase> cases =
        cases(
            Words.JSON,
            CutAnswers.JSON_TOKENS.size(),
            EnumSet.of(Breaking.CLOSED, Breaking.ENDED, Breaking.RESET));

    List<String> failures = run(cases);

    assertThat(cases).hasSize(30 * 3 * 5 * 3 * 3);
    assertNone(failures);
  }

  @Test
  void neverTakesHalfAToolCallForWhole() {
    List<CutCase> cases =
        cases(Words.TOOLS, -1, EnumSet.of(Breaking.CLOSED, Breaking.ENDED, Breaking.RESET));

    List<String> failures = run(cases);

    assertThat(cases).hasSize((11 + 11 + 3) * 3 * 5 * 3);
    assertNone(failures);
  }

  @Test
  void keepsCallsApartThatAreMadeSideBySide() {
    List<CutCase> cases =
        cases(Words.TOOLS_SIDE_BY_SIDE, -1, EnumSet.of(Breaking.CLOSED, Breaking.ENDED)).stream()
            .filter(one -> one.first() == Dialect.OPENAI)
            .toList();

    List<String> failures = run(cases);

    assertThat(cases).hasSize(11 * 3 * 5 * 2);
    assertNone(failures);
  }

  @Test
  void readsTheSameHoweverTheBytesAreCutUp() {
    List<CutCase> all = new ArrayList<>();
    all.addAll(cases(Words.TEXT, CutAnswers.TOKENS.size(), EnumSet.allOf(Breaking.class)));
    all.addAll(cases(Words.JSON, CutAnswers.JSON_TOKENS.size(), EnumSet.of(Breaking.CLOSED)));
    all.addAll(cases(Words.TOOLS, -1, EnumSet.of(Breaking.CLOSED)));
    Random random = new Random(SEED);
    int[] largest = {1, 3, 17, 17, 40, 100, 100, 300, 1000, 1000};
    List<CutCase> cases = new ArrayList<>();
    while (cases.size() < 300) {
      CutCase one = all.get(random.nextInt(all.size()));
      cases.add(one.inPieces(cases.size(), largest[cases.size() % largest.length]));
    }

    List<String> failures = run(cases);

    assertNone(failures);
  }

  /** Every combination; {@code most} tokens, or as many as the dialect has for it. */
  private static List<CutCase> cases(Words words, int most, Collection<Breaking> breakings) {
    List<CutCase> cases = new ArrayList<>();
    for (Dialect first : Dialect.values()) {
      int tokens = most < 0 ? CutAnswers.all(words, first).tokens().size() : most;
      for (StreamPolicy policy : StreamPolicy.values()) {
        for (StreamClient client : StreamClient.values()) {
          for (Breaking breaking : breakings) {
            for (int position = 0; position <= tokens; position++) {
              cases.add(CutCase.of(cases.size(), words, policy, client, first, position, breaking));
            }
          }
        }
      }
    }
    return cases;
  }

  private static List<String> run(List<CutCase> cases) {
    try (CutGateway gateway = new CutGateway()) {
      return gateway.failures(cases);
    }
  }

  private static void assertNone(List<String> failures) {
    assertThat(failures.stream().limit(SHOWN).collect(Collectors.joining("\n")))
        .as("%d failures; the first", failures.size())
        .isEmpty();
  }

  /** What is chosen by rotation must not leave a combination out. */
  private static void assertEverythingOccurs(List<CutCase> cases) {
    Set<List<Object>> met =
        cases.stream()
            .filter(one -> one.policy() == StreamPolicy.RESUME && one.position() > 0)
            .map(
                one ->
                    List.<Object>of(
                        one.client(),
                        one.breaking(),
                        one.first(),
                        one.second(),
                        one.going(),
                        one.prefilled()))
            .collect(Collectors.toSet());

    assertThat(met).hasSize(5 * 4 * 3 * 3 * Going.values().length * 2);
  }
}
