package io.llmfailover.provider;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FailureKind;
import io.llmfailover.Message;
import io.llmfailover.Original;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for callers' own words in every dialect. */
class OwnWordsTest {
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

  @ParameterizedTest
  @MethodSource("pairsOfDialects")
  void tellsOtherDialectsNothingAndSaysSoInOneSentence(String from, Dialect to) {
    Prompt prompt =
        Prompt.builder()
            .user("Hi")
            .original(
                new Original(
                    from,
                    (ObjectNode)
                        json(
                            "{'messages':[{'role':'user','content':'No'}],'contents':[],"
                                + "'logit_bias':{'1':2},'top_k':3,'x_new':1}"),
                    1,
                    List.of(),
                    List.of("logit_bias", "top_k", "x\r\nset-cookie: a")))
            .build();
    ProviderCall call = DialectCall.to(to.name(), "m").asking(prompt);

    JsonNode body = DialectCall.body(to.write(call));

    assertThat(body).isEqualTo(DialectCall.to(to.name(), "m").written(to, Prompt.of("Hi")));
    assertThat(call.notices())
        .containsExactly(
            "logit_bias, top_k, x??set-cookie??a were not sent:"
                + " this link's dialect has no such fields.");
  }

  @Test
  void saysItOfOneFieldInTheSingular() {
    ObjectNode empty = (ObjectNode) json("{}");
    Prompt prompt =
        Prompt.builder()
            .user("Hi")
            .original(new Original("openai", empty, 1, List.of(), List.of("frequency_penalty")))
            .build();
    ProviderCall call = DialectCall.to("gemini", "m").asking(prompt);

    new GeminiDialect().write(call);

    assertThat(call.notices())
        .containsExactly("frequency_penalty was not sent: this link's dialect has no such field.");
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void asksTheLinksModelAndKeepsWhatIsOurs(Dialect dialect) {
    Prompt prompt =
        asked(
            dialect,
            (ObjectNode)
                json(
                    "{'model':'callers','models':['a','b'],'stream':true,'x_llm_deadline':'1s',"
                        + "'X-LLM-Stream-Policy':'buffer','x_anything':{'a':[1]}}"));
    ProviderCall call = DialectCall.to(dialect.name(), "links").asking(prompt);

    WireRequest request = dialect.write(call);

    JsonNode body = DialectCall.body(request);
    assertThat(body.path("model").asText("links")).isEqualTo("links");
    assertThat(body.get("x_anything")).isEqualTo(json("{'a':[1]}"));
    assertThat(new String(request.body(), StandardCharsets.UTF_8))
        .doesNotContain("callers", "models", "stream", "x_llm", "X-LLM");
    assertThat(request.headers())
        .isEqualTo(
            dialect
                .write(DialectCall.to(dialect.name(), "links").asking(Prompt.of("Hi")))
                .headers());
    assertThat(call.notices()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void retellsARequestWhoseTurnsAreNoList(Dialect dialect) {
    ObjectNode strange = (ObjectNode) json("{'messages':'Hi','contents':{'a':1},'input':'Hi'}");
    Prompt prompt = OwnRequest.in(dialect.name(), strange, Message.user("Hi")).build();

    JsonNode body = DialectCall.to(dialect.name(), "m").written(dialect, prompt);

    assertThat(body)
        .isEqualTo(DialectCall.to(dialect.name(), "m").written(dialect, Prompt.of("Hi")));
  }

  @Property(tries = 200)
  void sendsUnknownFieldsUnchanged(@ForAll("objects") ObjectNode fields) {
    ObjectNode unknown = fields.objectNode();
    fields.properties().forEach(field -> unknown.set("y" + field.getKey(), field.getValue()));
    for (Dialect dialect : DIALECTS) {
      ObjectNode before = unknown.deepCopy();
      Prompt prompt = asked(dialect, unknown.deepCopy());

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
          assertThat(dialect.write(DialectCall.to(dialect.name(), model).asking(prompt)).body())
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

  static Stream<Dialect> dialects() {
    return DIALECTS.stream();
  }

  static Stream<Arguments> pairsOfDialects() {
    return DIALECTS.stream()
        .flatMap(
            from ->
                DIALECTS.stream()
                    .filter(to -> to != from)
                    .map(to -> Arguments.of(from.name(), to)));
  }

  /** A request of one turn and these fields besides. */
  private static Prompt asked(Dialect dialect, ObjectNode fields) {
    if (dialect.name().equals("gemini")) {
      fields.set("contents", json("[{'role':'user','parts':[{'text':'Hi'}]}]"));
    } else {
      fields.set("messages", json("[{'role':'user','content':'Hi'}]"));
    }
    return OwnRequest.in(dialect.name(), fields, Message.user("Hi")).build();
  }
}
