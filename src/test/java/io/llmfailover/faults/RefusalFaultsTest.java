package io.llmfailover.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.health.LinkReport;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 10 to 15: providers that say no. */
@Timeout(120)
class RefusalFaultsTest {
  /** A test takes less; the rests looked at are longer. */
  private static final Duration SLACK = Duration.ofMinutes(2);

  private final Wired wired = new Wired();

  @AfterEach
  void nothingIsLeft() {
    wired.assertNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({
    "retry-after,    1500,                          PT25M",
    "retry-after,    'Fri, 20 Nov 2026 09:40:00 GMT', PT25M",
    "retry-after-ms, 1500000,                       PT25M",
    "retry-after,    soon,                          PT10M",
    "retry-after,    -5,                            PT10M",
    "retry-after,    99999999,                      PT10M",
    "retry-after,    7200,                          PT1H",
  })
  void row10_aRateLimitedLinkRestsAsLongAsItSays(String header, String value, Duration rest) {
    wired.first(
        WireReply.json(429, "{\"error\":{\"message\":\"Rate limit reached\"}}")
            .header(header, value));
    wired.with("llm.cooldown.rate-limited", "10m");

    Said first = wired.ask();
    Said second = wired.ask();

    assertThat(first.trail()).isEqualTo("openai/gpt-4o=rate_limited, together/next=answered");
    assertThat(second.trail()).isEqualTo("openai/gpt-4o=cooling_down, together/next=answered");
    assertThat(wired.report("openai/gpt-4o").left()).isBetween(rest.minus(SLACK), rest);
  }

  @ParameterizedTest
  @CsvSource({
    "openai/err-500.http,               server_error, 2",
    "openai/err-502-html.http,          server_error, 2",
    "openai/err-503-overloaded.http,    overloaded,   1",
    "together/err-504.http,             server_error, 1",
    "anthropic/err-529.http,            overloaded,   1",
  })
  void row11_aServerErrorFallsOverAndRestsShortly(String sample, String reason, int calls) {
    wired.first(sample);
    wired.with("llm.cooldown.after", "1").with("llm.cooldown", "15s");

    Said first = wired.ask();
    Said second = wired.ask();

    assertThat(first.trail()).isEqualTo("openai/gpt-4o=" + reason + ", together/next=answered");
    assertThat(first.first().calls()).isEqualTo(calls);
    assertThat(second.trail()).isEqualTo("openai/gpt-4o=cooling_down, together/next=answered");
    assertThat(wired.report("openai/gpt-4o").left())
        .isBetween(Duration.ZERO, Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @CsvSource({
    "openai,    gpt-4o,            openai/err-401-invalid-key.http",
    "openai,    gpt-4o,            openai/err-401-ip.http",
    "gemini,    gemini-1.5-pro,    gemini/err-400-api-key-invalid.http",
    "gemini,    gemini-1.5-pro,    gemini/err-403-permission.http",
    "anthropic, claude-sonnet-4-5, anthropic/err-401.http",
  })
  void row12_aRefusedKeyTakesItsProviderOutAndIsSaidLoudly(
      String provider, String model, String sample) {
    WireServer upstream = wired.first(sample);
    wired.at(provider, upstream);
    String link = provider + "/" + model;
    wired.with("llm.chain", link + ", " + provider + "/other, together/next");

    Said said = wired.ask();

    assertThat(said.trail())
        .isEqualTo(link + "=auth, " + provider + "/other=cooling_down, together/next=answered");
    assertThat(upstream.requests()).hasSize(1);
    assertThat(wired.report(link).left()).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
    assertThat(wired.logged())
        .anyMatch(line -> line.startsWith("LLMF0025E: " + provider + " does not accept its key"));
  }

  @Test
  void row12_aProviderThatQuotesTheKeyDoesNotMakeItSeen() {
    wired.first(
        WireReply.json(
            401,
            "{\"error\":{\"message\":\"Incorrect API key provided: "
                + Wired.SECRETS.get(0)
                + "\",\"code\":\"invalid_api_key\"}}"));

    Said said = wired.ask();

    assertThat(((Attempt.Failed) said.first()).message()).contains("Incorrect API key");
    assertThat(said.trail()).isEqualTo("openai/gpt-4o=auth, together/next=answered");
  }

  @ParameterizedTest
  @CsvSource({
    "together,  Qwen/Qwen2.5-7B-Instruct-Turbo, together/err-402-payment.http",
    "anthropic, claude-sonnet-4-5,              anthropic/err-400-credit-balance.http",
    "openai,    gpt-4o,                         openai/err-429-insufficient-quota.http",
    "openai,    gpt-4o,                         compatible/openrouter-402-credits.http",
  })
  void row13_usedUpMoneyTakesTheProviderOut(String provider, String model, String sample) {
    WireServer upstream = wired.first(sample);
    wired.at("local", wired.next).with("llm.provider.local.keyless", "true");
    wired.at(provider, upstream);
    String link = provider + "/" + model;
    wired.with("llm.chain", link + ", " + provider + "/other, local/next");

    Said said = wired.ask();

    assertThat(said.trail())
        .isEqualTo(
            link + "=quota_exhausted, " + provider + "/other=cooling_down, local/next=answered");
    assertThat(wired.report(link).left()).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void row14_aPromptThatIsTooLongGoesToALinkWithALargerWindowOnly() {
    WireServer small = wired.first("openai/err-400-context-length.http");
    wired.at("gemini", wired.next);
    wired.next.answer("gemini/ok-plain.json");
    wired.with("llm.chain", "openai/gpt-4o, openai/gpt-4o-mini, gemini/gemini-1.5-pro");

    Said said = wired.ask();

    assertThat(said.trail())
        .isEqualTo(
            "openai/gpt-4o=context_length, openai/gpt-4o-mini=cannot_do,"
                + " gemini/gemini-1.5-pro=answered");
    assertThat(small.requests()).hasSize(1);
    assertThat(wired.report("openai/gpt-4o").state()).isEqualTo(LinkReport.State.READY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/err-400-invalid-prompt.http",
        "openai/ok-refusal.json",
        "compatible/azure-400-content-filter.http"
      })
  void row14_aContentPolicyGoesToTheUserAtOnce(String sample) {
    WireServer upstream = wired.first(sample);

    Said said = wired.ask();

    assertThat(said.end())
        .hasValueSatisfying(
            end ->
                assertThat(((RequestRefusedException) end).reason())
                    .isEqualTo(FailureKind.CONTENT_FILTERED));
    assertThat(said.trail()).isEqualTo("openai/gpt-4o=content_filtered");
    assertThat(upstream.requests()).hasSize(1);
    assertThat(wired.next.requests()).isEmpty();
  }

  @Test
  void row14_aContentPolicyGoesOnWhenTheOperatorSaysSo() {
    wired.first("openai/err-400-invalid-prompt.http");
    wired.with("llm.on.content-filtered", "next");

    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=content_filtered, together/next=answered");
  }

  @Test
  void row15_aRetiredModelFallsOverAndIsShownAsMisconfigured() {
    WireServer upstream = wired.first("openai/err-404-model.http");
    wired.with("llm.replace-retired", "off");

    Said first = wired.ask();
    Said second = wired.ask();

    assertThat(first.trail()).isEqualTo("openai/gpt-4o=model_not_found, together/next=answered");
    assertThat(second.trail()).isEqualTo("openai/gpt-4o=cooling_down, together/next=answered");
    assertThat(upstream.requests()).hasSize(1);
    LinkReport report = wired.report("openai/gpt-4o");
    assertThat(report.reason()).isEqualTo("model_not_found");
    assertThat(report.left()).isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
    assertThat(wired.logged()).filteredOn(line -> line.startsWith("LLMF0024W")).hasSize(1);
  }
}
