package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any answer and any text, in every dialect. */
class DialectPropertyTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int DEEPEST = 6;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * Names and values that lead deep into the readers; random ones would never get past the door.
   */
  private static final String[] WORDS = {
    "choices",
    "message",
    "content",
    "tool_calls",
    "function",
    "name",
    "arguments",
    "id",
    "type",
    "text",
    "thinking",
    "finish_reason",
    "error",
    "usage",
    "prompt_tokens",
    "completion_tokens",
    "prompt_tokens_details",
    "cached_tokens",
    "refusal",
    "reasoning",
    "content_filter_results",
    "candidates",
    "parts",
    "functionCall",
    "args",
    "thought",
    "finishReason",
    "usageMetadata",
    "promptFeedback",
    "blockReason",
    "safetyRatings",
    "stop_reason",
    "stop_details",
    "input",
    "tool_use",
    "json",
    "value",
    "stop",
    "STOP",
    "SAFETY",
    "length",
    "MAX_TOKENS",
    "end_turn",
    "refusal",
    "category",
    "blocked",
    "x_groq",
    "totalTokenCount",
    "promptTokenCount",
    "model"
  };

  private static final List<JsonNode> LEAVES = leaves();

  private static final List<Dialect> DIALECTS =
      List.of(new OpenAiDialect(), new GeminiDialect(), new AnthropicDialect());

  private static final List<JsonNode> RECORDED =
      List.of(
          recorded("openai/ok-tool-call.json"),
          recorded("openai/ok-content-filter.json"),
          recorded("compatible/deepseek-ok-reasoning.json"),
          recorded("gemini/ok-tool-call.json"),
          recorded("gemini/blocked-safety.json"),
          recorded("gemini/blocked-prompt.json"),
          recorded("anthropic/ok-json-via-tool.json"),
          recorded("anthropic/ok-thinking.json"),
          recorded("anthropic/ok-refusal.json"));

  @Property(tries = 500)
  void readsAnyJsonAsAReplyOrRefusesIt(@ForAll("trees") JsonNode answer) {
    DIALECTS.forEach(dialect -> assertReadOrRefused(dialect, answer));
  }

  @Property(tries = 500)
  void readsAnyChangedRecordingAsAReplyOrRefusesIt(
      @ForAll("recordings") JsonNode recording,
      @ForAll("trees") JsonNode other,
      @ForAll int place) {
    JsonNode answer = recording.deepCopy();
    replaceOne(answer, other, place);

    DIALECTS.forEach(dialect -> assertReadOrRefused(dialect, answer));
  }

  @Property(tries = 300)
  void writesValidJsonWhateverTheText(@ForAll("texts") String text) throws IOException {
    String said = "x" + text;
    Prompt prompt =
        Prompt.builder()
            .rules(said)
            .user(said)
            .message(
                new Message.FromModel(
                    List.of(), List.of(ToolCall.of(said, said, "{\"a\":1}" + text))))
            .message(new Message.FromTool(said, said, true))
            .tools(List.of(new Tool("x" + text.strip(), said, NODES.objectNode().put(said, said))))
            .format(new OutputFormat.Schema(said, NODES.objectNode().put(said, said)))
            .stop(List.of(said))
            .build();

    for (Dialect dialect : DIALECTS) {
      byte[] body =
          dialect.write(DialectCall.to(dialect.name(), "m").asking(prompt)).body().whole();

      assertThat(MAPPER.readTree(body).isObject()).isTrue();
      assertThat(wholeUtf8(body)).isTrue();
      assertThat(new String(body, StandardCharsets.UTF_8))
          .doesNotContainPattern("\\\\u[dD][89a-fA-F]");
    }
  }

  @Property(tries = 200)
  void sendsWholeTextsUnchanged(@ForAll("wholeTexts") String text) {
    Prompt prompt = Prompt.of("x" + text);

    JsonNode body = DialectCall.to("openai", "m").written(DIALECTS.get(0), prompt);

    assertThat(body.at("/messages/0/content").textValue()).isEqualTo("x" + text);
  }

  @Provide
  Arbitrary<JsonNode> trees() {
    // Grown by hand: combined arbitraries of this kind grow without bounds.
    return Arbitraries.randomValue(random -> tree(random, DEEPEST));
  }

  private static JsonNode tree(Random random, int depth) {
    if (depth == 0 || (depth < DEEPEST && random.nextInt(5) < 2)) {
      return LEAVES.get(random.nextInt(LEAVES.size()));
    }
    int size = random.nextInt(4);
    ArrayNode array = NODES.arrayNode();
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < size; i++) {
      array.add(tree(random, depth - 1));
      object.set(WORDS[random.nextInt(WORDS.length)], tree(random, depth - 1));
    }
    return random.nextInt(3) == 0 ? array : object;
  }

  @Provide
  Arbitrary<JsonNode> recordings() {
    return Arbitraries.of(RECORDED);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars('\u0000', '\u001F', '"', '\\', 'a', '\uD83D', '\uDE00', '\uFFFF', '\u2028')
        .ofMaxLength(20);
  }

  @Provide
  Arbitrary<String> wholeTexts() {
    return Arbitraries.of("\u0000", "\n", "\"", "\\", "a", "ä", "\u2028", "😀", "漢")
        .list()
        .ofMaxSize(20)
        .map(pieces -> String.join("", pieces));
  }

  private static void assertReadOrRefused(Dialect dialect, JsonNode answer) {
    for (OutputFormat format : List.of(OutputFormat.TEXT, OutputFormat.JSON)) {
      Prompt prompt = Prompt.builder().user("Hi").format(format).build();
      ProviderCall call = DialectCall.to(dialect.name(), "m").asking(prompt);
      try {
        assertThat(dialect.read(call, answer, 200)).isNotNull();
      } catch (ProviderException refused) {
        assertThat(refused.failure().status()).isEqualTo(200);
      }
    }
  }

  /** Puts {@code other} in the place of one node below. */
  private static void replaceOne(JsonNode tree, JsonNode other, int place) {
    List<Runnable> places = new ArrayList<>();
    collect(tree, other, places);
    places.get(Math.floorMod(place, places.size())).run();
  }

  private static void collect(JsonNode tree, JsonNode other, List<Runnable> places) {
    if (tree instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                places.add(() -> object.set(field.getKey(), other));
                collect(field.getValue(), other, places);
              });
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        places.add(() -> array.set(index, other));
        collect(array.get(i), other, places);
      }
    }
  }

  private static List<JsonNode> leaves() {
    List<JsonNode> leaves = new ArrayList<>();
    for (String word : WORDS) {
      leaves.add(NODES.textNode(word));
    }
    leaves.addAll(
        List.of(
            NODES.textNode(""),
            NODES.textNode(" "),
            NODES.textNode("\uD800"),
            NODES.booleanNode(true),
            NODES.numberNode(-7),
            NODES.numberNode(0.5),
            NODES.numberNode(Double.NaN),
            NODES.numberNode(new BigDecimal("1e400")),
            NODES.nullNode()));
    return leaves;
  }

  private static boolean wholeUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static JsonNode recorded(String file) {
    try (var in = DialectPropertyTest.class.getResourceAsStream("/wire/" + file)) {
      return MAPPER.readTree(in);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
