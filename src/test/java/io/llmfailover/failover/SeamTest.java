package io.llmfailover.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeamTest {
  private static final String ANSWER =
      "Paris is the capital of France. It lies on the Seine, and about two million people live"
          + " there; the Louvre is its largest museum.";

  /** What the caller has in the end when a link says this in pieces of one character. */
  private static String joined(String heard, String said) {
    return joined(heard, said.chars().mapToObj(c -> String.valueOf((char) c)).toList());
  }

  private static String joined(String heard, List<String> pieces) {
    Seam seam = new Seam(heard, false);
    StringBuilder all = new StringBuilder(heard);
    for (String piece : pieces) {
      all.append(seam.take(piece));
    }
    all.append(seam.end());
    return seam.broken() ? "broken" : all.toString();
  }

  @Test
  void takesWordsThatGoOnAsTheyAre() {
    for (int cut = 1; cut < ANSWER.length(); cut++) {
      String heard = ANSWER.substring(0, cut);

      assertThat(joined(heard, ANSWER.substring(cut))).as(heard).isEqualTo(ANSWER);
    }
  }

  @Test
  void matchesAwayAllOfALinkThatStartsOver() {
    for (int cut = 1; cut <= ANSWER.length(); cut++) {
      String heard = ANSWER.substring(0, cut);

      assertThat(joined(heard, ANSWER)).as(heard).isEqualTo(ANSWER);
    }
  }

  @Test
  void matchesAwayTheLastWordsALinkRepeats() {
    for (int cut = 1; cut <= ANSWER.length(); cut++) {
      for (int word : wordStartsBefore(cut)) {
        String heard = ANSWER.substring(0, cut);

        assertThat(joined(heard, ANSWER.substring(word)))
            .as(heard + " | " + ANSWER.substring(word))
            .isEqualTo(ANSWER);
      }
    }
  }

  private static List<Integer> wordStartsBefore(int cut) {
    List<Integer> starts = new ArrayList<>();
    for (int at = 0; at < cut; at++) {
      boolean starts1 = at == 0 || ANSWER.charAt(at - 1) == ' ';
      if (starts1 && ANSWER.charAt(at) != ' ') {
        starts.add(at);
      }
    }
    return starts;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // A word that was cut is begun again.
        "Hello wor|world!|Hello world!",
        // The link's own blank after one that was heard.
        "\"Hello \"|\" world\"|Hello world",
        // A paragraph is not an overlap.
        "\"One\n\"|\"\nTwo\"|\"One\n\nTwo\"",
        // Part of a word, by chance the same.
        "ball|lads|balllads",
        "\"It is very\"|\" very nice\"|It is very very nice",
        "The year 19|1984|The year 191984",
        "Die Zahl ist 1234567|1234567 und mehr|Die Zahl ist 1234567 und mehr",
        // Scripts without blanks.
        "東京は日本の首都です|日本の首都です。人口は|東京は日本の首都です。人口は",
        "東京は|はい|東京ははい",
        // The same word begins another sentence.
        "\"The cat sat. \"|The dog ran.|The cat sat. The dog ran.",
        "\"Well: \"|Well begun|Well: Well begun",
      })
  void joins(String heard, String said, String whole) {
    assertThat(joined(heard, said)).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Paris is the capital of France and|Paris is the capital city of France.",
        "Paris is the biggest|Paris lies on the Seine.",
        "Paris is the capital of France|Paris is"
      })
  void refusesAnAnswerToldAnewInOtherWords(String heard, String said) {
    assertThat(joined(heard, said)).isEqualTo("broken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"One.\n\n\"|\"\n\nTwo\"|\"One.\n\nTwo\"",
        "\"One.\n\"|\"\n\nTwo\"|\"One.\n\nTwo\"",
        "\"A list:\n\"|\"\n- one\"|\"A list:\n- one\"",
        "\"One \"|\" two\"|One two",
        "One.|\"\n\nTwo\"|\"One.\n\nTwo\"",
      })
  void takesLineBreaksOnceFromALinkThatWasNotGivenThem(String heard, String said, String whole) {
    Seam seam = new Seam(heard, true);
    String fresh = seam.take(said.substring(0, 1)) + seam.take(said.substring(1)) + seam.end();

    assertThat(heard + fresh).isEqualTo(whole);
  }

  @Test
  void handsOnAtOnceWhatCannotBeARepetition() {
    Seam seam = new Seam("Paris is the capital of", false);

    assertThat(seam.take(" Fr")).isEqualTo(" Fr");
    assertThat(seam.take("ance")).isEqualTo("ance");
  }

  @Test
  void saysNothingMoreOnceItIsBroken() {
    Seam seam = new Seam("Paris is the capital of France", false);

    String first = seam.take("Paris is the capital city");
    String later = seam.take(" of France.") + seam.end();

    assertThat(seam.broken()).isTrue();
    assertThat(first + later).isEmpty();
    assertThat(seam.said()).isEqualTo("Paris is the capital city of France.");
  }

  @Property(tries = 5000)
  void neverRepeatsAndNeverLoses(@ForAll("answers") List<String> words, @ForAll Random random) {
    String answer = String.join(" ", words);
    int cut = 1 + random.nextInt(answer.length());
    String heard = answer.substring(0, cut);
    int from =
        switch (random.nextInt(3)) {
          case 0 -> cut;
          case 1 -> 0;
          default -> wordStart(answer, random.nextInt(cut));
        };

    // "ma", then "ma": one word or two, nobody can tell.
    String lastWord = heard.substring(wordStart(answer, cut - 1));
    Assume.that(from != cut || lastWord.isEmpty() || !answer.startsWith(lastWord, cut));
    // The rest of a word that was cut, "aa" of "abaa", is the answer's first word: gone on or anew?
    String restOfWord = answer.substring(cut).split(" ", 2)[0];
    Assume.that(from != cut || !restOfWord.equals(words.get(0)));
    // "xu", then " xue": another word, or all that was heard once more and the rest of its word?
    Assume.that(from != cut || !answer.substring(cut).stripLeading().startsWith(heard));

    assertThat(joined(heard, pieces(answer.substring(from), random)))
        .as("heard '%s', said from %d", heard, from)
        .isEqualTo(answer);
  }

  private static int wordStart(String answer, int before) {
    return answer.lastIndexOf(' ', before) + 1;
  }

  private static List<String> pieces(String text, Random random) {
    List<String> pieces = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = Math.min(text.length(), at + 1 + random.nextInt(9));
      pieces.add(text.substring(at, end));
      at = end;
    }
    return pieces;
  }

  /** Words that are all different, so that there is one right answer. */
  @Provide
  Arbitrary<List<String>> answers() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .ofMinLength(2)
        .ofMaxLength(9)
        .list()
        .ofMinSize(2)
        .ofMaxSize(40)
        .uniqueElements();
  }
}
