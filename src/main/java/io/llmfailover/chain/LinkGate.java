package io.llmfailover.chain;

import io.llmfailover.Prompt;
import io.llmfailover.SkipReason;
import java.util.Objects;
import java.util.Optional;

/**
 * May refuse a link before it is called, with a reason. Asked for each link just before its turn;
 * thread-safe and quick, for it runs on the path of every request.
 */
@FunctionalInterface
public interface LinkGate {
  /**
   * Whether the link is passed over for this prompt.
   *
   * @return why; empty to let it be called
   */
  Optional<Refusal> refuse(Link link, Prompt prompt);

  /**
   * Why a link is passed over.
   *
   * @param reason the class of it
   * @param message what exactly, for a person; may be empty
   */
  record Refusal(SkipReason reason, String message) {
    /** Checks that both are there. */
    public Refusal {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(message, "message");
    }
  }
}
