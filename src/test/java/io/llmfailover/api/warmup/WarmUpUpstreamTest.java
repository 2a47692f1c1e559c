package io.llmfailover.api.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmUpUpstreamTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final WarmUpUpstream upstream;

  WarmUpUpstreamTest() throws IOException {
    upstream = new WarmUpUpstream();
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  @Test
  void answersAsProvidersDo() throws Exception {
    JsonNode answer = JSON.readTree(post("{\"model\":\"warm-up\",\"messages\":[]}").body());

    assertThat(answer.at("/choices/0/message/content").textValue())
        .startsWith("Habari!")
        .contains("\"quotes\"", "\n");
    assertThat(answer.at("/choices/0/finish_reason").textValue()).isEqualTo("stop");
    assertThat(answer.at("/usage/total_tokens").intValue()).isPositive();
  }

  @Test
  void streamsTheSameWordsWhenAStreamIsWanted() throws Exception {
    JsonNode whole = JSON.readTree(post("{\"model\":\"warm-up\"}").body());
    HttpResponse<String> streamed = post("{\"model\":\"warm-up\",\"stream\":true}");

    List<String> events =
        streamed
            .body()
            .lines()
            .filter(line -> !line.isEmpty())
            .map(line -> line.substring("data: ".length()))
            .toList();
    StringBuilder words = new StringBuilder();
    for (String event : events.subList(0, events.size() - 1)) {
      words.append(JSON.readTree(event).at("/choices/0/delta/content").asText(""));
    }
    assertThat(streamed.headers().firstValue("content-type")).contains("text/event-stream");
    assertThat(events).hasSizeGreaterThan(10).last().isEqualTo("[DONE]");
    assertThat(words.toString().strip())
        .isEqualTo(whole.at("/choices/0/message/content").textValue());
  }

  @Test
  void answersManyCallsOnOneConnection() throws Exception {
    for (int call = 0; call < 20; call++) {
      assertThat(post("{\"call\":" + call + "}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void putsTheSameAnswerInSeveralWays() throws Exception {
    JsonNode first = JSON.readTree(post("{\"model\":\"warm-up\"}").body());
    Set<String> ways = new HashSet<>();
    for (int call = 0; call < 6; call++) {
      HttpResponse<String> answer = post("{\"model\":\"warm-up\"}");

      assertThat(JSON.readTree(answer.body())).isEqualTo(first);
      ways.add(answer.headers().map().keySet() + answer.body());
    }
    assertThat(ways).hasSize(3);
  }

  @Test
  void refusesEachCallForTheOverloadedModel() throws Exception {
    HttpResponse<String> refused = post("{\"model\":\"overloaded\"}");

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(JSON.readTree(refused.body()).at("/error/message").textValue())
        .contains("overloaded");
  }

  @Test
  void isGoneOnceClosed() {
    upstream.close();

    assertThatThrownBy(() -> post("{}")).isInstanceOf(ConnectException.class);
  }

  private HttpResponse<String> post(String body) throws Exception {
    URI address = URI.create(upstream.address() + "/chat/completions");
    return client.send(
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }
}
