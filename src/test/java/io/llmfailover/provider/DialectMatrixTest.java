package io.llmfailover.provider;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.ToolChoice;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked, no dialect gets a field it does not know. */
class DialectMatrixTest {
  private static final JsonNode SCHEMA =
      json(
          "{'$schema':'s','type':'object','properties':{'a':{'type':['string','null'],"
              + "'default':'x'},'b':{'$ref':'#/$defs/b'},'c':{'const':'c'}},"
              + "'required':['a','unknown'],'additionalProperties':false,"
              + "'$defs':{'b':{'oneOf':[{'type':'integer'},{'type':'null'}]}}}");

  private static final Map<String, Consumer<Prompt.Builder>> FEATURES =
      Map.of(
          "rules", prompt -> prompt.rules("Be kind.").user("Hi").rules("Be brief."),
          "sampling", prompt -> prompt.temperature(1.5).topP(0.5).seed(1).maxTokens(9),
          "stops", prompt -> prompt.stop(List.of("a", "b", "c", "d", "e", "f", " ")),
          "json", prompt -> prompt.format(OutputFormat.JSON),
          "schema", prompt -> prompt.format(new OutputFormat.Schema("x", SCHEMA)),
          "tools",
              prompt ->
                  prompt
                      .tools(List.of(new Tool("find", "Finds.", SCHEMA), new Tool("l", "", null)))
                      .toolChoice(ToolChoice.named("find")),
          "history",
              prompt ->
                  prompt
                      .message(
                          new Message.FromModel(
                              List.of(), List.of(new ToolCall("1", "find", "{}", "other:s"))))
                      .message(new Message.FromTool("1", "done", false)),
          "picture",
              prompt ->
                  prompt.message(
                      new Message.FromUser(List.of(new Part.InlineImage("image/png", "QUJD")))));

  /** By dialect, and for Gemini by generation: the fields there are at the top. */
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          "openai",
          Set.of(
              "model",
              "messages",
              "max_tokens",
              "max_completion_tokens",
              "temperature",
              "top_p",
              "stop",
              "seed",
              "response_format",
              "tools",
              "tool_choice"),
          "gemini",
          Set.of("contents", "systemInstruction", "generationConfig", "tools", "toolConfig"),
          "anthropic",
          Set.of(
              "model",
              "max_tokens",
              "messages",
              "system",
              "temperature",
              "top_p",
              "stop_sequences",
              "tools",
              "tool_choice",
              "output_config"));

  static Stream<Arguments> everyPairOfFeaturesOnEveryLink() {
    Set<String> features = new TreeSet<>(FEATURES.keySet());
    return Stream.of(
            "openai/gpt-4o",
            "openai/o3",
            "together/llama",
            "mistral/small",
            "gemini/gemini-1.5-pro",
            "gemini/gemini-2.5-flash",
            "gemini/gemini-3-flash-preview",
            "anthropic/claude-3-haiku-20240307",
            "anthropic/claude-opus-4-7")
        .flatMap(
            link ->
                features.stream()
                    .flatMap(
                        one ->
                            features.stream()
                                .filter(two -> one.compareTo(two) <= 0)
                                .map(two -> Arguments.of(link, one, two))));
  }

  @ParameterizedTest
  @MethodSource("everyPairOfFeaturesOnEveryLink")
  void writesNoFieldTheLinkWouldRefuse(String link, String one, String two) {
    String provider = link.substring(0, link.indexOf('/'));
    Prompt.Builder prompt = Prompt.builder().user("Hi");
    FEATURES.get(one).accept(prompt);
    FEATURES.get(two).accept(prompt);

    JsonNode body =
        DialectCall.to(provider, link.substring(provider.length() + 1))
            .written(dialect(provider), prompt.user("Go on.").build());

    assertNoUnknownField(provider, body);
    assertThat(body.findValuesAsText("thoughtSignature")).doesNotContain("s", "other:s");
    if (link.equals("gemini/gemini-1.5-pro")) {
      assertInSubset(body.at("/generationConfig/responseSchema"));
      body.findValues("parameters").forEach(DialectMatrixTest::assertInSubset);
      assertThat(body.findValue("responseJsonSchema")).isNull();
      assertThat(body.findValue("parametersJsonSchema")).isNull();
    }
    if (provider.equals("openai") && link.endsWith("o3")) {
      assertThat(body.has("temperature") || body.has("top_p") || body.has("max_tokens")).isFalse();
    }
  }

  private static void assertNoUnknownField(String provider, JsonNode body) {
    Set<String> fields = new TreeSet<>();
    body.fieldNames().forEachRemaining(fields::add);
    if (provider.equals("mistral")) {
      assertThat(fields).doesNotContain("seed");
      fields.remove("random_seed");
    }

    assertThat(KNOWN.getOrDefault(provider, KNOWN.get("openai"))).containsAll(fields);
    if (provider.equals("gemini")) {
      assertThat(body.findValue("strict")).isNull();
    }
  }

  private static void assertInSubset(JsonNode schema) {
    for (String unknown :
        List.of("$schema", "$ref", "$defs", "additionalProperties", "const", "oneOf", "default")) {
      assertThat(schema.findValue(unknown)).as(unknown).isNull();
    }
    schema.findValues("type").forEach(type -> assertThat(type.isTextual()).isTrue());
    schema
        .findValues("required")
        .forEach(names -> assertThat(names.toString()).doesNotContain("unknown"));
  }

  private static Dialect dialect(String provider) {
    return switch (provider) {
      case "gemini" -> new GeminiDialect();
      case "anthropic" -> new AnthropicDialect();
      default -> new OpenAiDialect();
    };
  }
}
