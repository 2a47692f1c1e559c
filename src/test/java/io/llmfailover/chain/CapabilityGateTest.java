package io.llmfailover.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.Message;
import io.llmfailover.Original;
import io.llmfailover.OutputFormat;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.SkipReason;
import io.llmfailover.Tool;
import io.llmfailover.config.MapValues;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CapabilityGateTest {
  private static final String LINK = "together/small/model";
  private static final String WORDS = "The quick brown fox jumps over the lazy dog. ";

  private final CapabilityGate gate = new CapabilityGate();

  @Test
  void saysWhichAbilityIsMissing() {
    Link link = link("tools", "false", "vision", "false");
    Prompt tools = Prompt.of("?").toBuilder().tools(List.of(new Tool("t", "", null))).build();
    Prompt picture =
        Prompt.builder()
            .message(new Message.FromUser(List.of(new Part.ImageUrl("https://x/y.png"))))
            .build();

    assertThat(gate.refuse(link, tools)).contains(cannot("tools"));
    assertThat(gate.refuse(link, picture)).contains(cannot("vision"));
    assertThat(gate.refuse(link, Prompt.of("?"))).isEmpty();
  }

  @Test
  void saysWhatAnotherDialectHasNoWordsFor() {
    Original original =
        new Original(
            "anthropic", JsonNodeFactory.instance.objectNode(), 1, List.of("audio"), List.of());
    Prompt prompt = Prompt.of("?").toBuilder().original(original).build();

    assertThat(gate.refuse(link(), prompt)).contains(cannot("audio"));
  }

  @Test
  void passesOverAWindowThatIsSurelyTooSmallAndTellsTheFigures() {
    Prompt prompt = Prompt.of(WORDS.repeat(200));
    int fewest = prompt.size().fewestTokens();

    Optional<LinkGate.Refusal> refusal =
        gate.refuse(link("context-window", String.valueOf(fewest - 1)), prompt);

    assertThat(refusal)
        .contains(cannot("context: about " + fewest + " tokens, window " + (fewest - 1)));
  }

  @Test
  void letsTheProviderDecideWhereItIsClose() {
    Prompt prompt = Prompt.of(WORDS.repeat(200));

    // Two thousand tokens in truth.
    assertThat(gate.refuse(link("context-window", "1900"), prompt)).isEmpty();
  }

  @Test
  void triesAWindowNobodyKnows() {
    assertThat(gate.refuse(link(), Prompt.of(WORDS.repeat(100_000)))).isEmpty();
  }

  @Test
  void doesNotTakeASheetOfBlanksForALongPrompt() {
    Prompt blanks = Prompt.of((" ".repeat(200) + "\n").repeat(1_000) + "=".repeat(100_000));

    assertThat(gate.refuse(link("context-window", "1000"), blanks)).isEmpty();
  }

  @Test
  void asksForASchemaInWordsRatherThanNotAtAll() {
    OutputFormat schema =
        new OutputFormat.Schema(
            "answer", JsonNodeFactory.instance.objectNode().put("type", "object"));
    Prompt prompt =
        Prompt.of("?").toBuilder().format(schema).tools(List.of(new Tool("t", "", null))).build();

    assertThat(gate.refuse(link("json-schema", "false"), prompt)).isEmpty();
  }

  private static Link link(String... settings) {
    MapValues values = MapValues.of("llm.provider.together.api-key", "k", "llm.chain", LINK);
    for (int i = 0; i < settings.length; i += 2) {
      values.set("llm.model." + LINK + "." + settings[i], settings[i + 1]);
    }
    return values.settings().defaultChain().links().get(0);
  }

  private static LinkGate.Refusal cannot(String what) {
    return new LinkGate.Refusal(SkipReason.CANNOT_DO, what);
  }
}
