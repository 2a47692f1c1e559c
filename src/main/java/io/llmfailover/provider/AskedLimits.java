package io.llmfailover.provider;

import io.llmfailover.chain.ModelFacts;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** The prompt's limits, cut to what a link takes; every cut is noted. */
public final class AskedLimits {
  private AskedLimits() {}

  /** The most tokens asked for, no more than the model can write; empty when nothing was asked. */
  public static OptionalInt maxTokens(ProviderCall call) {
    OptionalInt asked = call.prompt().maxTokens();
    ModelFacts facts = call.link().facts();
    if (asked.isEmpty()
        || facts.maxOutputTokens() <= 0
        || asked.getAsInt() <= facts.maxOutputTokens()) {
      return asked;
    }
    call.notice("maxTokens was lowered to " + facts.maxOutputTokens() + ", the model's limit.");
    return OptionalInt.of(facts.maxOutputTokens());
  }

  /**
   * The stop texts, at most {@code most} of them.
   *
   * @param refused those this dialect refuses
   */
  public static List<String> stops(ProviderCall call, int most, Predicate<String> refused) {
    List<String> asked = call.prompt().stop();
    if (asked.isEmpty()) {
      return asked;
    }
    List<String> taken = asked.stream().filter(refused.negate()).limit(most).toList();
    if (taken.size() < asked.size()) {
      call.notice(
          "Only "
              + taken.size()
              + " of "
              + asked.size()
              + " stop texts were sent: this provider takes no more, or none of that kind.");
    }
    return taken;
  }
}
