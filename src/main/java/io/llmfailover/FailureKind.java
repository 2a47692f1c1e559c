package io.llmfailover;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a link gave no usable answer. The names are those users see in trails, headers, metrics and
 * configuration ({@code rate_limited}; {@code llm.on.rate-limited}).
 */
public enum FailureKind {
  /** Too many requests for now; the link says or implies when to come back. */
  RATE_LIMITED,
  /** Money or a daily allowance is used up; waiting a moment does not help. */
  QUOTA_EXHAUSTED,
  /** The provider has no capacity for this model at the moment. */
  OVERLOADED,
  /** The provider failed inside. */
  SERVER_ERROR,
  /** The provider could not be reached, or the connection was lost. */
  CONNECTION,
  /** The link was silent for too long. */
  TIMEOUT,
  /** The provider does not accept the key. */
  AUTH,
  /** The key is known but may not do this: region, billing, model. */
  PERMISSION,
  /** The model does not exist there, or no longer; also a wrong base URL. */
  MODEL_NOT_FOUND,
  /** The prompt does not fit into the model's window, or the body is too large. */
  CONTEXT_LENGTH,
  /** The answer ended early: JSON cut off, no text within the token limit, body cut short. */
  TRUNCATED,
  /** The answer is not what was asked for: broken JSON, foreign shape, HTML. */
  MALFORMED,
  /** An answer without text and without a tool call. */
  EMPTY,
  /** The provider refuses the content. */
  CONTENT_FILTERED,
  /** The request itself is wrong and would fail everywhere. */
  INVALID_REQUEST,
  /** This model or dialect cannot take a part of the request; another may. */
  UNSUPPORTED,
  /** Anything else. */
  UNKNOWN;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The name users see, for instance {@code quota_exhausted}. */
  public String code() {
    return code;
  }

  /**
   * Whether the generation ends here unless {@code llm.on.<reason>} says otherwise: the same
   * request would fail, or be refused, on every link.
   */
  public boolean stops() {
    return this == CONTENT_FILTERED || this == INVALID_REQUEST;
  }

  /**
   * Whether the failure says something about the link's well-being. A prompt that is too long,
   * refused, wrong or unsupported says nothing about the link.
   */
  public boolean countsAgainstHealth() {
    return switch (this) {
      case CONTEXT_LENGTH, CONTENT_FILTERED, INVALID_REQUEST, UNSUPPORTED -> false;
      case RATE_LIMITED,
          QUOTA_EXHAUSTED,
          OVERLOADED,
          SERVER_ERROR,
          CONNECTION,
          TIMEOUT,
          AUTH,
          PERMISSION,
          MODEL_NOT_FOUND,
          TRUNCATED,
          MALFORMED,
          EMPTY,
          UNKNOWN ->
          true;
    };
  }

  /** The kind with this {@link #code()}; dashes are taken for underscores. */
  public static Optional<FailureKind> ofCode(String code) {
    for (FailureKind kind : values()) {
      if (kind.code.equals(code.replace('-', '_'))) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
