package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.it.app.Polling;
import io.llmfailover.upstream.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which chain a prompt gets, and which of its links comes first. */
@ExtendWith(ArquillianExtension.class)
class RoutingIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final String SWAHILI =
      "{\"prompt\": \"Nisaidie kuandika barua ya kuomba kazi ya ualimu.\"}";

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive gatewayWithALanguageRule() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.chain.multi", "gemini/gemini-2.5-flash")
            .with("llm.chain.thrifty", "openai/gpt-4o, openai/gpt-4o-mini, together/unpriced")
            .with("llm.chain.thrifty.order", "cheapest")
            .with("llm.chain.thrifty.sticky", "forever")
            .with("llm.route.language.sw", "multi"));
  }

  @BeforeEach
  void everybodyAnswers() {
    UPSTREAM.onPath("/openai/").answer("openai/ok-plain.json");
    UPSTREAM.onPath("/gemini/").answer("gemini/ok-plain.json");
    UPSTREAM.onPath("/together/").answer("together/ok-plain.json");
  }

  @AfterEach
  void variablesAreGone() throws IOException {
    Files.deleteIfExists(file());
    Polling.until(() -> explain(SWAHILI), plan -> plan.at("/chain").equals("multi"));
  }

  private static Path file() {
    return ServerLog.server().resolve("configDropins/overrides/routing.xml");
  }

  private Said explain(String body) {
    return gateway.post("/v1/explain", body);
  }

  @Test
  void asksTheEconomyChainFirstForAPromptCalledSimple() {
    Said plan = explain("{\"prompt\": \"When is the invoice due?\", \"complexity\": \"simple\"}");
    Said answer =
        gateway.post(
            "/v1/generate", "{\"prompt\": \"When is it due?\", \"complexity\": \"simple\"}");

    assertThat(plan.at("/chain")).isEqualTo("economy");
    assertThat(plan.at("/route")).isEqualTo("complexity=simple");
    assertThat(plan.json().path("links").findValuesAsText("link"))
        .startsWith("gemini/gemini-1.5-flash")
        .contains("gemini/gemini-1.5-pro");
    assertThat(answer.header("x-llm-link")).isEqualTo("gemini/gemini-1.5-flash");
  }

  @Test
  void detectsSwahiliAndAsksItsChain() {
    Said plan = explain(SWAHILI);

    assertThat(plan.at("/chain")).isEqualTo("multi");
    assertThat(plan.at("/route")).isEqualTo("language=sw (detected)");
    assertThat(gateway.post("/v1/generate", SWAHILI).header("x-llm-link"))
        .isEqualTo("gemini/gemini-2.5-flash");
  }

  @Test
  void leavesOthersWhereTheyWere() {
    Said plan = explain("{\"prompt\": \"When is the invoice due, please?\"}");
    Said named = explain("{\"prompt\": \"Habari ya leo, rafiki?\", \"model\": \"economy\"}");

    assertThat(plan.at("/chain")).isEqualTo("default");
    assertThat(plan.json().has("route")).isFalse();
    assertThat(named.at("/chain")).isEqualTo("economy");
    assertThat(named.json().has("route")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"complexity, hard", "language, Swahili"})
  void refusesWhatNobodyUnderstands(String field, String value) {
    Said refusal =
        gateway.post("/v1/generate", "{\"prompt\": \"?\", \"" + field + "\": \"" + value + "\"}");

    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.at("/error/param")).isEqualTo(field);
  }

  @Test
  void followsChangedRulesWithoutRestart() throws IOException {
    Path made =
        Files.writeString(
            ServerLog.server().resolve("routing.tmp"),
            "<server><variable name=\"llm.route.language.sw\" value=\"economy\"/></server>");
    Files.move(made, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

    Said plan = Polling.until(() -> explain(SWAHILI), said -> !said.at("/chain").equals("multi"));

    assertThat(plan.at("/chain")).isEqualTo("economy");
  }

  @Test
  void putsTheCheapestFirstUntilAnotherOneSticks() {
    Said before = explain("{\"prompt\": \"When is it due?\", \"model\": \"thrifty\"}");
    UPSTREAM.onModel("gpt-4o-mini").answer("openai/err-503-overloaded.http");
    gateway.ask("thrifty");
    Said after = explain("{\"prompt\": \"When is it due?\", \"model\": \"thrifty\"}");

    assertThat(before.json().path("links").findValuesAsText("link"))
        .isEqualTo(List.of("openai/gpt-4o-mini", "openai/gpt-4o", "together/unpriced"));
    assertThat(after.json().path("links").findValuesAsText("link"))
        .isEqualTo(List.of("openai/gpt-4o", "openai/gpt-4o-mini", "together/unpriced"));
  }
}
