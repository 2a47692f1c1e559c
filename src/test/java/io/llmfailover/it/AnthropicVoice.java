package io.llmfailover.it;

import static io.llmfailover.it.Voice.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages. */
final class AnthropicVoice implements Voice {
  @Override
  public String whole(List<String> words, List<Call> calls) {
    List<String> blocks = new ArrayList<>();
    if (!words.isEmpty()) {
      blocks.add("{\"type\":\"text\",\"text\":" + quoted(String.join("", words)) + "}");
    }
    calls.forEach(call -> blocks.add(call(call, call.arguments().toString())));
    return message(
        String.join(",", blocks), quoted(stop(calls)), "\"input_tokens\":12,\"output_tokens\":5");
  }

  private static String message(String content, String stop, String usage) {
    return "{\"model\":\"claude-haiku-4-5-20251001\",\"id\":\"msg_01QC4g3HwBThD4BaNtBckFDJ\","
        + "\"type\":\"message\",\"role\":\"assistant\",\"content\":[%s],\"stop_reason\":%s,"
            .formatted(content, stop)
        + "\"stop_sequence\":null,\"usage\":{%s,\"cache_creation_input_tokens\":0,".formatted(usage)
        + "\"cache_read_input_tokens\":0,\"service_tier\":\"standard\"}}";
  }

  private static String call(Call call, String input) {
    return "{\"type\":\"tool_use\",\"id\":%s,\"name\":%s,\"input\":%s}"
        .formatted(quoted(call.id()), quoted(call.name()), input);
  }

  private static String stop(List<Call> calls) {
    return calls.isEmpty() ? "end_turn" : "tool_use";
  }

  @Override
  public String begun(List<String> words, List<Call> calls) {
    String start = message("", "null", "\"input_tokens\":12,\"output_tokens\":1");
    StringBuilder events = new StringBuilder(event("message_start", "\"message\":" + start));
    int index = 0;
    if (!words.isEmpty()) {
      events.append(block(index, "{\"type\":\"text\",\"text\":\"\"}"));
      for (String word : words) {
        events.append(delta(index, "{\"type\":\"text_delta\",\"text\":" + quoted(word) + "}"));
      }
      index++;
    }
    for (Call call : calls) {
      if (index > 0) {
        events.append(event("content_block_stop", "\"index\":" + (index - 1)));
      }
      events.append(block(index, call(call, "{}")));
      for (String part : Voice.halves(call.arguments().toString())) {
        String more = "{\"type\":\"input_json_delta\",\"partial_json\":" + quoted(part) + "}";
        events.append(delta(index, more));
      }
      index++;
    }
    return events.toString();
  }

  @Override
  public String ending(List<Call> calls) {
    return event("content_block_stop", "\"index\":" + Math.max(0, calls.size() - 1))
        + event(
            "message_delta",
            "\"delta\":{\"stop_reason\":\"%s\",\"stop_sequence\":null},".formatted(stop(calls))
                + "\"usage\":{\"input_tokens\":12,\"output_tokens\":5}")
        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
  }

  private static String block(int index, String block) {
    return event("content_block_start", "\"index\":" + index + ",\"content_block\":" + block);
  }

  private static String delta(int index, String delta) {
    return event("content_block_delta", "\"index\":" + index + ",\"delta\":" + delta);
  }

  private static String event(String type, String fields) {
    return "event: %s\ndata: {\"type\":\"%s\",%s}\n\n".formatted(type, type, fields);
  }

  @Override
  public String brokenAtOnce() {
    return event("error", "\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}");
  }

  @Override
  public String picture(JsonNode asked) {
    JsonNode source = asked.findPath("source");
    String type = source.path("media_type").asText();
    return "data:" + type + ";base64," + source.path("data").asText();
  }

  @Override
  public JsonNode schema(JsonNode asked) {
    return asked.at("/output_config/format/schema");
  }

  @Override
  public List<Call> calls(JsonNode asked) {
    List<Call> calls = new ArrayList<>();
    for (JsonNode block : asked.path("messages").findParents("input")) {
      calls.add(
          new Call(block.path("id").asText(), block.path("name").asText(), block.path("input")));
    }
    return calls;
  }

  @Override
  public Map<String, String> results(JsonNode asked) {
    Map<String, String> results = new LinkedHashMap<>();
    for (JsonNode block : asked.findParents("tool_use_id")) {
      JsonNode content = block.path("content");
      results.put(
          block.path("tool_use_id").asText(),
          content.isTextual() ? content.asText() : content.findPath("text").asText());
    }
    return results;
  }
}
