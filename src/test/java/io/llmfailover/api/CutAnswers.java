package io.llmfailover.api;

import io.llmfailover.api.CutCase.Words;
import io.llmfailover.upstream.SpokenStream;
import io.llmfailover.upstream.SpokenStream.Call;
import io.llmfailover.upstream.SpokenStream.Dialect;
import java.util.ArrayList;
import java.util.List;

/** What the links of the cut streams have to say. */
final class CutAnswers {
  /** Sixty tokens as models make them: of several scripts, with blanks in front, with breaks. */
  static final List<String> TOKENS =
      List.of(
          "Habari",
          " za",
          " asubuhi",
          "!",
          " Der",
          " schöne",
          " Über",
          "blick",
          " zeigt",
          ":",
          " 東京",
          "は",
          "日本",
          "の",
          "首都",
          "です",
          "。",
          " 🎉",
          "🚀",
          " Als",
          " nächstes",
          ",",
          " wir",
          " prüfen",
          " 17",
          "%",
          " von",
          " 3",
          ".",
          "5",
          " Mio",
          ".\n\n",
          "Zwe",
          "itens",
          " gilt",
          " «",
          "naïve",
          "»",
          " café",
          " –",
          " sonst",
          " nichts",
          " mehr",
          ";",
          " jetzt",
          " folgt",
          " eine",
          " Liste",
          ":\n",
          "-",
          " Äpfel",
          "\n",
          "-",
          " Birnen",
          " &",
          " Nüsse",
          "\n\n",
          "Ende",
          " gut",
          ".");

  static final String TEXT = String.join("", TOKENS);

  static final List<String> JSON_TOKENS =
      List.of(
          "{", "\"", "city", "\":", " \"", "Zü", "rich", "\",", " \"", "people", "\":", " ", "434",
          "335", ",", " \"", "tags", "\":", " [\"", "See", "\",", " \"", "🏔", "\"],", " \"",
          "capital", "\":", " false", "}");

  static final String JSON = String.join("", JSON_TOKENS);

  static final List<Call> CALLS =
      List.of(
          new Call(
              "call_a1",
              "find_order",
              List.of("{\"order", "Id\":\"A-", "1009\",\"deep\":{\"ü", "\":[1]}}")),
          new Call("call_b2", "find_customer", List.of("{\"name\":", "\"Jürgen", " {x}\"", "}")));

  /** The calls as clients name them. */
  static final List<String> CALLED =
      CALLS.stream().map(call -> call.name() + " " + TakenEvents.json(call.whole())).toList();

  private CutAnswers() {}

  /** All that is said, from the beginning. */
  static SpokenStream all(Words words, Dialect dialect) {
    return switch (words) {
      case TEXT -> SpokenStream.of(dialect, TOKENS);
      case JSON -> SpokenStream.of(dialect, JSON_TOKENS);
      case TOOLS -> SpokenStream.calling(dialect, CALLS);
      case TOOLS_SIDE_BY_SIDE ->
          dialect == Dialect.OPENAI
              ? SpokenStream.callingSideBySide(CALLS)
              : SpokenStream.calling(dialect, CALLS);
    };
  }

  /** The text from a character on. */
  static SpokenStream from(int start, Dialect dialect) {
    List<String> rest = new ArrayList<>();
    int at = 0;
    for (String token : TOKENS) {
      int skipped = Math.max(0, start - at);
      if (skipped < token.length()) {
        rest.add(token.substring(skipped));
      }
      at += token.length();
    }
    return SpokenStream.of(dialect, rest);
  }
}
