package io.llmfailover.provider;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Message;
import io.llmfailover.Prompt;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an answer in pieces is asked for. */
class StreamRequestTest {
  private final Dialect openAi = new OpenAiDialect();
  private final Dialect gemini = new GeminiDialect();
  private final Dialect anthropic = new AnthropicDialect();

  @ParameterizedTest
  @CsvSource({
    "openai, https://api.openai.com/v1, true",
    "azure, https://x.openai.azure.com/openai/deployments/d?api-version=1, true",
    "local, http://localhost:11434/v1, true",
    "mistral, https://eu.proxy.example/v1, false",
    "other, https://api.mistral.ai/v1, false",
    "together, https://api.together.xyz/v1, false"
  })
  void asksForTokenCountsOnlyWhereTheFieldIsUnderstood(
      String provider, String url, boolean understood) {
    ProviderCall call = DialectCall.to(provider, "m").at(url).asking(Prompt.of("Hi"));

    JsonNode body = streamed(openAi, call);

    assertThat(body.get("stream")).isEqualTo(json("true"));
    assertThat(body.path("stream_options"))
        .isEqualTo(understood ? json("{'include_usage':true}") : json("{}").path("none"));
  }

  @Test
  void keepsOtherOptionsOfTheCallersStreamAndCountsTokensAnyway() {
    Prompt prompt =
        OwnRequest.in(
                "openai",
                json(
                    "{'model':'x','stream':false,'messages':[{'role':'user','content':'Hi'}],"
                        + "'stream_options':{'include_usage':false,'include_obfuscation':false}}"),
                Message.user("Hi"))
            .build();

    JsonNode body = streamed(openAi, DialectCall.to("openai", "gpt-4o").asking(prompt));
    JsonNode whole = DialectCall.to("openai", "gpt-4o").written(openAi, prompt);

    assertThat(body.get("stream").asBoolean()).isTrue();
    assertThat(body.get("stream_options"))
        .isEqualTo(json("{'include_usage':true,'include_obfuscation':false}"));
    assertThat(whole.has("stream") || whole.has("stream_options")).isFalse();
  }

  @Test
  void asksAnthropicInTheBody() {
    ProviderCall call = DialectCall.to("anthropic", "claude-3-haiku").asking(Prompt.of("Hi"));

    JsonNode body = streamed(anthropic, call);

    assertThat(body.get("stream")).isEqualTo(json("true"));
    assertThat(DialectCall.body(anthropic.write(call)).has("stream")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://g.example/v1beta, https://g.example/v1beta/models/m:streamGenerateContent?alt=sse",
    "https://g.example/v1/?a=%26b, https://g.example/v1/models/m:streamGenerateContent?a=%26b&alt=sse"
  })
  void asksGeminiInTheAddressAndKeepsItsQuery(String url, String streamed) {
    ProviderCall call = DialectCall.to("gemini", "m").at(url).asking(Prompt.of("Hi"));

    WireRequest request = gemini.write(OwnRequest.streaming(call));

    assertThat(request.uri()).hasToString(streamed);
    assertThat(request.body().whole()).isEqualTo(gemini.write(call).body().whole());
    assertThat(gemini.write(call).uri().toString())
        .contains(":generateContent")
        .doesNotContain("alt=");
  }

  private static JsonNode streamed(Dialect dialect, ProviderCall call) {
    return DialectCall.body(dialect.write(OwnRequest.streaming(call)));
  }
}
