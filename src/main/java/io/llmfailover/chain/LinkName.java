package io.llmfailover.chain;

import java.util.Objects;

/**
 * A link as people write it: {@code provider/model}. The model may hold slashes and colons.
 *
 * @param provider for instance {@code openai}; lower case letters, digits and dashes
 * @param model for instance {@code gpt-4o} or {@code Qwen/Qwen2.5-7B-Instruct-Turbo}
 */
public record LinkName(String provider, String model) {
  /** Checks that both are there. */
  public LinkName {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(model, "model");
    if (provider.isBlank() || model.isBlank()) {
      throw new IllegalArgumentException("a link is written provider/model");
    }
  }

  /**
   * Reads {@code provider/model}; the first slash splits.
   *
   * @throws IllegalArgumentException when either side is missing
   */
  public static LinkName parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      throw new IllegalArgumentException("a link is written provider/model, not '" + text + "'");
    }
    return new LinkName(text.substring(0, slash).strip(), text.substring(slash + 1).strip());
  }

  /** {@code provider/model}. */
  @Override
  public String toString() {
    return provider + "/" + model;
  }
}
