package io.llmfailover.structured.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcmaPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "^\\d+$ | 12 | 1\u0968",
        "^\\w+$ | a_1 | \u00e9",
        "^\\s$ | `\u00a0` | x",
        "^\\S$ | x | `\ufeff`",
        "^[\\s]$ | `\u2029` | x",
        "^[^\\S]$ | `\u00a0` | x",
        "^\\p{Letter}+$ | \u00e9a | 1",
        "^\\P{Letter}+$ | 12 | a",
        "^\\p{L}+$ | \u00e9 | 1",
        "^[\\p{Lowercase_Letter}_]+$ | a_ | A",
        "^\\p{Script=Greek}+$ | \u03b1 | a",
        "^\\p{sc=Cyrillic}+$ | \u0436 | a",
        "^\\p{gc=Uppercase_Letter}$ | A | a",
        "^\\p{Alphabetic}$ | a | 1",
        "^\\p{ASCII}$ | a | \u00e9",
        "^\\cA$ | `\u0001` | A",
        "^\\ca$ | `\u0001` | a",
        "^\\u0041$ | A | a",
        "^\\u{1F600}$ | \uD83D\uDE00 | a",
        "^\\x41$ | A | a",
        "^[^]$ | a | aa",
        "^a{2}$ | aa | a{2}",
        "^a{1,}$ | aa | b",
        "^{.*}$ | {a} | a",
        "^a{b$ | a{b | ab",
        "^[[]$ | [ | a",
        "^[a&&b]+$ | a&b | c",
        "^[\\w-.]+$ | a-b.c | a+",
        "^[a^]$ | ^ | b",
        "^[^a]$ | b | a",
        "^[\\b]$ | `\u0008` | b",
        "\\bcat\\b | a cat | cats",
        "^\\v$ | `\u000b` | v",
        "^a\\/b$ | a/b | ab",
        "^.$ | \u0085 | `\u2028`",
        "a$ | ba | ab",
        "^(?<year>\\d{4})-\\k<year>$ | 2024-2024 | 2024-2025",
        "^(?!no)(?:yes?)(?<=s)$ | yes | nope",
        "^(a)\\1$ | aa | ab",
        "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}$ | 01234567-89ab-cdef-0123 | 01234567",
        "^\\S+@\\S+\\.\\S+$ | a@b.c | a@b",
      })
  void meansWhatEcmaScriptMeans(String expression, String matching, String other) {
    assertThat(EcmaPattern.compile(expression).matcher(matching).find()).isTrue();
    assertThat(EcmaPattern.compile(expression).matcher(other).find()).isFalse();
  }

  @Test
  void endsAtTheVeryEndAndNotBeforeALineBreak() {
    assertThat(EcmaPattern.compile("^a$").matcher("a\n").find()).isFalse();
  }

  @Test
  void matchesNothingWithAnEmptyClass() {
    assertThat(EcmaPattern.compile("[]").matcher("a").find()).isFalse();
  }
}
