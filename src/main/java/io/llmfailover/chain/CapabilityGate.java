package io.llmfailover.chain;

import io.llmfailover.Original;
import io.llmfailover.Prompt;
import io.llmfailover.SkipReason;
import java.util.Optional;

/**
 * Passes over links whose model is known to lack what the prompt needs, or whose dialect has no
 * words for it. A model the catalogue does not know is given the benefit of the doubt.
 *
 * <p>A window is too small only when the prompt has more tokens than that by any count ({@link
 * io.llmfailover.PromptSize#surelyExceeds}); where it is close, the provider decides, and {@code
 * context_length} leads to larger windows.
 *
 * <p>No link is passed over for a JSON Schema: where a model has no setting for it, alone or beside
 * tools, every dialect asks by JSON mode, a forced tool or in words, and the answer is checked. Nor
 * for the length of the answer: a link that writes less is asked after those that write enough.
 */
public final class CapabilityGate implements LinkGate {
  @Override
  public Optional<Refusal> refuse(Link link, Prompt prompt) {
    Optional<Original> original = prompt.original();
    if (original.isPresent()
        && !original.get().onlyThere().isEmpty()
        && !original.get().dialect().equals(link.provider().dialect())) {
      String what = String.join(", ", original.get().onlyThere());
      return Optional.of(new Refusal(SkipReason.CANNOT_DO, what));
    }
    if (!prompt.tools().isEmpty() && link.facts().lacks(Capability.TOOLS)) {
      return Optional.of(new Refusal(SkipReason.CANNOT_DO, "tools"));
    }
    if (link.facts().lacks(Capability.VISION) && prompt.size().pictures() > 0) {
      return Optional.of(new Refusal(SkipReason.CANNOT_DO, "vision"));
    }
    int window = link.facts().contextWindow();
    if (window > 0 && prompt.size().surelyExceeds(window)) {
      String figures =
          "context: about " + prompt.size().fewestTokens() + " tokens, window " + window;
      return Optional.of(new Refusal(SkipReason.CANNOT_DO, figures));
    }
    return Optional.empty();
  }
}
