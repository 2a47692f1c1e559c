package io.llmfailover.api.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmException;
import io.llmfailover.SkipReason;
import io.llmfailover.api.Errors;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiErrorsTest {
  private final GeminiErrors errors = new GeminiErrors();

  @Test
  void namesTheFieldToBlame() {
    LlmException wrong = new InvalidPromptException("contents[0].role", "must be user or model");

    byte[] body = errors.of(Errors.kindOf(wrong), wrong);

    assertThat(Jsons.node(body))
        .isEqualTo(
            Jsons.node(
                "{'error': {'code': 400,"
                    + "'message': 'contents[0].role: must be user or model',"
                    + "'status': 'INVALID_ARGUMENT', 'details': ["
                    + "{'@type': 'type.googleapis.com/google.rpc.ErrorInfo',"
                    + "'reason': 'INVALID_REQUEST', 'domain': 'llm-failover'},"
                    + "{'@type': 'type.googleapis.com/google.rpc.BadRequest', 'fieldViolations': ["
                    + "{'field': 'contents[0].role',"
                    + "'description': 'contents[0].role: must be user or model'}]}]}}"));
  }

  @Test
  void tellsWhatBecameOfEachLinkWhenNoneIsLeft() {
    LlmException end =
        new AllLinksFailedException(
            "Sorry.",
            List.of(
                new Attempt.Failed(
                    "openai/gpt-4o", FailureKind.AUTH, 401, "bad key ***", 2, Duration.ofMillis(7)),
                new Attempt.Skipped("gemini/g", SkipReason.NO_API_KEY, ""),
                new Attempt.Cancelled("a/b", 1, Duration.ofMillis(3))),
            "h-1",
            Duration.ZERO);

    byte[] body = errors.of(Errors.kindOf(end), end);

    assertThat(Jsons.node(body))
        .isEqualTo(
            Jsons.node(
                "{'error': {'code': 503, 'message': 'Sorry.', 'status': 'UNAVAILABLE', 'details': ["
                    + "{'@type': 'type.googleapis.com/google.rpc.ErrorInfo',"
                    + "'reason': 'ALL_LINKS_FAILED', 'domain': 'llm-failover'}]}, 'attempts': ["
                    + "{'link': 'openai/gpt-4o', 'outcome': 'failed', 'reason': 'auth',"
                    + "'status': 401, 'message': 'bad key ***', 'tookMillis': 7, 'calls': 2},"
                    + "{'link': 'gemini/g', 'outcome': 'skipped', 'reason': 'no_api_key'},"
                    + "{'link': 'a/b', 'outcome': 'cancelled', 'tookMillis': 3}],"
                    + "'handoff': {'id': 'h-1'}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT",
    "401, UNAUTHENTICATED",
    "403, PERMISSION_DENIED",
    "404, NOT_FOUND",
    "405, INVALID_ARGUMENT",
    "413, INVALID_ARGUMENT",
    "415, INVALID_ARGUMENT",
    "429, RESOURCE_EXHAUSTED",
    "500, INTERNAL",
    "503, UNAVAILABLE",
    "504, DEADLINE_EXCEEDED",
  })
  void namesEachStatusAsGoogleDoes(int http, String status) {
    byte[] body = errors.of(Errors.Kind.ofStatus(http), "Because.");

    assertThat(Jsons.node(body).at("/error/code").asInt()).isEqualTo(http);
    assertThat(Jsons.node(body).at("/error/status").asText()).isEqualTo(status);
    assertThat(Jsons.node(body).at("/error/message").asText()).isEqualTo("Because.");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1beta/models, true",
    "/v1beta, true",
    "/v1beta/nothing/here, true",
    "/v1betamax, false",
    "/v1/models, false",
    "/, false",
  })
  void servesWhereTheGeminiSurfaceIs(String path, boolean here) {
    assertThat(errors.at(path, name -> null)).isEqualTo(here);
  }
}
