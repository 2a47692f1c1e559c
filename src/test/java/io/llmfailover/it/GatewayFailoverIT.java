package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The failover scenarios of the two systems this module replaces, with the shipped chains. */
@ExtendWith(ArquillianExtension.class)
class GatewayFailoverIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final ServerLog SINCE_DEPLOYMENT = ServerLog.fromNow();
  private static final String TEXT = "The invoice is due on 14 December.";

  private final Gateway gateway = Gateway.here();
  private final ServerLog log = ServerLog.fromNow();

  @Deployment(testable = false)
  static WebArchive gatewayWithShippedChains() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.handoff.message", "Somebody will call you back.")
            .with("llm.chain.helpdesk", "anthropic/claude-haiku-4-5-20251001, openai/gpt-4o"));
  }

  @BeforeEach
  void everybodyAnswers() {
    UPSTREAM.onPath("/openai/").answer("openai/ok-plain.json");
    UPSTREAM.onPath("/gemini/").answer("gemini/ok-plain.json");
    UPSTREAM.onPath("/together/").answer("together/ok-plain.json");
    for (String model : List.of("gpt-4o", "gpt-4o-mini")) {
      UPSTREAM.onModel(model).answer("openai/ok-plain.json");
    }
    for (String model : List.of("gemini-1.5-pro", "gemini-3-flash-preview", "gemini-2.5-flash")) {
      UPSTREAM.onModel(model).answer("gemini/ok-plain.json");
    }
  }

  @Test
  void geminiAnswersWhenQuotaOfOpenAiIsUsedUp() {
    UPSTREAM.onModel("gpt-4o").answer("openai/err-429-insufficient-quota.http");

    Said answer = gateway.ask("");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/text")).isEqualTo(TEXT);
    assertThat(answer.attempts())
        .containsExactly("openai/gpt-4o quota_exhausted", "gemini/gemini-1.5-pro answered");
    log.await("LLMF0022I: Attempt 1/7: provider=openai, model=gpt-4o");
    log.await("LLMF0020I: Calling LLM (openai/gpt-4o) with 1 messages");
    log.await("Trying next provider in fallback order");
    log.await("Falling back to model: gemini/gemini-1.5-pro");
    log.await("LLM call to gemini/gemini-1.5-pro took ");
    log.await("Successfully switched from openai/gpt-4o to gemini/gemini-1.5-pro");
  }

  @Test
  void togetherAnswersWhenOpenAiAndGeminiFail() {
    UPSTREAM.onModel("gpt-4o").answer("openai/err-503-overloaded.http");
    UPSTREAM.onModel("gemini-1.5-pro").answer("gemini/err-503-overloaded.http");

    Said answer = gateway.ask("");

    assertThat(answer.at("/provider")).isEqualTo("together");
    assertThat(answer.header("x-llm-trail"))
        .isEqualTo(
            "openai/gpt-4o=overloaded, gemini/gemini-1.5-pro=overloaded,"
                + " together/Qwen/Qwen2.5-72B-Instruct-Turbo=answered");
    log.await("Attempt 3/7: provider=together, model=Qwen/Qwen2.5-72B-Instruct-Turbo");
  }

  @Test
  void handsOverToPeopleWhenAllSevenFail() {
    int before = UPSTREAM.requests().size();
    for (String model : List.of("gpt-4o", "gpt-4o-mini")) {
      UPSTREAM.onModel(model).answer("openai/err-503-overloaded.http");
    }
    UPSTREAM.onModel("gemini-1.5-pro").answer("gemini/err-503-overloaded.http");
    UPSTREAM.onPath("/gemini/").answer("gemini/err-503-overloaded.http");
    UPSTREAM.onPath("/together/").answer("together/err-503-overloaded.http");

    Said answer = gateway.ask("");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.at("/error/type")).isEqualTo("all_links_failed");
    assertThat(answer.at("/error/message")).isEqualTo("Somebody will call you back.");
    assertThat(answer.attempts()).hasSize(7).allMatch(attempt -> attempt.endsWith(" overloaded"));
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
    assertThat(UPSTREAM.requests()).hasSize(before + 7);
    String handoff = answer.at("/handoff/id");
    assertThat(handoff).isNotBlank();
    eventsOf(answer, "async exhausted default " + handoff + " after 7");
    assertThat(eventsOf(answer, "sync exhausted default " + handoff + " after 7"))
        .contains("sync switch default openai/gpt-4o>gemini/gemini-1.5-pro overloaded")
        .contains("sync attempt default gemini/gemini-1.5-flash=overloaded");
    log.await("All models failed across providers");
    log.await("LLM generation failed after trying 7 models: openai/gpt-4o=overloaded");
  }

  /** Waits for a line of the event log about that answer, and gives all of them. */
  private List<String> eventsOf(Said answer, String line) {
    return gateway
        .getUntil(
            "/it/events?generation=" + answer.header("x-request-id"),
            said -> said.body().lines().anyMatch(line::equals))
        .body()
        .lines()
        .toList();
  }

  @Test
  void openAiAnswersWhenGeminiIsOverloadedAndOtherGeminiBreaksItsJson() {
    UPSTREAM.onModel("gemini-3-flash-preview").answer("gemini/err-503-overloaded.http");
    UPSTREAM.onModel("gemini-2.5-flash").answer("gemini/ok-truncated-json.json");
    UPSTREAM.onModel("gpt-4o-mini").answer("openai/ok-json-schema.json");
    ObjectNode question = Gateway.question("gemini/gemini-3-flash-preview").put("json", true);

    Said answer = gateway.ask(question);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.at("/text")).isEqualTo("{\"category\":\"travel\",\"amount\":129.5}");
    assertThat(answer.attempts())
        .containsExactly(
            "gemini/gemini-3-flash-preview overloaded",
            "gemini/gemini-2.5-flash truncated",
            "openai/gpt-4o-mini answered");
    log.await("Model gemini/gemini-3-flash-preview is overloaded (503). Switching to next model");
    log.await("Successfully switched from gemini/gemini-3-flash-preview to openai/gpt-4o-mini");
  }

  @Test
  void takesTextWhereJsonWasAskedForMalformed() {
    UPSTREAM.onModel("gemini-2.5-flash").answer("gemini/ok-plain.json");
    UPSTREAM.onModel("gpt-4o-mini").answer("openai/ok-json-schema.json");

    Said answer = gateway.ask(Gateway.question("gemini/gemini-2.5-flash").put("json", true));

    assertThat(answer.attempts())
        .containsExactly("gemini/gemini-2.5-flash malformed", "openai/gpt-4o-mini answered");
  }

  @Test
  void skipsProviderWithoutKeyAndCallsItNever() {
    gateway.ask("helpdesk");

    Said answer = gateway.ask("helpdesk");

    assertThat(answer.attempts())
        .containsExactly(
            "anthropic/claude-haiku-4-5-20251001 no_api_key", "openai/gpt-4o answered");
    assertThat(UPSTREAM.requests())
        .extracting(ReceivedRequest::path)
        .noneMatch(path -> path.startsWith("/anthropic/"));
    assertThat(SINCE_DEPLOYMENT.text())
        .containsOnlyOnce("LLMF0002W: No API key for anthropic, skipping");
  }

  @Test
  void showsEachProviderItsOwnKeyAndNoOther() {
    UPSTREAM.onModel("gpt-4o").answer(WireReply.of("openai/err-429-insufficient-quota.http"));
    UPSTREAM.onModel("gemini-1.5-pro").answer("gemini/err-503-overloaded.http");
    int before = UPSTREAM.requests().size();

    gateway.ask("");

    List<ReceivedRequest> asked = UPSTREAM.requests().subList(before, before + 3);
    assertThat(asked)
        .extracting(ReceivedRequest::path)
        .containsExactly(
            "/openai/v1/chat/completions",
            "/gemini/v1beta/models/gemini-1.5-pro:generateContent",
            "/together/v1/chat/completions");
    assertThat(asked.get(0).bearer()).isEqualTo(Configuration.OPENAI_KEY);
    assertThat(asked.get(1).header("x-goog-api-key")).isEqualTo(Configuration.GEMINI_KEY);
    assertThat(asked.get(2).bearer()).isEqualTo(Configuration.TOGETHER_KEY);
    assertThat(shown(asked.get(0))).doesNotContain(Configuration.GEMINI_KEY);
    assertThat(shown(asked.get(1))).doesNotContain(Configuration.OPENAI_KEY);
    assertThat(shown(asked.get(2))).doesNotContain(Configuration.OPENAI_KEY);
  }

  private static String shown(ReceivedRequest request) {
    return request.target() + request.headers() + request.text();
  }
}
