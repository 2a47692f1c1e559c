package io.llmfailover.provider;

import io.llmfailover.OutputFormat;

/** The wish for JSON as a rule in plain words, for links that have no setting for it. */
public final class JsonInWords {
  private static final String JSON_ONLY =
      "Answer with JSON only: no other words before or after it, and no Markdown fence.";

  private JsonInWords() {}

  /** The rule for this format, its schema included when there is one. */
  public static String rule(OutputFormat format) {
    return format
        .schemaIfAny()
        .map(
            schema ->
                JSON_ONLY
                    + " It must be valid against this JSON Schema:\n"
                    + WireJson.compact(schema))
        .orElse(JSON_ONLY);
  }
}
