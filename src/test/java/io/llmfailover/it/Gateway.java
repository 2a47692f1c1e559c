package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.it.app.Polling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Speaks to the server under test over HTTP. Every answer is searched for secrets. Thread-safe.
 *
 * @param root what stands before each path
 */
record Gateway(String root) {
  /** Longer than anything takes here; only a hanging server reaches it. */
  static final Duration PATIENCE = Polling.PATIENCE;

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The gateway at its usual address. */
  static Gateway here() {
    return at("/llm");
  }

  /** The application with this context root. */
  static Gateway at(String contextRoot) {
    return new Gateway("http://localhost:" + System.getProperty("it.http.port") + contextRoot);
  }

  /** An answer, its body as text. */
  record Said(int status, java.net.http.HttpHeaders headers, String body) {
    Said {
      Configuration.SECRETS.forEach(
          secret -> {
            assertThat(body).doesNotContain(secret);
            assertThat(headers.map().toString()).doesNotContain(secret);
          });
    }

    /** The header's value; empty when it is not there. */
    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    /** The body as JSON. */
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException noJson) {
        throw new AssertionError("no JSON (" + status + "): " + body, noJson);
      }
    }

    /** The value at a JSON pointer, as text; empty when it is not there. */
    String at(String pointer) {
      return json().at(pointer).asText();
    }

    /** Attempts as {@code link outcome} or {@code link reason}, in order. */
    List<String> attempts() {
      List<String> all = new ArrayList<>();
      for (JsonNode attempt : json().path("attempts")) {
        String reason = attempt.path("reason").asText(attempt.path("outcome").asText());
        all.add(attempt.path("link").asText() + " " + reason);
      }
      return all;
    }
  }

  /** A native request that asks {@code model} (empty: nothing said) a question. */
  static ObjectNode question(String model) {
    ObjectNode body = JSON.createObjectNode().put("prompt", "When is the invoice due?");
    return model.isEmpty() ? body : body.put("model", model);
  }

  /** Asks and waits; the default chain when {@code model} is empty. */
  Said ask(String model) {
    return ask(question(model));
  }

  /** Asks and waits. */
  Said ask(ObjectNode body) {
    return post("/v1/generate", body.toString());
  }

  /** Asks and does not wait. */
  CompletableFuture<Said> askLater(String model) {
    return send(json("/v1/generate", question(model).toString()));
  }

  /** Posts JSON, with headers as name, value, name, value. */
  Said post(String path, String body, String... headers) {
    HttpRequest.Builder request = json(path, body);
    return headers.length == 0 ? said(request) : said(request.headers(headers));
  }

  /** Gets. */
  Said get(String path) {
    return said(to(path));
  }

  /** Asks for {@code path} until the answer is as wished. */
  Said getUntil(String path, Predicate<Said> wished) {
    return Polling.until(() -> get(path), wished);
  }

  /** A request to this path, to be completed. */
  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE);
  }

  private HttpRequest.Builder json(String path, String body) {
    return to(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends and waits. */
  static Said said(HttpRequest.Builder request) {
    try {
      return said(HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** Sends and does not wait. */
  static CompletableFuture<Said> send(HttpRequest.Builder request) {
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8))
        .thenApply(Gateway::said);
  }

  private static Said said(HttpResponse<String> response) {
    return new Said(response.statusCode(), response.headers(), response.body());
  }
}
