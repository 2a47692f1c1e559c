package io.llmfailover.chain;

import java.util.Objects;

/**
 * A provider's secret. It prints as {@code ***} wherever it is printed by accident; only the code
 * that sends it reads {@link #secret()}. Equal when the secrets are.
 */
public final class ApiKey {
  /** There is no key. */
  public static final ApiKey NONE = new ApiKey("");

  private final String secret;

  private ApiKey(String secret) {
    this.secret = secret;
  }

  /**
   * The key, or {@link #NONE} when blank. Surrounding white space, as files have it, is dropped.
   */
  public static ApiKey of(String secret) {
    return secret.isBlank() ? NONE : new ApiKey(secret.strip());
  }

  /** Whether there is a key. */
  public boolean isPresent() {
    return !secret.isEmpty();
  }

  /** The secret itself: for the request to its own provider, and for scrubbing it from texts. */
  public String secret() {
    return secret;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ApiKey key && key.secret.equals(secret);
  }

  @Override
  public int hashCode() {
    return Objects.hash(secret);
  }

  @Override
  public String toString() {
    return isPresent() ? "***" : "none";
  }
}
