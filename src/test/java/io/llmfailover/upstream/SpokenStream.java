package io.llmfailover.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of one stream as a provider sends them, one event for each token, so that it can be cut
 * after any of them. Immutable.
 *
 * @param head what comes before the first token
 * @param tokens the events, in order
 * @param finish says that the model has come to its end; its first event, then the others
 */
public record SpokenStream(String head, List<String> tokens, List<String> finish) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A provider's way to speak. */
  public enum Dialect {
    OPENAI,
    GEMINI,
    ANTHROPIC
  }

  /** A tool call, its arguments in the pieces in which they are sent. */
  public record Call(String id, String name, List<String> arguments) {
    /** Its arguments in one. */
    public String whole() {
      return String.join("", arguments);
    }
  }

  /** Copies the lists. */
  public SpokenStream {
    tokens = List.copyOf(tokens);
    finish = List.copyOf(finish);
  }

  /** The stream that says this text. */
  public static SpokenStream of(Dialect dialect, List<String> tokens) {
    return switch (dialect) {
      case OPENAI ->
          new SpokenStream(
              openAi(json("{'role':'assistant','content':''}"), null),
              tokens.stream().map(token -> openAi(object().put("content", token), null)).toList(),
              openAiFinish("stop"));
      case GEMINI ->
          new SpokenStream(
              "",
              tokens.stream().map(token -> gemini(object().put("text", token), false)).toList(),
              List.of(gemini(object().put("text", ""), true)));
      case ANTHROPIC -> {
        List<String> finish = new ArrayList<>();
        finish.add(anthropicStop(0));
        finish.addAll(anthropicFinish("end_turn"));
        yield new SpokenStream(
            anthropicHead() + anthropicStart(0, json("{'type':'text','text':''}")),
            tokens.stream()
                .map(
                    token ->
                        anthropicDelta(0, object().put("type", "text_delta").put("text", token)))
                .toList(),
            finish);
      }
    };
  }

  /** The stream that makes these calls; only Gemini has whole calls in one event. */
  public static SpokenStream calling(Dialect dialect, List<Call> calls) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      switch (dialect) {
        case OPENAI -> {
          tokens.add(openAiCall(i, call));
          for (String piece : call.arguments()) {
            tokens.add(openAiArguments(i, piece));
          }
        }
        case GEMINI -> {
          ObjectNode part = object();
          part.putObject("functionCall")
              .put("name", call.name())
              .put("id", call.id())
              .set("args", json(call.whole()));
          tokens.add(gemini(part, false));
        }
        case ANTHROPIC -> {
          ObjectNode block = json("{'type':'tool_use','input':{}}");
          block.put("id", call.id()).put("name", call.name());
          tokens.add((i == 0 ? "" : anthropicStop(i - 1)) + anthropicStart(i, block));
          for (String piece : call.arguments()) {
            tokens.add(
                anthropicDelta(
                    i, object().put("type", "input_json_delta").put("partial_json", piece)));
          }
        }
      }
    }
    return switch (dialect) {
      case OPENAI ->
          new SpokenStream(
              openAi(json("{'role':'assistant','content':null}"), null),
              tokens,
              openAiFinish("tool_calls"));
      case GEMINI -> new SpokenStream("", tokens, List.of(gemini(object().put("text", ""), true)));
      case ANTHROPIC -> {
        List<String> finish = new ArrayList<>();
        finish.add(anthropicStop(calls.size() - 1));
        finish.addAll(anthropicFinish("tool_use"));
        yield new SpokenStream(anthropicHead(), tokens, finish);
      }
    };
  }

  /** OpenAI's stream that makes calls side by side: a piece of each in turn. */
  public static SpokenStream callingSideBySide(List<Call> calls) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      tokens.add(openAiCall(i, calls.get(i)));
    }
    int most = calls.stream().mapToInt(call -> call.arguments().size()).max().orElse(0);
    for (int piece = 0; piece < most; piece++) {
      for (int i = 0; i < calls.size(); i++) {
        if (piece < calls.get(i).arguments().size()) {
          tokens.add(openAiArguments(i, calls.get(i).arguments().get(piece)));
        }
      }
    }
    return new SpokenStream(
        openAi(json("{'role':'assistant','content':null}"), null),
        tokens,
        openAiFinish("tool_calls"));
  }

  /** All of it. */
  public byte[] whole() {
    return bytes(head + String.join("", tokens) + String.join("", finish));
  }

  /** The head and so many tokens. */
  public byte[] until(int count) {
    return bytes(head + String.join("", tokens.subList(0, count)));
  }

  /** The head, so many tokens, and half of the event that follows, torn at a byte. */
  public byte[] tornAfter(int count) {
    byte[] before = until(count);
    byte[] next = bytes(count < tokens.size() ? tokens.get(count) : finish.get(0));
    byte[] all = Arrays.copyOf(before, before.length + next.length / 2);
    System.arraycopy(next, 0, all, before.length, next.length / 2);
    return all;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String openAi(ObjectNode delta, String finish) {
    ObjectNode chunk =
        json("{'id':'chatcmpl-S1','object':'chat.completion.chunk','created':1795166100}");
    chunk.put("model", "gpt-4o-2024-08-06");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finish);
    return "data: " + chunk + "\n\n";
  }

  private static String openAiCall(int index, Call call) {
    ObjectNode made = object().put("index", index).put("id", call.id()).put("type", "function");
    made.putObject("function").put("name", call.name()).put("arguments", "");
    ObjectNode delta = object();
    delta.putArray("tool_calls").add(made);
    return openAi(delta, null);
  }

  private static String openAiArguments(int index, String piece) {
    ObjectNode more = object().put("index", index);
    more.putObject("function").put("arguments", piece);
    ObjectNode delta = object();
    delta.putArray("tool_calls").add(more);
    return openAi(delta, null);
  }

  private static List<String> openAiFinish(String reason) {
    ObjectNode counted = json("{'id':'chatcmpl-S1','object':'chat.completion.chunk','choices':[]}");
    counted.set("usage", json("{'prompt_tokens':9,'completion_tokens':60,'total_tokens':69}"));
    return List.of(openAi(object(), reason), "data: " + counted + "\n\n", "data: [DONE]\n\n");
  }

  private static String gemini(ObjectNode part, boolean last) {
    ObjectNode response = object();
    ObjectNode candidate = response.putArray("candidates").addObject();
    candidate.putObject("content").put("role", "model").putArray("parts").add(part);
    if (last) {
      candidate.put("finishReason", "STOP");
      response.set(
          "usageMetadata",
          json("{'promptTokenCount':9,'candidatesTokenCount':60,'totalTokenCount':69}"));
    }
    candidate.put("index", 0);
    response.put("modelVersion", "gemini-2.5-flash");
    return "data: " + response + "\r\n\r\n";
  }

  private static String anthropicHead() {
    ObjectNode begun = json("{'type':'message_start'}");
    begun.set(
        "message",
        json(
            "{'id':'msg_1','type':'message','role':'assistant','model':'claude','content':[],"
                + "'stop_reason':null,'stop_sequence':null,"
                + "'usage':{'input_tokens':9,'output_tokens':1}}"));
    return anthropic(begun);
  }

  private static String anthropicStart(int index, ObjectNode block) {
    ObjectNode event = json("{'type':'content_block_start'}").put("index", index);
    event.set("content_block", block);
    return anthropic(event);
  }

  private static String anthropicDelta(int index, ObjectNode delta) {
    ObjectNode event = json("{'type':'content_block_delta'}").put("index", index);
    event.set("delta", delta);
    return anthropic(event);
  }

  private static String anthropicStop(int index) {
    return anthropic(json("{'type':'content_block_stop'}").put("index", index));
  }

  private static List<String> anthropicFinish(String reason) {
    ObjectNode event = json("{'type':'message_delta','usage':{'output_tokens':60}}");
    event.putObject("delta").put("stop_reason", reason).putNull("stop_sequence");
    return List.of(anthropic(event), anthropic(json("{'type':'message_stop'}")));
  }

  private static String anthropic(JsonNode event) {
    return "event: " + event.path("type").asText() + "\ndata: " + event + "\n\n";
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** JSON, with single quotes where there is none of the other kind in it. */
  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.indexOf('"') < 0 ? text.replace('\'', '"') : text);
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }
}
