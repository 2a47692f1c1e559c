package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A recorded answer, and what the manifest says of it. */
record ManifestSample(JsonNode entry) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The samples of this kind in files whose names end so. */
  static Stream<ManifestSample> of(String kind, String ending) throws IOException {
    return StreamSupport.stream(resource("manifest.json").spliterator(), false)
        .filter(entry -> entry.path("kind").asText().equals(kind))
        .filter(entry -> entry.path("file").asText().endsWith(ending))
        .map(ManifestSample::new);
  }

  JsonNode body() throws IOException {
    return resource(file());
  }

  ProviderCall call() {
    return DialectCall.to(provider(), "some-model").asking(prompt());
  }

  String file() {
    return entry.path("file").asText();
  }

  String provider() {
    return entry.path("provider").asText();
  }

  JsonNode answer() {
    return entry.path("expect").path("answer");
  }

  Prompt prompt() {
    Prompt.Builder prompt = Prompt.builder().user("Anything.");
    if (entry.path("asked").path("json").asBoolean()) {
      prompt.format(OutputFormat.JSON);
    }
    return prompt.build();
  }

  Dialect dialect() {
    if (file().startsWith("gemini/")) {
      return new GeminiDialect();
    }
    return file().startsWith("anthropic/") ? new AnthropicDialect() : new OpenAiDialect();
  }

  Set<String> kinds() {
    Set<String> kinds = new HashSet<>();
    kinds.add(entry.path("expect").path("class").asText());
    entry.path("expect").path("accept").forEach(kind -> kinds.add(kind.asText()));
    return kinds;
  }

  /** Whether the form alone is in order: what is judged later is read truthfully. */
  boolean mayBeRead() {
    JsonNode kind = entry.path("expect").path("class");
    return kind.isNull()
        || Set.of("content_filtered", "truncated", "empty").contains(kind.asText());
  }

  @Override
  public String toString() {
    return file();
  }

  /** Asserts that this is the answer the manifest expects. */
  static void assertAnswer(Reply reply, JsonNode expected) throws IOException {
    if (expected.has("text")) {
      assertThat(reply.text())
          .isEqualTo(expected.get("text").isNull() ? "" : expected.get("text").asText());
    }
    if (expected.has("json")) {
      assertThat(reply.text()).contains("travel");
    }
    if (expected.has("reasoning")) {
      assertThat(reply.reasoning()).isEqualTo(expected.get("reasoning").asText());
    }
    if (expected.has("refusal")) {
      assertThat(reply.refusal()).isEqualTo(expected.get("refusal").asText());
    }
    if (expected.has("finish_reason")) {
      assertThat(reply.finish().code()).isEqualTo(expected.get("finish_reason").asText());
    }
    if (expected.has("thought_signature")) {
      assertThat(reply.toolCalls().get(0).signature())
          .isEqualTo("gemini:" + expected.get("thought_signature").asText());
    }
    assertCalls(reply.toolCalls(), expected.path("tool_calls"));
    assertUsage(reply.usage(), expected.path("usage"));
  }

  private static void assertCalls(List<ToolCall> calls, JsonNode expected) throws IOException {
    assertThat(calls).hasSize(expected.size());
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < calls.size(); i++) {
      ToolCall call = calls.get(i);
      assertThat(call.id()).isNotBlank().isEqualTo(expected.get(i).path("id").asText(call.id()));
      assertThat(ids.add(call.id())).isTrue();
      assertThat(call.name()).isEqualTo(expected.get(i).path("name").asText());
      assertThat(MAPPER.readTree(call.arguments())).isEqualTo(expected.get(i).get("arguments"));
    }
  }

  private static void assertUsage(Usage usage, JsonNode expected) {
    if (expected.isMissingNode()) {
      return;
    }
    assertThat(usage.known()).isEqualTo(!expected.isNull());
    assertCount(expected, "prompt_tokens", usage.inputTokens());
    assertCount(expected, "completion_tokens", usage.outputTokens());
    assertCount(expected, "total_tokens", usage.totalTokens());
    assertCount(expected, "cached_tokens", usage.cachedInputTokens());
    assertCount(expected, "reasoning_tokens", usage.reasoningTokens());
  }

  private static void assertCount(JsonNode expected, String field, long actual) {
    if (expected.has(field)) {
      assertThat(actual).as(field).isEqualTo(expected.get(field).asLong());
    }
  }

  private static JsonNode resource(String file) throws IOException {
    try (InputStream in = ManifestSample.class.getResourceAsStream("/wire/" + file)) {
      return MAPPER.readTree(in);
    }
  }
}
