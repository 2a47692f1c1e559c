package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the native surface answers when all goes well. */
@ExtendWith(ArquillianExtension.class)
class GatewayAnswersIT {
  private static final WireServer UPSTREAM = WireServer.start();

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive gatewayWithShippedChains() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.chain.pair", "openai/broken, openai/gpt-4o")
            .with("llm.chain.longest", "openai/gpt-4o, gemini/gemini-2.5-flash")
            .with("llm.chain.windows", "together/Qwen/Qwen2.5-7B-Instruct-Turbo, openai/gpt-4o"));
  }

  @BeforeEach
  void everybodyAnswers() {
    UPSTREAM.onPath("/openai/").answer("openai/ok-plain.json");
    UPSTREAM.onPath("/gemini/").answer("gemini/ok-plain.json");
    UPSTREAM.onPath("/together/").answer("together/ok-plain.json");
    UPSTREAM.onModel("broken").answer("openai/err-503-overloaded.http");
  }

  @Test
  void tellsInBodyAndHeadersWhoAnsweredAfterWhatAtWhatCost() {
    Said answer = gateway.ask("pair");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith("application/json");
    assertThat(answer.at("/text")).isEqualTo("The invoice is due on 14 December.");
    assertThat(answer.at("/provider")).isEqualTo("openai");
    assertThat(answer.at("/model")).isEqualTo("gpt-4o");
    assertThat(answer.at("/finish")).isEqualTo("stop");
    assertThat(answer.json().at("/usage/inputTokens").asInt()).isEqualTo(31);
    assertThat(answer.json().at("/usage/outputTokens").asInt()).isEqualTo(10);
    assertThat(answer.json().at("/usage/cachedInputTokens").asInt(-1)).isZero();
    assertThat(answer.json().path("costUsd").decimalValue()).isEqualByComparingTo("0.0001775");
    assertThat(answer.at("/id")).isNotBlank().isEqualTo(answer.header("x-request-id"));
    assertThat(answer.header("x-llm-link")).isEqualTo("openai/gpt-4o");
    assertThat(answer.header("x-llm-attempts")).isEqualTo("2");
    assertThat(answer.header("x-llm-trail"))
        .isEqualTo("openai/broken=overloaded, openai/gpt-4o=answered");
    assertThat(answer.header("x-llm-cost-usd")).isEqualTo("0.0001775");
    JsonNode failed = answer.json().at("/attempts/0");
    assertThat(failed.path("outcome").asText()).isEqualTo("failed");
    assertThat(failed.path("status").asInt()).isEqualTo(503);
    assertThat(failed.path("message").asText()).isNotBlank();
    assertThat(failed.path("tookMillis").isIntegralNumber()).isTrue();
    assertThat(failed.has("calls")).isFalse();
  }

  @Test
  void givesEveryGenerationAnIdOfItsOwn() {
    String first = gateway.ask("").header("x-request-id");

    String second = gateway.ask("").header("x-request-id");

    assertThat(second).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "'', openai/gpt-4o",
    "auto, openai/gpt-4o",
    "default, openai/gpt-4o",
    "economy, gemini/gemini-1.5-flash",
    "gemini/gemini-2.5-pro, gemini/gemini-2.5-pro",
    "together/Qwen/Qwen2.5-7B-Instruct-Turbo, together/Qwen/Qwen2.5-7B-Instruct-Turbo",
    "gpt-4o-mini, openai/gpt-4o-mini",
    "gemini-2.5-flash, gemini/gemini-2.5-flash",
    "Qwen/Qwen2.5-7B-Instruct-Turbo, together/Qwen/Qwen2.5-7B-Instruct-Turbo",
  })
  void understandsModelName(String model, String link) {
    Said answer = gateway.ask(model);

    assertThat(answer.header("x-llm-link")).isEqualTo(link);
    assertThat(answer.header("x-llm-attempts")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({"openai/broken", "openai/never-heard-of"})
  void followsLinkAskedForByNameWithFallbackOfItsProvider(String model) {
    UPSTREAM.onModel("never-heard-of").answer("openai/err-404-model.http");

    Said answer = gateway.ask(model);

    assertThat(answer.header("x-llm-link")).isEqualTo("openai/gpt-4o-mini");
    assertThat(answer.attempts()).hasSize(2).first().asString().startsWith(model);
  }

  @Test
  void passesOnWhatTheCallerSaid() {
    int before = UPSTREAM.requests().size();
    String body =
        """
        {"system":"Be brief.","messages":[{"role":"user","content":"Habari ya leo? \\ud83d\\ude00"}],
         "model":"gpt-4o","maxTokens":50,"temperature":0.5,"topP":0.9,"stop":["END"],"seed":7}
        """;

    Said answer = gateway.post("/v1/generate", body);

    assertThat(answer.status()).isEqualTo(200);
    JsonNode asked = UPSTREAM.requests().get(before).json();
    assertThat(asked.path("model").asText()).isEqualTo("gpt-4o");
    assertThat(asked.at("/messages/0/content").asText()).isEqualTo("Be brief.");
    assertThat(asked.at("/messages/1/content").asText()).isEqualTo("Habari ya leo? 😀");
    assertThat(asked.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(asked.path("seed").asInt()).isEqualTo(7);
  }

  @Test
  void answersTextInEveryScriptUnchanged() {
    String text = "Grüße, 你好, שלום \\u0000 \\n 😀";
    UPSTREAM
        .onModel("gpt-4.1")
        .answer(
            WireReply.json(
                "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\""
                    + text
                    + "\"}}]}"));

    Said answer = gateway.ask("gpt-4.1");

    assertThat(answer.at("/text")).isEqualTo("Grüße, 你好, שלום \u0000 \n 😀");
    assertThat(answer.json().has("usage")).isFalse();
    assertThat(answer.json().has("costUsd")).isFalse();
    assertThat(answer.header("x-llm-cost-usd")).isEmpty();
  }

  @Test
  void explainsWhoWouldBeAskedWithoutAskingAnybody() {
    int before = UPSTREAM.requests().size();
    String body = Gateway.question("anthropic/claude-haiku-4-5-20251001").toString();

    Said plan = gateway.post("/v1/explain", body);

    assertThat(plan.status()).isEqualTo(200);
    assertThat(plan.json().path("links").findValuesAsText("link"))
        .containsExactly("openai/gpt-4o-mini", "gemini/gemini-2.5-flash");
    assertThat(plan.at("/skipped/0/link")).isEqualTo("anthropic/claude-haiku-4-5-20251001");
    assertThat(plan.at("/skipped/0/reason")).isEqualTo("no_api_key");
    assertThat(UPSTREAM.requests()).hasSize(before);
  }

  @Test
  void listsChainsInForce() {
    Said chains = gateway.get("/v1/chains");

    assertThat(chains.status()).isEqualTo(200);
    assertThat(chains.json().path("chains").findValuesAsText("name"))
        .contains("default", "economy", "pair");
    assertThat(chains.json().has("problem")).isFalse();
    JsonNode first = chains.json().at("/chains/0");
    assertThat(first.path("name").asText()).isEqualTo("default");
    assertThat(first.path("links")).hasSize(7);
    assertThat(first.at("/links/0").asText()).isEqualTo("openai/gpt-4o");
  }

  @Test
  void tellsWhatEachChainIsWorthHereAndInTheLog() {
    JsonNode report = gateway.get("/v1/chains").json().at("/chains/0/report");

    assertThat(report.path("ready").asInt()).isEqualTo(7);
    assertThat(report.path("worstCaseSeconds").asInt()).isEqualTo(420);
    assertThat(report.path("worstCaseWithRetriesSeconds").asInt()).isEqualTo(840);
    assertThat(report.path("deadlineSeconds").asInt()).isEqualTo(120);
    JsonNode second = report.at("/links/1");
    assertThat(second.path("link").asText()).isEqualTo("gemini/gemini-1.5-pro");
    assertThat(second.path("key").asText()).isEqualTo("ready");
    assertThat(second.path("model").asText()).isEqualTo("retired");
    assertThat(second.path("replacement").asText()).isEqualTo("gemini/gemini-3.1-pro-preview");
    assertThat(second.path("contextWindow").asInt()).isEqualTo(2_097_152);
    assertThat(second.path("capabilities")).map(JsonNode::asText).contains("json_schema");
    JsonNode finding = report.at("/findings/0");
    assertThat(finding.path("severity").asText()).isEqualTo("warning");
    assertThat(finding.path("code").asText()).isEqualTo("retired_model");
    assertThat(finding.path("link").asText()).isEqualTo("gemini/gemini-1.5-pro");
    ServerLog log = ServerLog.fromTheStart();
    log.await("LLMF0051I: Chain windows: 2 of 2 links ready: together/Qwen/Qwen2.5-7B-Instruct");
    log.await("LLMF0051I: Chain default: 7 of 7 links ready: openai/gpt-4o, gemini/gemini-1.5-pro");
    log.await("LLMF0052W: Chain default: gemini/gemini-1.5-pro: its provider has switched");
    log.await("LLMF0053I: Chain default: worst case 7 × 60 s = 420 s");
  }

  @Test
  void explainsThatALinkThatWritesTooLittleIsAskedLast() {
    String body = Gateway.question("longest").put("maxTokens", 20_000).toString();

    Said plan = gateway.post("/v1/explain", body);
    Said answer = gateway.post("/v1/generate", body);

    assertThat(plan.json().path("links").findValuesAsText("link"))
        .containsExactly("gemini/gemini-2.5-flash", "openai/gpt-4o");
    assertThat(plan.at("/links/1/message"))
        .isEqualTo("output length: writes 16384 of 20000 tokens");
    assertThat(answer.attempts())
        .containsExactly("openai/gpt-4o cannot_do", "gemini/gemini-2.5-flash answered");
  }

  @Test
  void passesOverAWindowThatIsSurelyTooSmall() {
    String words = "The quick brown fox jumps over the lazy dog. ".repeat(10_000);
    String body = Gateway.question("windows").put("prompt", words).toString();

    Said answer = gateway.post("/v1/generate", body);

    assertThat(answer.attempts())
        .containsExactly(
            "together/Qwen/Qwen2.5-7B-Instruct-Turbo cannot_do", "openai/gpt-4o answered");
    assertThat(answer.at("/attempts/0/message"))
        .matches("context: about \\d{5} tokens, window 32768");
  }

  @Test
  void listsLinksWithTheirState() {
    Said links = gateway.get("/v1/links");

    assertThat(links.status()).isEqualTo(200);
    List<String> names = links.json().path("links").findValuesAsText("link");
    assertThat(names).doesNotHaveDuplicates().contains("openai/gpt-4o", "gemini/gemini-1.5-flash");
  }

  @Test
  void listensOnThisMachineOnly() throws IOException {
    Optional<InetAddress> outside = addressOutside();
    assumeThat(outside).isPresent();
    int port = Integer.getInteger("it.http.port");

    try (Socket inside = new Socket(InetAddress.getLoopbackAddress(), port)) {
      assertThat(inside.isConnected()).isTrue();
    }
    assertThatThrownBy(() -> new Socket(outside.orElseThrow(), port).close())
        .isInstanceOf(IOException.class);
  }

  private static Optional<InetAddress> addressOutside() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst();
  }
}
