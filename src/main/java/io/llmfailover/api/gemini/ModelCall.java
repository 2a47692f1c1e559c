package io.llmfailover.api.gemini;

import java.util.Objects;

/**
 * What an address below {@code /v1beta/models/} asks for.
 *
 * @param model the model as the caller names it, without {@code models/} before it; may hold
 *     slashes and colons
 * @param action what to do with it, for instance {@code generateContent}; empty when the address
 *     does not say
 */
record ModelCall(String model, String action) {
  private static final String PREFIX = "models/";

  /** Checks that both are there. */
  ModelCall {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(action, "action");
  }

  /** Splits at the last colon, since models have colons too: {@code ollama/llama3:8b}. */
  static ModelCall of(String path) {
    int colon = path.lastIndexOf(':');
    return colon < 0
        ? new ModelCall(bare(path), "")
        : new ModelCall(bare(path.substring(0, colon)), path.substring(colon + 1));
  }

  /** The model's name without what SDKs put before it. */
  static String bare(String model) {
    return model.startsWith(PREFIX) ? model.substring(PREFIX.length()) : model;
  }
}
