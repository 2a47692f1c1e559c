package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.ReceivedRequest;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Variables of the server's configuration change while it runs. */
@ExtendWith(ArquillianExtension.class)
class LiveConfigurationIT {
  private static final WireServer UPSTREAM = WireServer.start();

  private final Gateway gateway = Gateway.here();
  private final ServerLog log = ServerLog.fromNow();

  @Deployment(testable = false)
  static WebArchive gatewayThatIsNeverRestarted() {
    UPSTREAM.onPath("/openai/").answer("openai/ok-plain.json");
    UPSTREAM.onPath("/gemini/").answer("gemini/ok-plain.json");
    UPSTREAM.onPath("/late/").answer("together/ok-plain.json");
    return Archives.gateway(Configuration.of(UPSTREAM));
  }

  @AfterEach
  void variablesAreGone() throws IOException {
    Files.deleteIfExists(file());
    gateway.getUntil("/v1/chains", said -> !said.body().contains("live"));
  }

  private static Path file() {
    return ServerLog.server().resolve("configDropins/overrides/live.xml");
  }

  /** Writes variables, given as name, value, name, value; those written before are gone. */
  private static void variables(String... namesAndValues) throws IOException {
    StringBuilder xml = new StringBuilder("<server>\n");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      xml.append(
          "<variable name=\"%s\" value=\"%s\"/>\n"
              .formatted(namesAndValues[i], namesAndValues[i + 1]));
    }
    // Moved into its place, so that the server never sees half a file.
    Path made = Files.writeString(ServerLog.server().resolve("live.tmp"), xml + "</server>\n");
    Files.move(made, file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private Said chainsOnce(String text) {
    return gateway.getUntil("/v1/chains", said -> said.body().contains(text));
  }

  @Test
  void putsChangedChainInForceWithoutRestart() throws IOException {
    variables("llm.chain.live", "openai/gpt-4o");
    chainsOnce("\"live\"");
    String before = gateway.ask("live").header("x-llm-link");

    variables("llm.chain.live", "gemini/gemini-2.5-flash, openai/gpt-4o");
    chainsOnce("{\"name\":\"live\",\"links\":[\"gemini/gemini-2.5-flash\"");
    String after = gateway.ask("live").header("x-llm-link");

    assertThat(before).isEqualTo("openai/gpt-4o");
    assertThat(after).isEqualTo("gemini/gemini-2.5-flash");
    log.await("LLMF0005I: Changed configuration is in force");
    log.await("LLMF0052W: Chain live: openai/gpt-4o: no other link can be called");
    log.await("LLMF0051I: Chain live: 2 of 2 links ready: gemini/gemini-2.5-flash (deprecated)");
    assertThat(log.text()).doesNotContain("CWWKZ0009I").doesNotContain("CWWKZ0003I");
  }

  @Test
  void callsProviderThatIsNewSinceTheStart() throws IOException {
    variables(
        "llm.provider.late.url",
        UPSTREAM.uri("/late/v1").toString(),
        "llm.provider.late.keyless",
        "true",
        "llm.chain.live",
        "late/llama3.1");
    chainsOnce("late/llama3.1");

    Said answer = gateway.ask("live");

    assertThat(answer.attempts()).containsExactly("late/llama3.1 answered");
  }

  @Test
  void sendsRotatedKey() throws IOException {
    variables(
        "llm.provider.openai.api-key", Configuration.ROTATED_KEY, "llm.chain.live", "openai/x");
    chainsOnce("openai/x");

    gateway.ask("live");

    List<ReceivedRequest> asked = UPSTREAM.requests();
    assertThat(asked.get(asked.size() - 1).bearer()).isEqualTo(Configuration.ROTATED_KEY);
  }

  @Test
  void keepsWhatWasInForceWhenTheChangeIsWrongAndTellsWhatIsWrong() throws IOException {
    variables("llm.chain.live", "openai/gpt-4o");
    chainsOnce("\"live\"");

    variables("llm.chain.live", "gemini/gemini-2.5-flash", "llm.deadline", "soon");
    Said chains = chainsOnce("\"problem\"");
    Said answer = gateway.ask("live");
    Said ready = Gateway.at("").get("/health/ready");

    // The whole says DOWN here: server.xml announces a gateway of its own that this server lacks.
    assertThat(ready.body())
        .contains("\"name\":\"llm-failover-ready\",\"status\":\"UP\"")
        .contains("\"newerConfigurationRefused\":true");
    assertThat(chains.at("/problem"))
        .contains("llm.deadline = 'soon' (from server.xml.variables.config.source) is wrong")
        .contains("500ms, 20s, 5m, 1h or PT20S");
    assertThat(answer.header("x-llm-link")).isEqualTo("openai/gpt-4o");
    log.await("LLMF0001E", "llm.deadline = 'soon'", "stays in force");

    variables("llm.chain.live", "gemini/gemini-2.5-flash", "llm.deadline", "30s");
    gateway.getUntil("/v1/chains", said -> !said.body().contains("\"problem\""));

    assertThat(gateway.ask("live").header("x-llm-link")).isEqualTo("gemini/gemini-2.5-flash");
  }
}
