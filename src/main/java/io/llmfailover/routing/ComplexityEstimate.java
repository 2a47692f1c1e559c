package io.llmfailover.routing;

import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How demanding a prompt is, judged by what is cheap to see: points are added up, and from two on
 * it is complex. In doubt it is complex: that costs more, the other mistake a good answer. The
 * table is in {@code docs/routing.md}.
 *
 * @param points 0 or more
 */
record ComplexityEstimate(int points) {
  private static final int DEMANDING = 2;

  /** What a user says in more characters than this is demanding by its length alone. */
  private static final int READ = 4000;

  private static final Pattern EQUATION =
      Pattern.compile("[\\p{L}\\d)] ?\\^ ?[\\d(]|[a-z] ?[-+*/] ?\\d*[a-z]? ?=|\\d ?= ?\\d");

  private static final List<String> STEPS =
      List.of(
          "step by step", "show your", "show each", "each step", "hatua kwa hatua", "kila hatua");

  private static final List<String> CODE =
      List.of("```", ") {", "();", ";\n", "};", "</", "exception at ", "traceback (most recent");

  /** Judges a prompt; takes some ten microseconds, for the longest a few hundred. */
  static ComplexityEstimate of(Prompt prompt) {
    String text = LastWords.of(prompt, READ).toLowerCase(Locale.ROOT);
    return new ComplexityEstimate(
        DemandingWords.in(text).points() + ofForm(text) + ofSize(prompt, text) + ofTask(prompt));
  }

  /** {@code simple} or {@code complex}. */
  String level() {
    return points >= DEMANDING ? "complex" : "simple";
  }

  private static int ofForm(String text) {
    // The pattern is looked for only where it can be: it is slow on long texts.
    boolean equation =
        (text.indexOf('=') >= 0 || text.indexOf('^') >= 0) && EQUATION.matcher(text).find();
    long questions = text.chars().filter(c -> c == '?').count();
    return (hasCode(text) ? 2 : 0)
        + (equation ? 2 : 0)
        + (STEPS.stream().anyMatch(text::contains) ? 2 : 0)
        + (questions >= 2 ? 1 : 0)
        + (questions >= 4 ? 1 : 0);
  }

  private static boolean hasCode(String text) {
    return CODE.stream().anyMatch(text::contains)
        || (text.contains("select ") && text.contains(" from ") && text.contains(" where "));
  }

  private static int ofSize(Prompt prompt, String text) {
    if (text.length() >= READ) {
      return DEMANDING;
    }
    long turns = prompt.messages().stream().filter(Message.FromUser.class::isInstance).count();
    return (text.length() > 400 ? 1 : 0) + (text.length() > 1200 ? 1 : 0) + (turns > 6 ? 1 : 0);
  }

  private static int ofTask(Prompt prompt) {
    boolean tools = !prompt.tools().isEmpty() || !prompt.toolBeans().isEmpty();
    boolean schema = prompt.format() instanceof OutputFormat.Schema;
    return (tools ? 2 : 0) + (schema ? 1 : 0) + (hasPictures(prompt) ? 1 : 0);
  }

  private static boolean hasPictures(Prompt prompt) {
    return prompt.messages().stream()
        .filter(Message.FromUser.class::isInstance)
        .flatMap(user -> ((Message.FromUser) user).parts().stream())
        .anyMatch(part -> !(part instanceof Part.Text));
  }
}
