package io.llmfailover.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Prompt;
import io.llmfailover.provider.DialectCall;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.WireRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicEnvelopeTest {
  private final AnthropicDialect dialect = new AnthropicDialect();
  private final DialectCall haiku = DialectCall.to("anthropic", "claude-haiku-4-5");

  @Test
  void sendsKeyAndVersionAndNoKeyWhenThereIsNone() {
    WireRequest request = dialect.write(haiku.asking(Prompt.of("Hi")));

    assertThat(request.uri()).hasToString("https://api.anthropic.com/v1/messages");
    assertThat(request.headers())
        .containsOnly(
            Map.entry("x-api-key", DialectCall.KEY), Map.entry("anthropic-version", "2023-06-01"));
    assertThat(DialectCall.text(request)).doesNotContain(DialectCall.KEY);
    assertThat(dialect.write(haiku.withKey("").asking(Prompt.of("Hi"))).headers())
        .containsOnly(Map.entry("anthropic-version", "2023-06-01"));
  }

  @Test
  void letsAConfiguredHeaderReplaceItsOwn() {
    ProviderCall call =
        haiku
            .withHeaders(Map.of("Anthropic-Version", "2030-01-01", "X-API-Key", "other"))
            .asking(Prompt.of("Hi"));

    assertThat(dialect.write(call).headers())
        .containsOnly(
            Map.entry("Anthropic-Version", "2030-01-01"), Map.entry("X-API-Key", "other"));
  }
}
