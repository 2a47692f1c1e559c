package io.llmfailover.failover;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.Failure.Remedy;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is done about answers of no use in one generation:
 *
 * <ol>
 *   <li>an answer that the caller's own token limit cut off is asked for with twice the room, from
 *       the same link and from those after it;
 *   <li>a link whose answer is broken otherwise is told what is wrong and asked once more, {@code
 *       llm.repair} times, while there is time for another such call;
 *   <li>a limit of the model's own cannot be lifted: models that write more are asked first.
 * </ol>
 *
 * Thread-safe.
 */
final class Mending {
  /**
   * Longer answers are not shown to the model again: to repeat them costs more than to ask anew.
   */
  private static final int LONGEST_SHOWN = 100_000;

  private final Prompt original;
  private final int most;

  // Guarded by this.
  private Prompt prompt;

  /**
   * For one generation.
   *
   * @param most repairs a link gets
   */
  Mending(Prompt prompt, int most) {
    this.original = prompt;
    this.prompt = prompt;
    this.most = most;
  }

  /** What links are asked from now on. */
  synchronized Prompt prompt() {
    return prompt;
  }

  /** Notes what the link is asked otherwise than the caller did. */
  void noteTo(ProviderCall call) {
    OptionalInt asked = original.maxTokens();
    int given = call.prompt().maxTokens().orElse(0);
    if (asked.isPresent() && given > asked.getAsInt()) {
      call.notice(
          "maxTokens was raised from "
              + asked.getAsInt()
              + " to "
              + given
              + ", because an answer was cut off by it.");
    }
  }

  /** Learns from an answer of no use; the failure as the links after it shall see it. */
  synchronized Failure learn(Turn turn, Failure failure, Reply said) {
    if (!cutByLimit(failure, said)) {
      return failure;
    }
    OptionalInt asked = turn.call().prompt().maxTokens();
    if (asked.isEmpty()) {
      return failure.helpedBy(Remedy.LARGER_OUTPUT);
    }
    int roomier = (int) Math.min(2L * asked.getAsInt(), Integer.MAX_VALUE);
    if (roomier > prompt.maxTokens().orElse(0)) {
      prompt = prompt.toBuilder().maxTokens(roomier).build();
    }
    return failure;
  }

  /**
   * What the same link is asked once more after its answer was {@linkplain #learn learnt} from.
   *
   * @param took how long that answer took
   * @return empty when it is not worth it: the next link is asked
   */
  synchronized Optional<Prompt> again(Turn turn, Failure failure, Reply said, Duration took) {
    boolean broken =
        failure.kind() == FailureKind.TRUNCATED || failure.kind() == FailureKind.MALFORMED;
    if (!broken || turn.repairs() >= most) {
      return Optional.empty();
    }
    if (turn.call().deadline().remaining().compareTo(took) <= 0) {
      return Optional.empty();
    }
    if (cutByLimit(failure, said)) {
      return writesMore(turn) ? Optional.of(prompt) : Optional.empty();
    }
    return Optional.of(told(failure, said));
  }

  private static boolean cutByLimit(Failure failure, Reply said) {
    return failure.kind() == FailureKind.TRUNCATED && said.finish() == FinishReason.LENGTH;
  }

  private boolean writesMore(Turn turn) {
    Link link = turn.link();
    OptionalInt asked = turn.call().prompt().maxTokens();
    int limit = link.facts().maxOutputTokens();
    return asked.isPresent() && (limit <= 0 || asked.getAsInt() < limit);
  }

  private Prompt told(Failure failure, Reply said) {
    Prompt.Builder more = prompt.toBuilder();
    if (!said.text().isBlank() && said.text().length() <= LONGEST_SHOWN) {
      more.message(new Message.FromModel(List.of(new Part.Text(said.text())), List.of()));
    }
    String form = original.format().isJson() ? ", with nothing but the JSON." : ".";
    return more.user(
            "That answer cannot be used: "
                + failure.message()
                + "\nGive the whole answer again, corrected"
                + form)
        .build();
  }
}
