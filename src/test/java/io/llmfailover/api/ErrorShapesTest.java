package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.LlmException;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ErrorShapesTest {
  private static final Errors.Kind NOT_FOUND = Errors.Kind.ofStatus(404);

  /** A shape that serves one path, or whoever sends one header. */
  private record Sample(String path, String header) implements Surface.ErrorShape {
    @Override
    public byte[] of(Errors.Kind kind, LlmException end) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte[] of(Errors.Kind kind, String message) {
      return (path + " " + kind.type() + " " + message).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean at(String asked, UnaryOperator<String> headers) {
      return asked.startsWith(path) && (header.isEmpty() || headers.apply(header) != null);
    }
  }

  private static String body(Map<String, String> headers, String servlet, String rest) {
    HttpServletRequest request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                ErrorShapesTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, given) ->
                    switch (method.getName()) {
                      case "getServletPath" -> servlet;
                      case "getPathInfo" -> rest;
                      case "getHeader" -> headers.get(given[0]);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    ErrorShapes shapes =
        new ErrorShapes(
            List.of(new Sample("/v1/messages", ""), new Sample("/v1/models", "anthropic-version")),
            request);
    return new String(shapes.body(NOT_FOUND, "No."), StandardCharsets.UTF_8);
  }

  @Test
  void takesTheShapeOfTheSurfaceAtThatPath() {
    String body = body(Map.of(), "/v1", "/messages/count_tokens");

    assertThat(body).isEqualTo("/v1/messages not_found No.");
  }

  @Test
  void looksAtHeadersWhereTwoSurfacesShareAPath() {
    String with = body(Map.of("anthropic-version", "2023-06-01"), "/v1", "/models");
    String without = body(Map.of(), "/v1", "/models");

    assertThat(with).isEqualTo("/v1/models not_found No.");
    assertThat(without).isEqualTo("{\"error\":{\"type\":\"not_found\",\"message\":\"No.\"}}");
  }

  @Test
  void isNativeEverywhereElse() {
    String body = body(Map.of(), "/v1beta", null);

    assertThat(body).isEqualTo("{\"error\":{\"type\":\"not_found\",\"message\":\"No.\"}}");
  }
}
