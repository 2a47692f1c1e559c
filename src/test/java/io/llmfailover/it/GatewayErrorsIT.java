package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.net.http.HttpRequest.BodyPublishers;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the native surface answers when something is wrong. */
@ExtendWith(ArquillianExtension.class)
class GatewayErrorsIT {
  private static final WireServer UPSTREAM = WireServer.start();

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive gatewayWithShippedChains() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.chain.lone", "openai/lone")
            .with("llm.chain.silent", "openai/silent")
            .with("llm.chain.limited", "openai/limited, openai/lone"));
  }

  @BeforeEach
  void everybodyAnswers() {
    UPSTREAM.onPath("/openai/").answer("openai/ok-plain.json");
    UPSTREAM.onModel("silent").answer(WireReply.silence());
    UPSTREAM.onModel("lone").answer("openai/err-503-overloaded.http");
    UPSTREAM.onModel("limited").answer("openai/err-429-rpm-long.http");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"prompt\":\"x\",\"maxTokens\":-1}               | maxTokens",
        "{\"prompt\":\"x\",\"maxTokens\":1.5}              | maxTokens",
        "{\"prompt\":\"x\",\"maxTokens\":\"ten\"}          | maxTokens",
        "{\"prompt\":\"x\",\"temperature\":-1}             | temperature",
        "{\"prompt\":\"x\",\"temperature\":\"hot\"}        | temperature",
        "{\"prompt\":\"x\",\"topP\":2}                     | topP",
        "{\"prompt\":\"\"}                                 | prompt",
        "{\"prompt\":7}                                    | prompt",
        "{}                                                | prompt",
        "{\"prompt\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"y\"}]} | prompt",
        "{\"messages\":[]}                                 | prompt",
        "{\"messages\":[{\"role\":\"owner\",\"content\":\"y\"}]} | messages[0].role",
        "{\"messages\":[{\"role\":\"user\"}]}              | messages[0].content",
        "{\"prompt\":\"x\",\"deadline\":\"soon\"}          | deadline",
        "{\"prompt\":\"x\",\"deadline\":\"-1s\"}           | deadline",
        "{\"prompt\":\"x\",\"schema\":[]}                  | schema",
        "{\"prompt\":\"x\",\"json\":\"yes\"}               | json",
        "{\"prompt\":\"x\",\"colour\":\"red\"}             | colour",
        "{\"prompt\":\"half \\ud800 pair\"}                | prompt",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"\\udc00\"}]} | messages[0].content",
        "{\"prompt\":\"x\",\"model\":7}                    | model",
        "{\"prompt\":\"x\",\"tags\":{\"a\":1}}             | tags.a",
        "{\"prompt\":\"x\",\"tools\":[{}]}                 | tools[0].name",
        "[]                                                | body",
        "\"prompt\"                                        | body",
      })
  void namesTheFieldThatIsWrong(String body, String field) {
    Said answer = gateway.post("/v1/generate", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.at("/error/type")).isEqualTo("invalid_request");
    assertThat(answer.at("/error/param")).isEqualTo(field);
    assertThat(answer.at("/error/message")).contains(field);
    assertThat(answer.header("x-request-id")).isNotBlank();
    assertThat(answer.header("x-llm-attempts")).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"prompt\":\"x\",}                  | line 1, column 15",
        "{\"prompt\": NaN}                    | line 1",
        "{\"prompt\":\"x\",\"temperature\":NaN} | line 1",
        "{\"prompt\":\"a\",\"prompt\":\"b\"}  | line 1",
        "{\"prompt\":\"a\"} {}                | line 1",
        "{\"prompt\":\"a                      | line 1",
        "prompt=a                             | line 1",
      })
  void tellsWhereBrokenJsonBreaks(String body, String where) {
    Said answer = gateway.post("/v1/generate", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.at("/error/param")).isEqualTo("body");
    assertThat(answer.at("/error/message")).contains(where);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 100_000})
  void refusesDeepNesting(int levels) {
    String body = "{\"prompt\":\"x\",\"schema\":" + "{\"a\":".repeat(levels);

    Said answer = gateway.post("/v1/generate", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.at("/error/param")).isEqualTo("body");
  }

  @Test
  void refusesNothingAtAll() {
    Said answer = gateway.post("/v1/generate", "");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/error/param")).isEqualTo("body");
  }

  @Test
  void doesNotKnowEveryModel() {
    Said answer = gateway.ask("gpt-99-enormous");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.at("/error/type")).isEqualTo("unknown_model");
    assertThat(answer.at("/error/message")).contains("gpt-99-enormous").contains("economy");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  /v1/generate, 405, method_not_allowed",
    "PUT,  /v1/generate, 405, method_not_allowed",
    "POST, /v1/chains,   405, method_not_allowed",
    "GET,  /v1/nothing,  404, not_found",
  })
  void shapesErrorsOfHttpItself(String method, String path, int status, String type) {
    Said answer =
        Gateway.said(
            gateway
                .to(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/json");
    assertThat(answer.at("/error/type")).isEqualTo(type);
    assertThat(answer.at("/error/message")).isNotBlank();
    assertThat(answer.header("allow").isEmpty()).isEqualTo(status != 405);
  }

  @Test
  void takesNothingButJson() {
    Said answer =
        Gateway.said(
            gateway
                .to("/v1/generate")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(Gateway.question("").toString())));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.at("/error/type")).isEqualTo("unsupported_media_type");
  }

  @Test
  void tellsWhenToComeBackWhenTheSoonestLinkHasSaidSo() {
    Said answer = gateway.ask("limited");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.at("/error/type")).isEqualTo("all_links_failed");
    assertThat(answer.attempts())
        .containsExactly("openai/limited rate_limited", "openai/lone overloaded");
    assertThat(answer.header("retry-after")).isEqualTo("20");
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
    assertThat(answer.at("/handoff/id")).isNotBlank();
  }

  @Test
  void promisesNoTimeWhenNobodyNamedOne() {
    Said answer = gateway.ask("lone");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEmpty();
    assertThat(answer.header("x-llm-trail")).isEqualTo("openai/lone=overloaded");
  }

  @Test
  void endsAtTheDeadlineOfTheBody() {
    Said answer = gateway.ask(Gateway.question("silent").put("deadline", "200ms"));

    assertDeadlineExceeded(answer);
  }

  @Test
  void endsAtTheDeadlineOfTheHeader() {
    String body = Gateway.question("silent").put("deadline", "1h").toString();

    Said answer = gateway.post("/v1/generate", body, "x-llm-deadline", "200ms");

    assertDeadlineExceeded(answer);
  }

  private static void assertDeadlineExceeded(Said answer) {
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.at("/error/type")).isEqualTo("deadline_exceeded");
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
    assertThat(answer.attempts()).containsExactly("openai/silent cancelled");
    assertThat(answer.json().has("handoff")).isFalse();
  }

  @Test
  void namesTheHeaderWhenItsDeadlineIsNone() {
    Said answer =
        gateway.post("/v1/generate", Gateway.question("").toString(), "x-llm-deadline", "tomorrow");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/error/param")).isEqualTo("x-llm-deadline");
  }

  @Test
  void passesOnWhyTheProviderRefusedTheContent() {
    UPSTREAM.onModel("gpt-4o").answer("openai/ok-refusal.json");
    int before = UPSTREAM.requests().size();

    Said answer = gateway.ask("");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/error/type")).isEqualTo("content_filtered");
    assertThat(answer.at("/error/message")).contains("I can't help with that");
    assertThat(answer.attempts()).containsExactly("openai/gpt-4o content_filtered");
    assertThat(UPSTREAM.requests()).hasSize(before + 1);
  }

  @Test
  void passesOnWhatTheProviderFoundWrongWithTheRequest() {
    UPSTREAM.onModel("gpt-4o").answer("openai/err-400-invalid-value.http");

    Said answer = gateway.ask("");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/error/type")).isEqualTo("invalid_request");
    assertThat(answer.attempts()).containsExactly("openai/gpt-4o invalid_request");
  }
}
