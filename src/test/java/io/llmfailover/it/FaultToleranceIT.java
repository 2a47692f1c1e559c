package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.Gate;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Same-link retries and bulkheads: what MicroProfile Fault Tolerance does on provider beans, under
 * this module's keys and its own.
 */
@ExtendWith(ArquillianExtension.class)
class FaultToleranceIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final String GEMINI_RETRIES =
      "io.llmfailover.provider.gemini.GeminiProvider/generate/Retry/maxRetries";

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive gatewayWithLimits() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.provider.openai.retries", 0)
            .with("llm.provider.openai.max-concurrent", 1)
            .with("llm.provider.gemini.retries", 0)
            .with(GEMINI_RETRIES, 2)
            .with("llm.provider.patient.url", UPSTREAM.uri("/patient/v1"))
            .with("llm.provider.patient.keyless", true)
            .with("llm.provider.patient.retries", 3)
            .with("llm.provider.narrow.url", UPSTREAM.uri("/narrow/v1"))
            .with("llm.provider.narrow.keyless", true)
            .with("llm.provider.narrow.max-concurrent", 1)
            .with("llm.chain.together", "together/shaky, openai/spare")
            .with("llm.chain.openai", "openai/shaky, together/spare")
            .with("llm.chain.gemini", "gemini/shaky, together/spare")
            .with("llm.chain.patient", "patient/shaky, together/spare")
            .with("llm.chain.narrow", "narrow/shaky, together/spare")
            .with("llm.chain.busy", "openai/held, together/spare")
            .with("llm.chain.narrow-busy", "narrow/held, patient/spare"));
  }

  @AfterEach
  void nobodyIsHeld() {
    UPSTREAM.release();
  }

  private static void shaky(String... replies) {
    UPSTREAM.onModel("shaky").answer(replies);
    UPSTREAM.onModel("spare").answer("together/ok-plain.json");
  }

  private static String calls(Said answer) {
    return answer.json().at("/attempts/0/calls").asText("1");
  }

  @Test
  void asksTheSameLinkAgainAfterServerErrorAndCountsBothCalls() {
    shaky("together/err-500.http", "together/ok-plain.json");

    Said answer = gateway.ask("together");

    assertThat(answer.attempts()).containsExactly("together/shaky answered");
    assertThat(calls(answer)).isEqualTo("2");
    assertThat(answer.header("x-llm-attempts")).isEqualTo("2");
  }

  @Test
  void leavesFaultToleranceOutUntilACallMayBeRepeated() {
    double before = seenByFaultTolerance();
    shaky("together/ok-plain.json");
    gateway.ask("together");
    double afterSuccess = seenByFaultTolerance();
    shaky("together/err-500.http", "together/ok-plain.json");
    gateway.ask("together");

    assertThat(afterSuccess).isEqualTo(before);
    assertThat(seenByFaultTolerance()).isEqualTo(before + 1);
  }

  private static double seenByFaultTolerance() {
    return Gateway.at("")
        .get("/metrics?scope=base")
        .body()
        .lines()
        .filter(line -> line.startsWith("ft_invocations_total"))
        .filter(line -> line.contains("TogetherProvider.generate"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void goesOnWhenTheRetryFailsToo() {
    shaky("together/err-500.http");

    Said answer = gateway.ask("together");

    assertThat(answer.attempts())
        .containsExactly("together/shaky server_error", "openai/spare answered");
    assertThat(calls(answer)).isEqualTo("2");
    assertThat(answer.header("x-llm-attempts")).isEqualTo("3");
  }

  @Test
  void asksAgainAfterLostConnection() {
    UPSTREAM
        .onModel("shaky")
        .answer(WireReply.resetAfterRequest(), WireReply.of("together/ok-plain.json"));

    Said answer = gateway.ask("together");

    assertThat(answer.attempts()).containsExactly("together/shaky answered");
  }

  @Test
  void neverRepeatsOverload() {
    shaky("together/err-503-overloaded.http", "together/ok-plain.json");

    Said answer = gateway.ask("together");

    assertThat(answer.attempts())
        .containsExactly("together/shaky overloaded", "openai/spare answered");
    assertThat(calls(answer)).isEqualTo("1");
  }

  @Test
  void repeatsNothingWhereRetriesAreSwitchedOff() {
    shaky("openai/err-500.http", "openai/ok-plain.json");

    Said answer = gateway.ask("openai");

    assertThat(answer.attempts())
        .containsExactly("openai/shaky server_error", "together/spare answered");
    assertThat(calls(answer)).isEqualTo("1");
  }

  @Test
  void letsFaultTolerancesOwnKeyWin() {
    shaky("gemini/err-500.http", "gemini/err-500.http", "gemini/ok-plain.json");

    Said answer = gateway.ask("gemini");

    assertThat(answer.attempts()).containsExactly("gemini/shaky answered");
    assertThat(calls(answer)).isEqualTo("3");
  }

  @Test
  void givesEachConfiguredProviderItsOwnRetries() {
    shaky("openai/err-500.http");

    Said patient = gateway.ask("patient");
    Said narrow = gateway.ask("narrow");

    assertThat(calls(patient)).isEqualTo("4");
    assertThat(calls(narrow)).isEqualTo("2");
  }

  @Test
  void goesElsewhereAtOnceWhenTheProviderIsBusy() throws Exception {
    assertSecondGoesElsewhere("busy", "openai/held", "together/spare");
  }

  @Test
  void givesEachConfiguredProviderItsOwnBulkhead() throws Exception {
    assertSecondGoesElsewhere("narrow-busy", "narrow/held", "patient/spare");
  }

  private void assertSecondGoesElsewhere(String chain, String held, String spare) throws Exception {
    int before = UPSTREAM.requests().size();
    Gate gate = new Gate();
    UPSTREAM.onModel("held").answer(WireReply.of("openai/ok-plain.json").through(gate));
    UPSTREAM.onModel("spare").answer("together/ok-plain.json");
    CompletableFuture<Said> first = gateway.askLater(chain);
    UPSTREAM.awaitRequests(before + 1, Gateway.PATIENCE);

    Said second = gateway.ask(chain);
    boolean firstStillWaits = !first.isDone();
    gate.open();

    assertThat(second.attempts()).containsExactly(held + " busy", spare + " answered");
    assertThat(second.json().at("/attempts/0/outcome").asText()).isEqualTo("skipped");
    assertThat(firstStillWaits).isTrue();
    assertThat(first.get(90, TimeUnit.SECONDS).attempts()).containsExactly(held + " answered");
    assertThat(gateway.ask(chain).attempts()).containsExactly(held + " answered");
  }
}
