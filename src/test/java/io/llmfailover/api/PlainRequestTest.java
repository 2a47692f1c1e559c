package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRequestTest {
  private static final String ADDRESS = "/llm/v1beta/models/openai/gpt-4o:generateContent";

  private static boolean isPlain(String method, String uri, Map<String, List<String>> headers) {
    HttpServletRequest request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                PlainRequestTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, given) ->
                    switch (called.getName()) {
                      case "getMethod" -> method;
                      case "getRequestURI" -> uri;
                      case "getHeaders" ->
                          Collections.enumeration(headers.getOrDefault(given[0], List.of()));
                      default -> throw new UnsupportedOperationException(called.getName());
                    });
    return PlainRequest.is(request);
  }

  private static Map<String, List<String>> jsonWith(String header, String... values) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("Content-Type", List.of("application/json"));
    headers.put(header, List.of(values));
    return headers;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json;charset=UTF-8",
        "application/json; charset=utf-8",
      })
  void isJson(String type) {
    assertThat(isPlain("POST", ADDRESS, jsonWith("Content-Type", type))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/*",
        "application/json;charset=utf-16",
        "application/json;odd",
        "application/json, text/plain",
        "application/problem+json",
      })
  void isNothingElse(String type) {
    assertThat(isPlain("POST", ADDRESS, jsonWith("Content-Type", type))).isFalse();
  }

  @Test
  void saysOnceWhatItIs() {
    Map<String, List<String>> twice =
        jsonWith("Content-Type", "application/json", "application/json");

    assertThat(isPlain("POST", ADDRESS, Map.of())).isFalse();
    assertThat(isPlain("POST", ADDRESS, twice)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "*/*",
        "text/event-stream",
        "application/json, text/event-stream",
        "application/json,*/*",
      })
  void takesWhatEveryGenerationHas(String accept) {
    assertThat(isPlain("POST", ADDRESS, jsonWith("Accept", accept))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/html",
        "application/json;q=0.9",
        "application/json;q=0, */*",
        "application/json,",
        "text/event-stream; charset=utf-8",
        "APPLICATION/JSON",
      })
  void isNotPlainWhenWhatItTakesNeedsThought(String accept) {
    assertThat(isPlain("POST", ADDRESS, jsonWith("Accept", accept))).isFalse();
  }

  @Test
  void isNotPlainWhenItSaysTwiceWhatItTakes() {
    Map<String, List<String>> twice = jsonWith("Accept", "application/json", "text/html");

    assertThat(isPlain("POST", ADDRESS, twice)).isFalse();
  }

  @Test
  void isNotPacked() {
    assertThat(isPlain("POST", ADDRESS, jsonWith("Content-Encoding", "gzip"))).isFalse();
    assertThat(isPlain("POST", ADDRESS, jsonWith("Content-Encoding", ""))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "OPTIONS", "post", "HEAD"})
  void isPosted(String method) {
    assertThat(isPlain(method, ADDRESS, jsonWith("Accept", "*/*"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/llm/v1/messages;a=b",
        "/llm/v1/mess%61ges",
        "/llm//v1/messages",
        "/llm/./v1/messages",
        "/llm/v1/models/../messages",
        "/llm/v1/.messages",
        "/llm/v1/messages\\",
        "/llm/v1/messages\u00e9",
        "/llm/v1/messages+",
      })
  void isPostedToAnAddressThatHasOneSpelling(String uri) {
    assertThat(isPlain("POST", uri, jsonWith("Accept", "*/*"))).isFalse();
  }
}
