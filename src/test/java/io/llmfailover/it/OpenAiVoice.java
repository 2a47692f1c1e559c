package io.llmfailover.it;

import static io.llmfailover.it.Voice.event;
import static io.llmfailover.it.Voice.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Chat completions. */
final class OpenAiVoice implements Voice {
  private static final String USAGE =
      "{\"prompt_tokens\":12,\"completion_tokens\":5,\"total_tokens\":17}";

  @Override
  public String whole(List<String> words, List<Call> calls) {
    String content = words.isEmpty() ? "null" : quoted(String.join("", words));
    String asked =
        calls.stream()
            .map(call -> call(call, call.arguments().toString()))
            .map(call -> "{" + call + "}")
            .collect(Collectors.joining(","));
    return """
        {"id":"chatcmpl-C1","object":"chat.completion","created":1795166100,"model":"gpt-4o-2024-08-06",
        "choices":[{"index":0,"message":{"role":"assistant","content":%s,"refusal":null%s},
        "logprobs":null,"finish_reason":"%s"}],"usage":%s,"system_fingerprint":"fp_44709d6fcb"}
        """
        .formatted(
            content,
            calls.isEmpty() ? "" : ",\"tool_calls\":[" + asked + "]",
            finish(calls),
            USAGE);
  }

  private static String call(Call call, String arguments) {
    return "\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":%s}"
        .formatted(quoted(call.id()), quoted(call.name()), quoted(arguments));
  }

  private static String finish(List<Call> calls) {
    return calls.isEmpty() ? "stop" : "tool_calls";
  }

  @Override
  public String begun(List<String> words, List<Call> calls) {
    StringBuilder events = new StringBuilder(delta("{\"role\":\"assistant\",\"content\":\"\"}"));
    words.forEach(word -> events.append(delta("{\"content\":" + quoted(word) + "}")));
    for (int i = 0; i < calls.size(); i++) {
      String index = "{\"index\":" + i + ",";
      events.append(delta("{\"tool_calls\":[" + index + call(calls.get(i), "") + "}]}"));
      for (String part : Voice.halves(calls.get(i).arguments().toString())) {
        String more = "\"function\":{\"arguments\":" + quoted(part) + "}";
        events.append(delta("{\"tool_calls\":[" + index + more + "}]}"));
      }
    }
    return events.toString();
  }

  @Override
  public String ending(List<Call> calls) {
    return chunk(choice("{}", quoted(finish(calls))), "null") + chunk("", USAGE) + event("[DONE]");
  }

  private static String delta(String delta) {
    return chunk(choice(delta, "null"), "null");
  }

  private static String choice(String delta, String finish) {
    return "{\"index\":0,\"delta\":%s,\"logprobs\":null,\"finish_reason\":%s}"
        .formatted(delta, finish);
  }

  private static String chunk(String choice, String usage) {
    return event(
        "{\"id\":\"chatcmpl-S1\",\"object\":\"chat.completion.chunk\",\"created\":1795166100,"
            + "\"model\":\"gpt-4o-2024-08-06\",\"choices\":[%s],\"usage\":%s}"
                .formatted(choice, usage));
  }

  @Override
  public String brokenAtOnce() {
    return event(
        "{\"error\":{\"message\":\"The server is overloaded.\",\"type\":\"server_error\","
            + "\"code\":\"server_error\"}}");
  }

  @Override
  public String picture(JsonNode asked) {
    return asked.findPath("image_url").path("url").asText();
  }

  @Override
  public JsonNode schema(JsonNode asked) {
    return asked.at("/response_format/json_schema/schema");
  }

  @Override
  public List<Call> calls(JsonNode asked) {
    List<Call> calls = new ArrayList<>();
    for (JsonNode message : asked.findValues("tool_calls")) {
      for (JsonNode call : message) {
        String arguments = call.at("/function/arguments").asText();
        calls.add(Call.of(call.path("id").asText(), call.at("/function/name").asText(), arguments));
      }
    }
    return calls;
  }

  @Override
  public Map<String, String> results(JsonNode asked) {
    Map<String, String> results = new LinkedHashMap<>();
    for (JsonNode said : asked.findParents("tool_call_id")) {
      results.put(said.path("tool_call_id").asText(), said.path("content").asText());
    }
    return results;
  }
}
