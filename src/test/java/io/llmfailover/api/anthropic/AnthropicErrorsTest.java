package io.llmfailover.api.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmException;
import io.llmfailover.OverloadedException;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.SkipReason;
import io.llmfailover.UnknownModelException;
import io.llmfailover.api.Errors;
import io.llmfailover.api.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicErrorsTest {
  private final AnthropicErrors errors = new AnthropicErrors();

  @ParameterizedTest
  @CsvSource({
    "400,invalid_request_error",
    "401,authentication_error",
    "403,permission_error",
    "404,not_found_error",
    "405,invalid_request_error",
    "413,request_too_large",
    "415,invalid_request_error",
    "429,rate_limit_error",
    "500,api_error",
    "504,timeout_error"
  })
  void givesEachStatusTheTypeAnthropicSendsWithIt(int status, String type) {
    JsonNode body = Json.read(errors.of(Errors.Kind.ofStatus(status), "No."));

    assertThat(body)
        .isEqualTo(Wire.json("{'type':'error','error':{'type':'" + type + "','message':'No.'}}"));
  }

  @Test
  void namesTheWrongField() {
    JsonNode body = body(new InvalidPromptException("messages.0.content", "Field required"));

    assertThat(body.path("error"))
        .isEqualTo(
            Wire.json(
                "{'type':'invalid_request_error',"
                    + "'message':'messages.0.content: Field required'}"));
  }

  @Test
  void tellsAllThatWasTriedWhenNothingHelped() {
    LlmException end =
        new AllLinksFailedException(
            "Sorry.",
            List.of(
                new Attempt.Skipped("a/b", SkipReason.CANNOT_DO, "document"),
                new Attempt.Failed(
                    "c/d", FailureKind.OVERLOADED, 529, "Overloaded", 2, Duration.ofMillis(7))),
            "h1",
            Duration.ZERO);

    assertThat(body(end))
        .isEqualTo(
            Wire.json(
                "{'type':'error','error':{'type':'api_error','message':'Sorry.'},'attempts':["
                    + "{'link':'a/b','outcome':'skipped','reason':'cannot_do',"
                    + "'message':'document'},"
                    + "{'link':'c/d','outcome':'failed','reason':'overloaded','status':529,"
                    + "'message':'Overloaded','tookMillis':7,'calls':2}],"
                    + "'handoff':{'id':'h1'}}"));
  }

  @Test
  void tellsOverloadFromFailure() {
    assertThat(type(new OverloadedException(5))).isEqualTo("overloaded_error");
    assertThat(type(new UnknownModelException("?"))).isEqualTo("not_found_error");
    assertThat(type(new RequestRefusedException(FailureKind.CONTENT_FILTERED, "No.", List.of())))
        .isEqualTo("invalid_request_error");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/messages,false,true",
    "/v1/messages/count_tokens,false,true",
    "/v1/messages/batches,false,true",
    "/v1/messagesX,false,false",
    "/v1/models,true,true",
    "/v1/models,false,false",
    "/v1/chat/completions,true,false"
  })
  void knowsItsOwnAddresses(String path, boolean versioned, boolean own) {
    Map<String, String> headers = versioned ? Map.of("anthropic-version", "2023-06-01") : Map.of();

    assertThat(errors.at(path, headers::get)).isEqualTo(own);
  }

  private String type(LlmException end) {
    return body(end).path("error").path("type").textValue();
  }

  private JsonNode body(LlmException end) {
    return Json.read(errors.of(Errors.kindOf(end), end));
  }
}
