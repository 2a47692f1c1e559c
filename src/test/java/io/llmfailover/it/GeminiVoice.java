package io.llmfailover.it;

import static io.llmfailover.it.Voice.event;
import static io.llmfailover.it.Voice.quoted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code generateContent} and its stream. */
final class GeminiVoice implements Voice {
  private static final String STOP = ",\"finishReason\":\"STOP\"";

  @Override
  public String whole(List<String> words, List<Call> calls) {
    return response(String.join(",", parts(words, calls)), STOP);
  }

  private static List<String> parts(List<String> words, List<Call> calls) {
    List<String> parts = new ArrayList<>();
    words.forEach(word -> parts.add("{\"text\":" + quoted(word) + "}"));
    for (Call call : calls) {
      parts.add(
          "{\"functionCall\":{\"id\":%s,\"name\":%s,\"args\":%s}}"
              .formatted(quoted(call.id()), quoted(call.name()), call.arguments()));
    }
    return parts;
  }

  private static String response(String parts, String finish) {
    return "{\"candidates\":[{\"content\":{\"parts\":[%s],\"role\":\"model\"}%s,\"index\":0}],"
            .formatted(parts, finish)
        + "\"usageMetadata\":{\"promptTokenCount\":12,\"candidatesTokenCount\":5,"
        + "\"totalTokenCount\":17},\"modelVersion\":\"gemini-2.5-flash\","
        + "\"responseId\":\"Un6LacrVMcjUxs0PmJfWoQc\"}";
  }

  @Override
  public String begun(List<String> words, List<Call> calls) {
    return parts(words, calls).stream()
        .map(part -> event(response(part, "")))
        .collect(Collectors.joining());
  }

  @Override
  public String ending(List<Call> calls) {
    return event(response("{\"text\":\"\"}", STOP));
  }

  @Override
  public String brokenAtOnce() {
    return event(
        "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\","
            + "\"status\":\"UNAVAILABLE\"}}");
  }

  @Override
  public String picture(JsonNode asked) {
    JsonNode data = asked.findPath("inlineData");
    return "data:" + data.path("mimeType").asText() + ";base64," + data.path("data").asText();
  }

  @Override
  public JsonNode schema(JsonNode asked) {
    JsonNode plain = asked.at("/generationConfig/responseJsonSchema");
    return plain.isMissingNode() ? asked.at("/generationConfig/responseSchema") : plain;
  }

  @Override
  public List<Call> calls(JsonNode asked) {
    return asked.findValues("functionCall").stream()
        .map(
            call ->
                new Call(call.path("id").asText(), call.path("name").asText(), call.path("args")))
        .toList();
  }

  @Override
  public Map<String, String> results(JsonNode asked) {
    Map<String, String> results = new LinkedHashMap<>();
    for (JsonNode said : asked.findValues("functionResponse")) {
      results.put(said.path("id").asText(), said.path("response").findPath("result").asText());
    }
    return results;
  }
}
