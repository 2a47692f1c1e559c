package io.llmfailover;

import java.util.List;
import java.util.Objects;

/**
 * What is known when a stream's first piece comes.
 *
 * @param id the generation's id
 * @param link who has begun to answer, {@code provider/model}
 * @param attempts what became of the links before it, in order
 * @param calls requests sent to the answering link so far, 1 or more
 * @param notices what the link could not be given, one sentence each
 */
public record StreamStart(
    String id, String link, List<Attempt> attempts, int calls, List<String> notices) {
  /** Copies the lists. */
  public StreamStart {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(link, "link");
    attempts = List.copyOf(attempts);
    notices = List.copyOf(notices);
  }
}
