package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.WireServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors before any link is asked, at each address in the shape its SDKs read. */
@ExtendWith(ArquillianExtension.class)
class SurfaceErrorsIT {
  private static final WireServer UPSTREAM = WireServer.start();

  private final Gateway gateway = Gateway.here();
  private final ServerLog log = ServerLog.fromNow();

  @Deployment(testable = false)
  static WebArchive guardedGateway() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.access.keys", Configuration.CALLER_KEY)
            .with("llm.chain", "openai/gpt-4o"));
  }

  @BeforeEach
  void everybodyAnswers() {
    UPSTREAM.answer("openai/ok-plain.json");
  }

  private HttpRequest.Builder to(String path) {
    return gateway
        .to(path)
        .header("Content-Type", "application/json")
        .header("x-api-key", Configuration.CALLER_KEY);
  }

  private Said ask(Address address, String body) {
    return Gateway.said(to(address.path()).POST(BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @EnumSource
  void answersAtEachAddress(Address address) {
    assertThat(ask(address, address.question("Habari?")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void keepsOutWhoShowsNoKeyOrAWrongOne(Address address) {
    String question = address.question("Habari?");
    int before = UPSTREAM.requests().size();

    Said none = gateway.post(address.path(), question);
    Said wrong = gateway.post(address.path(), question, "Authorization", "Bearer sk-wrong");

    for (Said answer : new Said[] {none, wrong}) {
      address.assertError(answer, 401);
      assertThat(answer.header("www-authenticate")).isEqualTo("Bearer");
    }
    assertThat(UPSTREAM.requests()).hasSize(before);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatNothingIsThere(Address address) {
    Said answer = Gateway.said(to(address.nowhere()).POST(BodyPublishers.ofString("{}")));

    address.assertError(answer, 404);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheMethodIsWrong(Address address) {
    Said answer = Gateway.said(to(address.path()).PUT(BodyPublishers.ofString("{}")));

    address.assertError(answer, 405);
    assertThat(answer.header("allow")).contains("POST");
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheTypeIsWrong(Address address) {
    HttpRequest.Builder text = to(address.path()).setHeader("Content-Type", "text/plain");

    address.assertError(
        Gateway.said(text.POST(BodyPublishers.ofString(address.question("Habari?")))), 415);
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheBodyIsNoJson(Address address) {
    for (String body : new String[] {"", "{", "[]", "7", "<xml/>"}) {
      address.assertError(ask(address, body), 400);
    }
  }

  @ParameterizedTest
  @EnumSource
  void row38_aJsonBombIsRefusedInTheShapeOfItsAddress(Address address) {
    address.assertError(ask(address, "{\"a\":".repeat(100_000)), 400);
    address.assertError(ask(address, "{\"a\":" + "1".repeat(1_000_000) + "}"), 400);
  }

  @ParameterizedTest
  @EnumSource
  void row39_bytesThatAreNoUtf8AreRefusedInTheShapeOfItsAddress(Address address) {
    byte[] bytes = address.question("\u00c3(").getBytes(StandardCharsets.ISO_8859_1);

    Said answer = Gateway.said(to(address.path()).POST(BodyPublishers.ofByteArray(bytes)));

    address.assertError(answer, 400);
    assertThat(answer.at("/error/message")).contains("UTF-8");
  }

  @Test
  void row39_whatIsValidInAChatMessageIsPreservedExactlyAndNotLogged() {
    String odd = "\u0000\u001b[31m\r\nLLMF0031E: forged\u2028\ufeff\u202eabc 😀 e\u0301";
    int before = UPSTREAM.requests().size();

    Said answer = ask(Address.CHAT, Address.CHAT.question(odd));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(UPSTREAM.requests().get(before).json().at("/messages/0/content").asText())
        .isEqualTo(odd);
    log.await("LLM call to openai/gpt-4o took");
    assertThat(log.text()).doesNotContain("forged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/x\\r\\nx-injected: 1",
        "openai/x\\u0085LLMF0031E: injected",
        "openai/x\\u2028injected",
        "openai/x\\u001b[2Jinjected",
        "nobody\\r\\nx-injected: 1",
      })
  void row40_aModelsNameInAChatBringsNoLineIntoHeaderOrLog(String model) {
    String question =
        Address.CHAT.question("x").replace("{\"m", "{\"model\":\"" + model + "\",\"m");

    Said answer = ask(Address.CHAT, question);

    assertThat(answer.status()).as(answer.body()).isIn(400, 404);
    assertThat(answer.at("/error/param")).isEqualTo("model");
    assertThat(answer.header("x-injected")).isEmpty();
    assertThat(log.text()).doesNotContain("injected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "metadata"})
  void row40_whatACallerSaysOfItselfBringsNoLineIntoHeaderOrLog(String field) {
    String value = field.equals("user") ? "\"a\\r\\nx-injected: 1\"" : "{\"a\":\"b\\ninjected\"}";
    String question =
        Address.CHAT.question("x").replace("{\"m", "{\"" + field + "\":" + value + ",\"m");

    Said answer = ask(Address.CHAT, question);

    assertThat(answer.status()).as(answer.body()).isIn(200, 400);
    assertThat(answer.header("x-injected")).isEmpty();
    assertThat(log.text()).doesNotContain("injected");
    assertThat(UPSTREAM.requests())
        .noneMatch(request -> request.headers().toString().contains("injected"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"messages\":[]}                      | messages",
        "{}                                     | messages",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":-1}    | max_tokens",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":1e99}  | max_tokens",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_completion_tokens\":0}"
            + " | max_completion_tokens",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":1e999} | temperature",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":\"NaN\"} | temperature",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"seed\":1e999}      | seed",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"gpt-99-none\"} | model",
      })
  void row42_aFieldOfAChatThatCannotBeIsNamed(String body, String field) {
    Said answer = ask(Address.CHAT, body);

    Address.CHAT.assertError(answer, field.equals("model") ? 404 : 400);
    assertThat(answer.at("/error/param")).isEqualTo(field);
  }

  @Test
  void row42_aNumberThatIsNoneInJsonBlamesNoField() {
    Said answer = ask(Address.CHAT, "{\"messages\":[],\"top_p\":NaN}");

    Address.CHAT.assertError(answer, 400);
    assertThat(answer.json().at("/error/param").isNull()).isTrue();
  }
}
