package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.it.Gateway.Said;
import io.llmfailover.it.app.Polling;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 38 to 43 of the fault table: callers who mean harm, and too many of them. */
@ExtendWith(ArquillianExtension.class)
class HostileRequestsIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final int ROOM = 100;
  private static final int CALLERS = 500;

  private final Gateway gateway = Gateway.here();
  private final ServerLog log = ServerLog.fromNow();

  @Deployment(testable = false)
  static WebArchive gatewayWithRoomForAHundred() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.max-in-flight", ROOM)
            .with("llm.chain", "openai/gpt-4o"));
  }

  @BeforeEach
  void everybodyAnswers() {
    UPSTREAM.onPath("/").answer("openai/ok-plain.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"depth", "depth of arrays", "number", "exponent", "duplicates"})
  void row38_aJsonBombIsRefusedWithItsPositionAndHurtsNobody(String bomb) {
    String body =
        switch (bomb) {
          case "depth" -> "{\"schema\":" + "{\"a\":".repeat(100_000);
          case "depth of arrays" -> "{\"messages\":" + "[".repeat(100_000);
          case "number" -> "{\"prompt\":\"x\",\"maxTokens\":" + "1".repeat(1_000_000) + "}";
          case "exponent" -> "{\"prompt\":\"x\",\"seed\":1." + "0".repeat(1_000_000) + "1}";
          default -> "{\"prompt\":\"x\"" + ",\"prompt\":\"y\"".repeat(100_000) + "}";
        };

    Said answer = gateway.post("/v1/generate", body);

    assertThat(answer.status()).as(bomb).isEqualTo(400);
    assertThat(answer.at("/error/param")).isEqualTo("body");
    assertThat(answer.at("/error/message")).matches(".*line 1, column \\d+.*");
    assertThat(gateway.ask("").status()).isEqualTo(200);
    assertThat(log.text()).doesNotContain("StackOverflowError").doesNotContain("OutOfMemory");
  }

  @Test
  void row38_aMillionKeysAreRefusedAndHurtNobody() {
    StringBuilder body = new StringBuilder(10_000_000).append('{');
    for (int key = 0; key < 1_000_000; key++) {
      body.append('"').append(Integer.toString(key, 36)).append("\":1,");
    }
    body.append("\"prompt\":\"x\"}");

    Said answer = gateway.post("/v1/generate", body.toString());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/error/param")).isEqualTo("0");
    assertThat(answer.body()).hasSizeLessThan(2_000);
    assertThat(gateway.ask("").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c3 28", "ff", "ed a0 80", "f8 88 80 80 80", "c0 af", "e2 82"})
  void row39_bytesThatAreNoUtf8AreRefused(String hex) {
    StringBuilder body = new StringBuilder("{\"prompt\":\"x");
    for (String octet : hex.split(" ")) {
      body.append((char) Integer.parseInt(octet, 16));
    }
    byte[] bytes = body.append("\"}").toString().getBytes(StandardCharsets.ISO_8859_1);

    Said answer =
        Gateway.said(
            gateway
                .to("/v1/generate")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(bytes)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/error/message")).isEqualTo("body: not valid UTF-8 at byte 13");
  }

  @Test
  void row39_whatIsValidInAPromptIsPreservedExactlyAndNotLogged() {
    String odd =
        "\u0000\u0007\u001b[31m\r\nLLMF0031E: forged\u0085\u2028\ufeff\u202eabc\u2066 😀 e\u0301";
    int before = UPSTREAM.requests().size();

    Said answer = gateway.ask(Gateway.question("").put("prompt", odd));

    assertThat(answer.status()).isEqualTo(200);
    ReceivedRequest asked = UPSTREAM.requests().get(before);
    assertThat(asked.json().at("/messages/0/content").asText()).isEqualTo(odd);
    log.await("LLM call to openai/gpt-4o took");
    assertThat(log.text()).doesNotContain("forged");
  }

  @Test
  void row39_aByteOrderMarkBeforeTheBodyIsNoHarm() {
    String body = "\ufeff" + Gateway.question("");

    assertThat(gateway.post("/v1/generate", body).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/x\r\nx-injected: 1",
        "openai/x\nLLMF0031E: injected",
        "openai/x\u0085LLMF0031E: injected",
        "openai/x\u2028LLMF0031E: injected",
        "openai/x\u001b[2Jinjected",
        "openai/x\u202einjected",
        "openai/x\u0000injected",
        "nobody\r\nx-injected: 1",
      })
  void row40_aModelsNameBringsNoLineIntoHeaderOrLog(String model) {
    int before = UPSTREAM.requests().size();

    Said answer = gateway.ask(model);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.at("/error/type")).isEqualTo("unknown_model");
    assertThat(answer.header("x-injected")).isEmpty();
    assertThat(UPSTREAM.requests()).hasSize(before);
    assertThat(log.text()).doesNotContain("injected");
  }

  @Test
  void row40_aModelsNameOfMegabytesIsNotKept() {
    Said answer = gateway.ask("openai/" + "x".repeat(5_000_000));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).hasSizeLessThan(2_000);
    assertThat(log.text()).hasSizeLessThan(100_000);
  }

  @Test
  void row40_tagsBringNoLineIntoHeaderOrLog() {
    ObjectNode question = Gateway.question("");
    question.putObject("tags").put("user\r\nx-injected: 1", "me\r\nx-injected: 2");

    Said answer = gateway.ask(question);

    assertThat(answer.header("x-injected")).isEmpty();
    assertThat(log.text()).doesNotContain("injected");
    assertThat(UPSTREAM.requests())
        .noneMatch(request -> request.headers().toString().contains("injected"));
  }

  @Test
  void row40_aHeaderOfTheCallersThatIsBrokenOverLinesComesBackInNoHeader() {
    RawHttp.Heard heard =
        RawHttp.send(
            "GET /llm/v1/chains HTTP/1.1\r\nHost: localhost\r\nx-llm-deadline: 20s\r\n"
                + " x-injected: 1\r\nx-request-id: a\rx-injected: 2\r\nConnection: close\r\n\r\n");

    assertThat(heard.statuses()).hasSize(1);
    assertThat(heard.text()).doesNotContain("x-injected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked; Transfer-Encoding: identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: xchunked",
        "Host: other; Content-Length: 5",
      })
  void row41_aRequestWithTwoMeaningsIsRefusedAndItsConnectionClosed(String headers) {
    RawHttp.Heard heard = RawHttp.send(chainsWith(headers) + hidden());

    assertThat(heard.statuses()).containsExactly(400);
    assertThat(heard.closed()).isTrue();
    assertThat(UPSTREAM.requests()).noneMatch(asked -> asked.text().contains("smuggled"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5; Content-Length: 60",
        "Content-Length: 60; Content-Length: 5",
        "Content-Length: 5; Transfer-Encoding: chunked",
        "Transfer-Encoding: chunked; Content-Length: 60",
        "Content-Length: +5",
        "Content-Length: -1",
        "Content-Length: 5, 60",
        "Content-Length: 5x",
      })
  void row41_aDoubtfulLengthEndsTheConnectionBeforeWhatIsHiddenBehindIt(String headers) {
    RawHttp.Heard heard = RawHttp.send(chainsWith(headers) + hidden());

    assertThat(heard.closed()).isTrue();
    assertThat(UPSTREAM.requests()).noneMatch(asked -> asked.text().contains("smuggled"));
  }

  private static String chainsWith(String headers) {
    return "GET /llm/v1/chains HTTP/1.1\r\nHost: localhost\r\n"
        + String.join("\r\n", headers.split("; "))
        + "\r\n\r\n0\r\n\r\n";
  }

  /** A whole request, which no proxy in front would have seen. */
  private static String hidden() {
    String prompt = "{\"prompt\":\"smuggled\"}";
    return "POST /llm/v1/generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + prompt.length()
        + "\r\n\r\n"
        + prompt;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"messages\":[]}                      | prompt",
        "{\"prompt\":\"x\",\"maxTokens\":-1}    | maxTokens",
        "{\"prompt\":\"x\",\"maxTokens\":1e99}  | maxTokens",
        "{\"prompt\":\"x\",\"temperature\":1e999} | temperature",
        "{\"prompt\":\"x\",\"temperature\":\"NaN\"} | temperature",
        "{\"prompt\":\"x\",\"topP\":NaN}        | body",
        "{\"prompt\":\"x\",\"seed\":1e999}      | seed",
      })
  void row42_aFieldThatCannotBeIsNamed(String body, String field) {
    Said answer = gateway.post("/v1/generate", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.at("/error/type")).isEqualTo("invalid_request");
    assertThat(answer.at("/error/param")).isEqualTo(field);
  }

  @Test
  void row42_anUnknownModelIsNamed() {
    Said answer = gateway.ask("gpt-99-enormous");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.at("/error/message")).contains("gpt-99-enormous");
  }

  @Test
  void row43_whenAllLinksHangTheExcessIsSentAwayAtOnceAndTheServerStaysAwake() throws Exception {
    int before = UPSTREAM.requests().size();
    UPSTREAM.hold();
    List<CompletableFuture<Said>> asked =
        IntStream.range(0, CALLERS).mapToObj(caller -> gateway.askLater("")).toList();
    UPSTREAM.awaitRequests(before + ROOM, Gateway.PATIENCE);
    List<CompletableFuture<Said>> excess = excess(asked);

    Said chains = gateway.get("/v1/chains");
    Said live = Gateway.at("").get("/health/live");
    boolean stillHanging =
        asked.stream().filter(CompletableFuture::isDone).count() == excess.size();
    UPSTREAM.release();

    assertThat(stillHanging).isTrue();
    assertThat(chains.status()).isEqualTo(200);
    assertThat(live.status()).isEqualTo(200);
    for (CompletableFuture<Said> one : excess) {
      assertThat(one.get().status()).isEqualTo(503);
      assertThat(one.get().at("/error/type")).isEqualTo("overloaded");
      assertThat(one.get().header("retry-after")).isEqualTo("1");
    }
    asked.forEach(one -> one.orTimeout(90, TimeUnit.SECONDS).join());
    assertThat(asked).filteredOn(one -> one.join().status() == 200).hasSize(ROOM);
    assertThat(UPSTREAM.requests()).hasSize(before + ROOM);
  }

  private static List<CompletableFuture<Said>> excess(List<CompletableFuture<Said>> asked) {
    return Polling.until(
        () -> asked.stream().filter(CompletableFuture::isDone).toList(),
        done -> done.size() == CALLERS - ROOM);
  }
}
