package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.WireServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway that asks for keys, and takes only so much. */
@ExtendWith(ArquillianExtension.class)
class GuardedGatewayIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final String KEY = Configuration.CALLER_KEY;

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive guardedGateway() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.access.keys", "it-caller-of-somebody-else, " + KEY)
            .with("llm.operator.key", Configuration.OPERATOR_KEY)
            .with("llm.max-body", "64KB")
            .with("llm.max-in-flight", 2));
  }

  @BeforeEach
  void everybodyAnswers() {
    UPSTREAM.answer("openai/ok-plain.json");
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization,  'Bearer '",
    "authorization,  'bearer '",
    "x-api-key,      ''",
    "x-goog-api-key, ''",
    "api-key,        ''",
  })
  void letsCallersInWhoShowAKeyAndSendsItNoFurther(String header, String scheme) {
    int before = UPSTREAM.requests().size();

    Said answer = gateway.post("/v1/generate", question(), header, scheme + KEY);

    assertThat(answer.status()).isEqualTo(200);
    String asked = UPSTREAM.requests().get(before).headers().toString();
    assertThat(asked).contains(Configuration.OPENAI_KEY).doesNotContain(KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer it-caller-wrong",
    "Authorization, Bearer",
    "Authorization, Basic aXQ6aXQ=",
    "x-api-key,     it-caller-1c84e7d05b3",
    "x-other,       it-caller-1c84e7d05b3f",
  })
  void keepsOthersOut(String header, String value) {
    int before = UPSTREAM.requests().size();

    Said answer = gateway.post("/v1/generate", question(), header, value);

    assertUnauthorized(answer);
    assertThat(UPSTREAM.requests()).hasSize(before);
  }

  @ParameterizedTest
  @CsvSource({"/v1/chains", "/v1/links"})
  void keepsThemFromLookingToo(String path) {
    assertUnauthorized(gateway.get(path));
  }

  private static void assertUnauthorized(Said answer) {
    assertThat(answer.header("x-request-id")).isNotBlank();
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.at("/error/type")).isEqualTo("unauthorized");
    assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
  }

  @Test
  void refusesMoreThanItTakes() {
    Said answer = said(request().POST(BodyPublishers.ofString(questionOf(70_000))));

    assertTooLarge(answer);
  }

  @Test
  void takesWhatIsJustSmallEnough() {
    Said answer = said(request().POST(BodyPublishers.ofString(questionOf(65_536))));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void refusesMoreThanItTakesWhenNoLengthIsAnnounced() {
    byte[] body = questionOf(300_000).getBytes(StandardCharsets.UTF_8);

    Said answer =
        said(request().POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertTooLarge(answer);
  }

  @Test
  void refusesWhatUnpacksToMoreThanItTakes() throws IOException {
    String mixed = "{\"prompt\":\"" + "abcdefghijklmnopqrstuvwxyz".repeat(4000) + "\"}";
    byte[] packed = gzip(mixed);

    Said answer = said(packed(packed));

    assertThat(packed.length).isLessThan(65_536);
    assertTooLarge(answer);
  }

  @Test
  void refusesBombs() throws IOException {
    byte[] bomb = gzip(" ".repeat(50_000_000));

    Said answer = said(packed(bomb));

    assertThat(bomb.length).isLessThan(65_536);
    assertThat(answer.status()).isIn(400, 413);
    assertThat(answer.at("/error/type")).isIn("invalid_request", "body_too_large");
  }

  @Test
  void unpacksWhatIsSmallEnough() throws IOException {
    int before = UPSTREAM.requests().size();

    Said answer = said(packed(gzip(question())));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(UPSTREAM.requests().get(before).text()).contains("When is the invoice due?");
  }

  @Test
  void refusesWhatIsNotPackedAsAnnounced() {
    Said answer = said(packed(question().getBytes(StandardCharsets.UTF_8)));

    assertThat(answer.status()).isEqualTo(400);
  }

  private static void assertTooLarge(Said answer) {
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.at("/error/type")).isEqualTo("body_too_large");
    assertThat(answer.at("/error/message")).contains("65536").contains("llm.max-body");
  }

  @Test
  void sendsAwayAtOnceWhomItHasNoRoomFor() throws Exception {
    int before = UPSTREAM.requests().size();
    UPSTREAM.hold();
    CompletableFuture<Said> first = askLater();
    CompletableFuture<Said> second = askLater();
    UPSTREAM.awaitRequests(before + 2, Gateway.PATIENCE);

    Said third = gateway.post("/v1/generate", question(), "x-api-key", KEY);
    boolean othersStillWait = !first.isDone() && !second.isDone();
    UPSTREAM.release();

    assertThat(third.status()).isEqualTo(503);
    assertThat(third.at("/error/type")).isEqualTo("overloaded");
    assertThat(third.header("retry-after")).isEqualTo("1");
    assertThat(othersStillWait).isTrue();
    assertThat(first.get(90, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(second.get(90, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(UPSTREAM.requests()).hasSize(before + 2);
  }

  private CompletableFuture<Said> askLater() {
    return Gateway.send(request().POST(BodyPublishers.ofString(question())));
  }

  private HttpRequest.Builder request() {
    return gateway
        .to("/v1/generate")
        .header("Content-Type", "application/json")
        .header("x-api-key", KEY);
  }

  private HttpRequest.Builder packed(byte[] body) {
    return request().header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(body));
  }

  private static Said said(HttpRequest.Builder request) {
    return Gateway.said(request);
  }

  private static String question() {
    return Gateway.question("gpt-4o").toString();
  }

  /** A valid question of that many bytes. */
  private static String questionOf(int bytes) {
    String frame = "{\"prompt\":\"\"}";
    return "{\"prompt\":\"" + "x".repeat(bytes - frame.length()) + "\"}";
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }
}
