package io.llmfailover.api;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.Prompt;
import io.llmfailover.StreamPolicy;
import io.llmfailover.config.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What callers of every surface may say in headers, because its body has no place for it. */
public final class CallerHeaders {
  private CallerHeaders() {}

  /**
   * What is asked, with what the headers add: the shorter deadline counts, and a stream policy
   * where the body has none.
   *
   * @param header finds a header's value by name; null when absent
   * @throws InvalidPromptException naming the header that is wrong
   */
  public static Asked added(Asked asked, UnaryOperator<String> header) {
    String deadline = header.apply("x-llm-deadline");
    String policy = header.apply("x-llm-stream-policy");
    if (deadline == null && policy == null) {
      return asked;
    }
    Prompt.Builder prompt = asked.prompt().toBuilder();
    Optional<Duration> sent = Optional.ofNullable(deadline).map(CallerHeaders::duration);
    Optional<Duration> said = asked.prompt().deadline();
    sent.filter(span -> said.isEmpty() || span.compareTo(said.get()) < 0)
        .ifPresent(prompt::deadline);
    Optional.ofNullable(policy)
        .map(CallerHeaders::policy)
        .filter(wanted -> asked.prompt().streamPolicy().isEmpty())
        .ifPresent(prompt::streamPolicy);
    return new Asked(prompt.build(), asked.streamed());
  }

  private static Duration duration(String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new InvalidPromptException(
                    "x-llm-deadline", "must be a duration such as 20s or PT20S"));
  }

  private static StreamPolicy policy(String text) {
    return StreamPolicy.of(text)
        .orElseThrow(
            () ->
                new InvalidPromptException(
                    "x-llm-stream-policy", "must be resume, buffer or error"));
  }
}
