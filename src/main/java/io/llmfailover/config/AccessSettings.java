package io.llmfailover.config;

import io.llmfailover.chain.ApiKey;
import java.util.Set;

/**
 * Who may call over HTTP, and how much.
 *
 * @param callerKeys keys callers must show; empty when none is needed; {@code llm.access.keys}
 * @param operatorKey key of operators, or {@link ApiKey#NONE}; {@code llm.operator.key}
 * @param maxBodyBytes largest request body, decoded; {@code llm.max-body}
 */
public record AccessSettings(Set<ApiKey> callerKeys, ApiKey operatorKey, long maxBodyBytes) {
  /** Copies the keys. */
  public AccessSettings {
    callerKeys = Set.copyOf(callerKeys);
  }
}
