package io.llmfailover.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.FailureKind;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmException;
import io.llmfailover.OverloadedException;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.UnknownModelException;
import io.llmfailover.api.Errors;
import io.llmfailover.api.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiErrorsTest {
  private final OpenAiErrors errors = new OpenAiErrors();

  @Test
  void blamesFieldOfWrongRequest() {
    assertThat(of(new InvalidPromptException("messages[0].role", "is needed")))
        .isEqualTo(
            error(
                "messages[0].role: is needed",
                "invalid_request_error",
                "\"messages[0].role\"",
                "invalid_request"));
    assertThat(of(new InvalidPromptException("body", "is empty")))
        .isEqualTo(error("body: is empty", "invalid_request_error", "null", "invalid_request"));
  }

  @Test
  void usesOpenAisCodesWhereItHasSome() {
    assertThat(of(new UnknownModelException("There is no 'x'.")))
        .isEqualTo(
            error("There is no 'x'.", "invalid_request_error", "\"model\"", "model_not_found"));
    assertThat(of(new RequestRefusedException(FailureKind.CONTENT_FILTERED, "Blocked.", List.of())))
        .isEqualTo(error("Blocked.", "invalid_request_error", "null", "content_filter"));
  }

  @Test
  void callsItsOwnTroubleServerError() {
    assertThat(of(new DeadlineExceededException("Late.", List.of())))
        .isEqualTo(error("Late.", "server_error", "null", "deadline_exceeded"));
    assertThat(of(new OverloadedException(3)).at("/error/code").asText()).isEqualTo("overloaded");
  }

  @ParameterizedTest
  @CsvSource({
    "401, authentication_error, unauthorized",
    "403, permission_error, forbidden",
    "404, invalid_request_error, not_found",
    "413, invalid_request_error, body_too_large",
    "500, server_error, internal_error"
  })
  void shapesErrorsOfTheHttpLayer(int status, String type, String code) {
    JsonNode body = Json.read(errors.of(Errors.Kind.ofStatus(status), "No."));

    assertThat(body).isEqualTo(error("No.", type, "null", code));
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, true",
    "/v1/responses, true",
    "/v1/responses/resp_1, true",
    "/v1/models, true",
    "/v1/models/openai/gpt-4o, true",
    "/v1/generate, false",
    "/v1/messages, false",
    "/v1/chains, false",
    "/v1/links, false",
    "/v1/chatter, false",
    "/v1beta/models/x:generateContent, false"
  })
  void servesItsOwnAddresses(String path, boolean served) {
    assertThat(errors.at(path, name -> null)).isEqualTo(served);
  }

  @Test
  void leavesModelsToAnthropicsSdk() {
    Map<String, String> headers = Map.of("anthropic-version", "2023-06-01");

    assertThat(errors.at("/v1/models", headers::get)).isFalse();
    assertThat(errors.at("/v1/models/x", headers::get)).isFalse();
    assertThat(errors.at("/v1/chat/completions", headers::get)).isTrue();
  }

  private JsonNode of(LlmException end) {
    return Json.read(errors.of(Errors.kindOf(end), end));
  }

  private static JsonNode error(String message, String type, String param, String code) {
    return RecordedEvents.Sent.parsed(
        "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":%s,\"code\":\"%s\"}}"
            .formatted(message, type, param, code));
  }
}
