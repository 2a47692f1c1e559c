package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.Message;
import io.llmfailover.Original;
import io.llmfailover.Prompt;
import io.llmfailover.api.Json;
import io.llmfailover.api.WholeCharacters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells a {@code GenerateContentRequest} as a {@link Prompt}. */
final class RequestReader {
  /** The dialect a request of this surface is written in. */
  static final String DIALECT = "gemini";

  private static final Set<String> TOLD =
      Set.of(
          "contents",
          "systemInstruction",
          "tools",
          "toolConfig",
          "generationConfig",
          "cachedContent",
          "model");

  private RequestReader() {}

  /**
   * Reads a request.
   *
   * @param model what the address names
   * @throws InvalidPromptException naming the field that is wrong
   */
  static Prompt prompt(byte[] json, String model) {
    return prompt(Fields.ofBody(Json.read(json)), model);
  }

  /** As {@link #prompt(byte[], String)}, of a request that is parsed already. */
  static Prompt prompt(Fields body, String model) {
    WholeCharacters.check(body.object());
    ObjectNode own = (ObjectNode) body.object();
    OneForm.settle(own);
    Untellable untellable = new Untellable();
    List<Message> messages = new ArrayList<>();
    rules(body).ifPresent(messages::add);
    messages.addAll(new ContentsReader(untellable).read(body));
    Prompt.Builder prompt = Prompt.builder().model(model).messages(messages);
    ToolsReader.Offer offer = ToolsReader.read(body, untellable);
    prompt.tools(offer.tools()).toolChoice(offer.choice());
    body.inner("generationConfig")
        .ifPresent(config -> SamplingReader.read(config, prompt, untellable));
    if (body.text("cachedContent").isPresent()) {
      untellable.onlyThere("cached content");
    }
    untellable.untoldBesides(TOLD, body);
    return prompt
        .original(
            new Original(
                DIALECT, own, messages.size(), untellable.onlyThere(), untellable.untold()))
        .build();
  }

  private static Optional<Message> rules(Fields body) {
    List<String> texts = new ArrayList<>();
    body.inner("systemInstruction")
        .ifPresent(
            rules -> {
              for (Fields part : rules.inners("parts")) {
                texts.add(part.text("text").orElseThrow(() -> part.wrong("text", "is needed")));
              }
            });
    String joined = String.join("\n\n", texts);
    return joined.isBlank() ? Optional.empty() : Optional.of(Message.rules(joined));
  }
}
