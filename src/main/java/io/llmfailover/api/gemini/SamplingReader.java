package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code generationConfig}. */
final class SamplingReader {
  private static final Set<String> TOLD =
      Set.of(
          "maxOutputTokens",
          "temperature",
          "topP",
          "stopSequences",
          "seed",
          "responseMimeType",
          "responseSchema",
          "responseJsonSchema",
          "candidateCount",
          "responseModalities",
          "thinkingConfig");

  /** Kept here: it decides what this surface shows, not what a link does. */
  private static final Set<String> SHOWING = Set.of("includeThoughts");

  private SamplingReader() {}

  static void read(Fields config, Prompt.Builder prompt, Untellable untellable) {
    if (config.whole("candidateCount").orElse(1L) != 1) {
      throw config.wrong("candidateCount", "must be 1: one answer is given");
    }
    config.positive("maxOutputTokens").ifPresent(prompt::maxTokens);
    config.number("temperature", 2).ifPresent(prompt::temperature);
    config.number("topP", 1).ifPresent(prompt::topP);
    prompt.stop(config.texts("stopSequences"));
    config.whole("seed").ifPresent(prompt::seed);
    prompt.format(format(config, untellable));
    modalities(config, untellable);
    config
        .inner("thinkingConfig")
        .ifPresent(thinking -> untellable.untoldBesides(SHOWING, thinking));
    untellable.untoldBesides(TOLD, config);
  }

  /** Whether the caller wants to see what the model thinks aloud. */
  static boolean includesThoughts(JsonNode body) {
    return new Fields(body, "")
        .inner("generationConfig")
        .flatMap(config -> config.inner("thinkingConfig"))
        .map(thinking -> thinking.flag("includeThoughts"))
        .orElse(false);
  }

  private static OutputFormat format(Fields config, Untellable untellable) {
    String type = config.text("responseMimeType").orElse("").toLowerCase(Locale.ROOT);
    Optional<JsonNode> schema =
        config
            .inner("responseJsonSchema")
            .map(Fields::object)
            .or(() -> config.inner("responseSchema").map(own -> OpenApiSchema.told(own.object())));
    if (!Set.of("", "text/plain", "application/json").contains(type)) {
      // One word of an enum, YAML, and whatever else Gemini alone can promise.
      untellable.onlyThere("answers of another media type");
      return OutputFormat.TEXT;
    }
    if (schema.isPresent()) {
      return new OutputFormat.Schema("answer", schema.get());
    }
    return type.equals("application/json") ? OutputFormat.JSON : OutputFormat.TEXT;
  }

  private static void modalities(Fields config, Untellable untellable) {
    List<String> wanted = config.texts("responseModalities");
    if (wanted.stream().anyMatch(kind -> !kind.equalsIgnoreCase("TEXT"))) {
      untellable.onlyThere("answers other than text");
    }
  }
}
