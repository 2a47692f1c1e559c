package io.llmfailover.chain;

import io.llmfailover.Message;
import io.llmfailover.Original;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.SkipReason;
import java.util.List;
import java.util.Optional;

/**
 * Passes over links whose model is known to lack what the prompt needs, or whose dialect has no
 * words for it. A model the catalogue does not know is given the benefit of the doubt.
 */
public final class CapabilityGate implements LinkGate {
  @Override
  public Optional<Refusal> refuse(Link link, Prompt prompt) {
    Optional<Original> foreign =
        prompt
            .original()
            .filter(asked -> !asked.onlyThere().isEmpty())
            .filter(asked -> !asked.dialect().equals(link.provider().dialect()));
    if (foreign.isPresent()) {
      String what = String.join(", ", foreign.get().onlyThere());
      return Optional.of(new Refusal(SkipReason.CANNOT_DO, what));
    }
    if (!prompt.tools().isEmpty() && link.facts().lacks(Capability.TOOLS)) {
      return Optional.of(new Refusal(SkipReason.CANNOT_DO, "tools"));
    }
    if (link.facts().lacks(Capability.VISION) && hasPictures(prompt)) {
      return Optional.of(new Refusal(SkipReason.CANNOT_DO, "vision"));
    }
    return Optional.empty();
  }

  private static boolean hasPictures(Prompt prompt) {
    for (Message message : prompt.messages()) {
      List<Part> parts = List.of();
      if (message instanceof Message.FromUser user) {
        parts = user.parts();
      } else if (message instanceof Message.FromModel model) {
        parts = model.parts();
      }
      if (parts.stream().anyMatch(part -> !(part instanceof Part.Text))) {
        return true;
      }
    }
    return false;
  }
}
