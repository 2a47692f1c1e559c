package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.WireServer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that warms up after its start: it does, and nobody hears of it. */
@ExtendWith(ArquillianExtension.class)
class WarmUpIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final ServerLog LOG = ServerLog.fromNow();
  private static final String QUESTION = "{\"prompt\":\"Habari ya leo?\"}";

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive gatewayThatWarmsUp() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.access.keys", Configuration.CALLER_KEY)
            .with("llm.chain", "openai/gpt-4o")
            // Above server.xml, where the other tests have it switched off.
            .with("config_ordinal", 600)
            .with("llm.warm-up.url", "http://localhost:${http.port}/llm")
            .with("llm.warm-up.time", "10s"));
  }

  @Test
  void callsItselfAndTellsNobodyButTheLog() {
    UPSTREAM.answer("openai/ok-plain.json");
    String end = LOG.await("LLMF0054I");

    Said answer = gateway.post("/v1/generate", QUESTION, "x-api-key", Configuration.CALLER_KEY);

    assertThat(end).containsPattern("warmed up with [1-9]\\d+ calls");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(UPSTREAM.requests()).hasSize(1);
    assertThat(LOG.text().lines().filter(line -> line.contains("LLMF0020I"))).hasSize(1);
    assertThat(LOG.text()).doesNotContain("LLMF0023W", "warm-up/");
    assertThat(Gateway.at("").get("/metrics").body())
        .containsPattern("llm_generations_total\\{[^}]*} 1(\\.0)?\\n")
        .doesNotContain("\"warm-up\"");
  }

  @Test
  void letsNobodyInWhoMakesUpItsWord() {
    assertThat(gateway.post("/v1/generate", QUESTION, "llm-warm-up", "open").status())
        .isEqualTo(401);
  }
}
