package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ordinary generations and those that go through JAX-RS are answered, and refused, alike. */
@ExtendWith(ArquillianExtension.class)
class TwoWaysIT {
  private static final WireServer UPSTREAM = WireServer.start();

  /** Fits, but has to be weighed: only JAX-RS does. */
  private static final String WEIGHED = "application/json;q=0.9, text/event-stream;q=0.8";

  private static final Pattern THROUGH_JAX_RS =
      Pattern.compile("(?m)^REST_request_seconds_count\\{.*} (\\d+)");

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive guardedGateway() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.access.keys", Configuration.CALLER_KEY)
            .with("llm.max-body", "64KB")
            .with("llm.chain", "openai/gpt-4o"));
  }

  @BeforeEach
  void everybodyAnswers() {
    UPSTREAM.answer("openai/ok-plain.json");
  }

  private HttpRequest.Builder to(String path) {
    return gateway.to(path).header("Content-Type", "application/json");
  }

  private static HttpRequest.Builder withKey(HttpRequest.Builder request) {
    return request.header("x-api-key", Configuration.CALLER_KEY);
  }

  private Said ask(Address address, String body) {
    return Gateway.said(withKey(to(address.path())).POST(BodyPublishers.ofString(body)));
  }

  /** Sends the request both ways; the answer, which is the same. */
  private static Said bothWays(Supplier<HttpRequest.Builder> request) {
    Said ordinary = Gateway.said(request.get());
    Said weighed = Gateway.said(request.get().header("Accept", WEIGHED));

    assertThat(ordinary.status()).as(ordinary.body()).isEqualTo(weighed.status());
    assertThat(headers(ordinary)).isEqualTo(headers(weighed));
    assertThat(body(ordinary)).isEqualTo(body(weighed));
    assertThat(ordinary.header("x-request-id"))
        .isNotBlank()
        .isNotEqualTo(weighed.header("x-request-id"));
    return ordinary;
  }

  private static Map<String, List<String>> headers(Said answer) {
    Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
    // They differ between any two answers.
    for (String name : List.of("date", "x-request-id", "content-length")) {
      headers.computeIfPresent(name, (key, value) -> List.of("there"));
    }
    return headers;
  }

  private static String body(Said answer) {
    return answer
        .body()
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "an id")
        .replaceAll("(tookMillis|created|created_at)\":\\d+", "$1\":0");
  }

  private int throughJaxRs() {
    return THROUGH_JAX_RS
        .matcher(Gateway.at("").get("/metrics?scope=base").body())
        .results()
        .map(MatchResult::group)
        .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @ParameterizedTest
  @EnumSource
  void anOrdinaryGenerationDoesNotGoThroughJaxRs(Address address) {
    String question = address.question("Habari?");
    int before = throughJaxRs();

    Said ordinary = ask(address, question);
    int after = throughJaxRs();
    Said weighed =
        Gateway.said(
            withKey(to(address.path()))
                .header("Accept", WEIGHED)
                .POST(BodyPublishers.ofString(question)));

    assertThat(ordinary.status()).isEqualTo(200);
    assertThat(weighed.status()).isEqualTo(200);
    assertThat(after).isEqualTo(before);
    assertThat(throughJaxRs()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @EnumSource
  void answersAlike(Address address) {
    String question = address.question("Habari?");

    Said answer =
        bothWays(() -> withKey(to(address.path())).POST(BodyPublishers.ofString(question)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("x-llm-trail")).isEqualTo("openai/gpt-4o=answered");
  }

  @ParameterizedTest
  @EnumSource
  void failsAlike(Address address) {
    UPSTREAM.answer(WireReply.status(503));
    String question = address.question("Habari?");

    Said answer =
        bothWays(() -> withKey(to(address.path())).POST(BodyPublishers.ofString(question)));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
  }

  @ParameterizedTest
  @EnumSource
  void blamesARequestAlike(Address address) {
    for (String wrong : List.of("", "{", "[]", "{\"a\":".repeat(10_000), "{\"stream\":7}")) {
      Said answer =
          bothWays(() -> withKey(to(address.path())).POST(BodyPublishers.ofString(wrong)));

      address.assertError(answer, 400);
    }
  }

  @ParameterizedTest
  @EnumSource
  void blamesAHeaderAlike(Address address) {
    String question = address.question("Habari?");

    Said answer =
        bothWays(
            () ->
                withKey(to(address.path()))
                    .header("x-llm-deadline", "soon")
                    .POST(BodyPublishers.ofString(question)));

    address.assertError(answer, 400);
  }

  @ParameterizedTest
  @EnumSource
  void asksForAKeyAlike(Address address) {
    String question = address.question("Habari?");
    int before = UPSTREAM.requests().size();

    Said none = bothWays(() -> to(address.path()).POST(BodyPublishers.ofString(question)));
    Said wrong =
        bothWays(
            () ->
                to(address.path())
                    .header("Authorization", "Bearer wrong")
                    .POST(BodyPublishers.ofString(question)));
    Said twice =
        bothWays(
            () -> withKey(withKey(to(address.path()))).POST(BodyPublishers.ofString(question)));

    for (Said answer : List.of(none, wrong, twice)) {
      address.assertError(answer, 401);
      assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
    }
    assertThat(UPSTREAM.requests()).hasSize(before);
  }

  @ParameterizedTest
  @EnumSource
  void refusesTooMuchAlike(Address address) {
    byte[] large = address.question("x".repeat(70_000)).getBytes(StandardCharsets.UTF_8);
    int before = UPSTREAM.requests().size();

    for (BodyPublisher sent :
        List.of(
            BodyPublishers.ofByteArray(large),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))) {
      Said answer = bothWays(() -> withKey(to(address.path())).POST(sent));

      address.assertError(answer, 413);
      assertThat(answer.at("/error/message")).contains("65536").contains("llm.max-body");
    }
    assertThat(UPSTREAM.requests()).hasSize(before);
  }

  @ParameterizedTest
  @EnumSource
  void takesAQuestionInChunksAlike(Address address) {
    byte[] question = address.question("Habari?").getBytes(StandardCharsets.UTF_8);

    Said answer =
        bothWays(
            () ->
                withKey(to(address.path()))
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(question))));

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: identity, chunked", "Host: other; Content-Length: 5"})
  void refusesTwoMeaningsAlike(String header) {
    for (Address address : Address.values()) {
      for (String accept : List.of("*/*", WEIGHED)) {
        RawHttp.Heard heard =
            RawHttp.send(
                "POST /llm"
                    + address.path()
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nx-api-key: "
                    + Configuration.CALLER_KEY
                    + "\r\nAccept: "
                    + accept
                    + "\r\n"
                    + String.join("\r\n", header.split("; "))
                    + "\r\n\r\n0\r\n\r\n");

        assertThat(heard.statuses()).containsExactly(400);
        assertThat(heard.closed()).isTrue();
        address.assertShape(heard.first(), 400);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/messages",
        "/v1/responses",
        "/v1/generate",
        "/v1/chat/completions",
        "/v1beta/models/auto:streamGenerateContent?alt=sse",
        "/v1beta/models/auto:streamGenerateContent?alt=sse&key=x",
        "/v1beta/models/auto:streamGenerateContent",
      })
  void streamsAlike(String path) {
    boolean events = !path.endsWith("streamGenerateContent");
    UPSTREAM.answer(events ? "openai/stream-plain.sse" : "openai/ok-plain.json");
    String question =
        List.of(Address.values()).stream()
            .filter(address -> path.startsWith(address.path().replaceAll("gpt.*", "")))
            .findFirst()
            .orElseThrow()
            .question("Habari?");
    String body =
        path.contains("v1beta") ? question : question.replaceFirst("\\{", "{\"stream\":true,");

    Said answer = bothWays(() -> withKey(to(path)).POST(BodyPublishers.ofString(body)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("content-type"))
        .startsWith(events ? "text/event-stream" : "application/json");
    assertThat(answer.header("x-llm-link")).isEqualTo("openai/gpt-4o");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/messages/",
        "/v1/messages;a=b",
        "/v1/mess%61ges",
        "/v1/messages?beta=true",
        "/v1/messages?a=%zz",
        "/v1//messages",
        "/v1/models/../messages",
      })
  void noSpellingOfAnAddressGetsPastTheKeys(String path) {
    String question = Address.MESSAGES.question("Habari?");
    int before = UPSTREAM.requests().size();

    RawHttp.Heard heard =
        RawHttp.send(
            "POST /llm"
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + question.length()
                + "\r\nConnection: close\r\n\r\n"
                + question);

    assertThat(heard.statuses()).hasSize(1);
    assertThat(heard.statuses().get(0)).isIn(400, 401, 404, 405);
    assertThat(UPSTREAM.requests()).hasSize(before);
  }
}
