package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Prompt;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** An answer means the same whether it comes whole or in pieces, cut wherever they are. */
class WholeAndStreamedTest {
  private static final int TRIES = 2_000;

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void meansTheSameInOpenAisDialect(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Told told = Told.by(random);
    ObjectNode whole = chunk();
    ObjectNode choice = whole.putArray("choices").addObject();
    ObjectNode message = choice.putObject("message");
    message.put("content", told.text()).put("reasoning_content", told.thoughts());
    ArrayNode calls = message.putArray("tool_calls");
    List<JsonNode> events = new ArrayList<>();
    cut(told.thoughts(), random)
        .forEach(part -> delta(events).put("reasoning_content", part).put("content", ""));
    cut(told.text(), random).forEach(part -> delta(events).put("content", part));
    for (int i = 0; i < told.calls().size(); i++) {
      String arguments = told.calls().get(i);
      ObjectNode call = calls.addObject().put("id", "call_" + i);
      call.putObject("function").put("name", "find").put("arguments", arguments);
      ObjectNode start = delta(events).putArray("tool_calls").addObject();
      start.put("index", i).put("id", "call_" + i).putObject("function").put("name", "find");
      for (String part : cut(arguments, random)) {
        ObjectNode more = delta(events).putArray("tool_calls").addObject().put("index", i);
        more.putObject("function").put("arguments", part);
      }
    }
    String reason = told.cut() ? "length" : "stop";
    choice.put("finish_reason", reason);
    ObjectNode last = chunk();
    last.putArray("choices").addObject().put("finish_reason", reason).putObject("delta");
    events.add(last);
    ObjectNode counted = chunk();
    counted.putArray("choices");
    for (ObjectNode one : List.of(whole, counted)) {
      one.putObject("usage").put("prompt_tokens", 9).put("completion_tokens", told.tokens());
    }
    events.add(counted);

    assertTheSame(new OpenAiDialect(), whole, events);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void meansTheSameInGeminisDialect(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Told told = Told.by(random);
    ObjectNode whole = WireJson.object().put("modelVersion", "model-x");
    ObjectNode candidate = whole.putArray("candidates").addObject();
    ArrayNode parts = candidate.putObject("content").putArray("parts");
    List<JsonNode> events = new ArrayList<>();
    parts.addObject().put("text", told.thoughts()).put("thought", true);
    cut(told.thoughts(), random).forEach(p -> part(events).put("text", p).put("thought", true));
    parts.addObject().put("text", told.text());
    cut(told.text(), random).forEach(p -> part(events).put("text", p));
    for (int i = 0; i < told.calls().size(); i++) {
      for (ObjectNode one : List.of(parts.addObject(), part(events))) {
        one.put("thoughtSignature", "sig" + i);
        ObjectNode function = one.putObject("functionCall").put("name", "find");
        function.put("id", "call_" + i).set("args", WireJson.parse(told.calls().get(i)).get());
      }
    }
    ObjectNode last = WireJson.object().put("modelVersion", "model-x");
    String reason = told.cut() ? "MAX_TOKENS" : "STOP";
    candidate.put("finishReason", reason);
    last.putArray("candidates").addObject().put("finishReason", reason);
    for (ObjectNode one : List.of(whole, last)) {
      ObjectNode usage = one.putObject("usageMetadata").put("promptTokenCount", 9);
      usage.put("totalTokenCount", 9 + told.tokens());
    }
    events.add(last);

    assertTheSame(new GeminiDialect(), whole, events);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void meansTheSameInAnthropicsDialect(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Told told = Told.by(random);
    ObjectNode whole = WireJson.object().put("model", "model-x");
    ArrayNode content = whole.putArray("content");
    List<JsonNode> events = new ArrayList<>();
    ObjectNode start = event(events, "message_start", 0);
    start.putObject("message").put("model", "model-x").putObject("usage").put("input_tokens", 9);
    content.addObject().put("type", "thinking").put("thinking", told.thoughts());
    event(events, "content_block_start", 0).putObject("content_block").put("type", "thinking");
    for (String part : cut(told.thoughts(), random)) {
      blockDelta(events, 0).put("type", "thinking_delta").put("thinking", part);
    }
    event(events, "content_block_stop", 0);
    content.addObject().put("type", "text").put("text", told.text());
    event(events, "content_block_start", 1).putObject("content_block").put("type", "text");
    for (String part : cut(told.text(), random)) {
      blockDelta(events, 1).put("type", "text_delta").put("text", part);
    }
    event(events, "content_block_stop", 1);
    for (int i = 0; i < told.calls().size(); i++) {
      ObjectNode block = content.addObject().put("type", "tool_use").put("name", "find");
      block.put("id", "call_" + i).set("input", WireJson.parse(told.calls().get(i)).get());
      ObjectNode begun = block.deepCopy();
      begun.putObject("input");
      event(events, "content_block_start", i + 2).set("content_block", begun);
      for (String part : cut(told.calls().get(i), random)) {
        blockDelta(events, i + 2).put("type", "input_json_delta").put("partial_json", part);
      }
      event(events, "content_block_stop", i + 2);
    }
    String reason = told.cut() ? "max_tokens" : "end_turn";
    whole.put("stop_reason", reason).putObject("usage").put("input_tokens", 9);
    ((ObjectNode) whole.get("usage")).put("output_tokens", told.tokens());
    ObjectNode last = event(events, "message_delta", 0);
    last.putObject("delta").put("stop_reason", reason);
    last.putObject("usage").put("output_tokens", told.tokens());
    event(events, "message_stop", 0);

    assertTheSame(new AnthropicDialect(), whole, events);
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.randomValue(Random::nextLong);
  }

  private static void assertTheSame(Dialect dialect, JsonNode whole, List<JsonNode> events) {
    ProviderCall call = DialectCall.to(dialect.name(), "m").asking(Prompt.of("Hi"));
    StreamedAnswer streamed = new StreamedAnswer(dialect, call);

    Reply expected = dialect.read(call, whole, 200);
    events.forEach(event -> streamed.reader().read("", event, streamed.pieces()::add));

    assertThat(streamed.reply()).isEqualTo(expected);
  }

  private static ObjectNode chunk() {
    return WireJson.object().put("model", "model-x");
  }

  private static ObjectNode delta(List<JsonNode> events) {
    ObjectNode chunk = chunk();
    events.add(chunk);
    return chunk.putArray("choices").addObject().put("index", 0).putObject("delta");
  }

  private static ObjectNode part(List<JsonNode> events) {
    ObjectNode chunk = WireJson.object().put("modelVersion", "model-x");
    events.add(chunk);
    ObjectNode content = chunk.putArray("candidates").addObject().putObject("content");
    return content.putArray("parts").addObject();
  }

  private static ObjectNode event(List<JsonNode> events, String type, int index) {
    ObjectNode event = WireJson.object().put("type", type).put("index", index);
    events.add(event);
    return event;
  }

  private static ObjectNode blockDelta(List<JsonNode> events, int index) {
    return event(events, "content_block_delta", index).putObject("delta");
  }

  /** The text in pieces, cut even within a character; some pieces are empty. */
  private static List<String> cut(String text, Random random) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + random.nextInt(4));
      parts.add(text.substring(from, to));
      from = to;
    }
    return parts;
  }

  /** What an answer says. */
  private record Told(String text, String thoughts, List<String> calls, boolean cut, int tokens) {
    private static final String[] WORDS = {"Ja", " ", "\n", "ü", "👋", "{", "\"", "\\", "漢字", "0"};

    static Told by(Random random) {
      List<String> calls = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        ObjectNode arguments = WireJson.object();
        for (int j = random.nextInt(3); j > 0; j--) {
          arguments.put(words(random), words(random));
        }
        calls.add(WireJson.compact(arguments));
      }
      return new Told(
          words(random), words(random), calls, random.nextBoolean(), 1 + random.nextInt(99));
    }

    private static String words(Random random) {
      StringBuilder words = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        words.append(WORDS[random.nextInt(WORDS.length)]);
      }
      return words.toString();
    }
  }
}
