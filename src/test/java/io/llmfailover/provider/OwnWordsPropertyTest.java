package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FailureKind;
import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any request in a dialect's own words. */
class OwnWordsPropertyTest {
  private static final List<Dialect> DIALECTS =
      List.of(new OpenAiDialect(), new GeminiDialect(), new AnthropicDialect());

  private static final String[] WORDS = {
    "messages",
    "contents",
    "role",
    "user",
    "assistant",
    "model",
    "system",
    "developer",
    "content",
    "parts",
    "text",
    "type",
    "thinking",
    "signature",
    "budget_tokens",
    "tools",
    "tool_calls",
    "tool_call_id",
    "id",
    "functionCall",
    "functionResponse",
    "systemInstruction",
    "system_instruction",
    "generationConfig",
    "generation_config",
    "responseMimeType",
    "response_format",
    "output_config",
    "output_format",
    "format",
    "stream",
    "stream_options",
    "max_tokens",
    "_",
    ""
  };

  @Property(tries = 200)
  void sendsUnknownFieldsUnchanged(@ForAll("objects") ObjectNode fields) {
    ObjectNode unknown = fields.objectNode();
    fields.properties().forEach(field -> unknown.set("y" + field.getKey(), field.getValue()));
    for (Dialect dialect : DIALECTS) {
      ObjectNode before = unknown.deepCopy();
      Prompt prompt = OwnRequest.ofOneTurn(dialect.name(), unknown.deepCopy());

      JsonNode body = DialectCall.to(dialect.name(), "m").written(dialect, prompt);

      before
          .properties()
          .forEach(field -> assertThat(body.get(field.getKey())).isEqualTo(field.getValue()));
    }
  }

  @Property(tries = 500)
  void sendsOrRefusesAnyRequestAndNeverChangesIt(@ForAll("objects") ObjectNode fields) {
    for (Dialect dialect : DIALECTS) {
      ObjectNode before = fields.deepCopy();
      Prompt prompt =
          OwnRequest.in(dialect.name(), fields, Message.user("Hi"), Message.user("So?"))
              .message(Message.model("And "))
              .message(Message.user("Go on."))
              .format(OutputFormat.JSON)
              .maxTokens(5)
              .build();
      for (String model : List.of("m", "gemini-3-pro", "claude-opus-4-7", "o1-mini")) {
        try {
          assertThat(
                  dialect
                      .write(DialectCall.to(dialect.name(), model).asking(prompt))
                      .body()
                      .whole())
              .isNotEmpty();
        } catch (ProviderException refused) {
          assertThat(refused.failure().kind()).isEqualTo(FailureKind.UNSUPPORTED);
        }
      }
      assertThat(fields).isEqualTo(before);
    }
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    return Arbitraries.randomValue(
        random -> {
          ObjectNode object = JsonNodeFactory.instance.objectNode();
          for (int i = random.nextInt(6); i >= 0; i--) {
            object.set(word(random), tree(random, 5));
          }
          return object;
        });
  }

  private static JsonNode tree(Random random, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    int kind = depth == 0 ? random.nextInt(4) : random.nextInt(10);
    if (kind >= 4) {
      var array = nodes.arrayNode();
      var object = nodes.objectNode();
      for (int i = random.nextInt(4); i > 0; i--) {
        array.add(tree(random, depth - 1));
        object.set(word(random), tree(random, depth - 1));
      }
      return kind % 2 == 0 ? array : object;
    }
    return switch (kind) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.numberNode(random.nextInt(9000) - 9);
      case 2 -> nodes.booleanNode(random.nextBoolean());
      default -> nodes.textNode(word(random));
    };
  }

  private static String word(Random random) {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
