package io.llmfailover.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Prompt;
import io.llmfailover.provider.DialectCall;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.WireRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiEnvelopeTest {
  private final OpenAiDialect dialect = new OpenAiDialect();
  private final DialectCall gpt = DialectCall.to("openai", "gpt-4o");

  @Test
  void addressesTheCompletionsBelowTheConfiguredUrl() {
    DialectCall azure = gpt.at("https://x.openai.azure.com/openai/v1/?api-version=preview");

    WireRequest request = dialect.write(azure.asking(Prompt.of("Hi")));

    assertThat(request.uri())
        .hasToString("https://x.openai.azure.com/openai/v1/chat/completions?api-version=preview");
  }

  @Test
  void sendsTheKeyAsBearerAndNowhereElse() {
    WireRequest request = dialect.write(gpt.asking(Prompt.of("Hi")));

    assertThat(request.headers())
        .containsExactlyEntriesOf(Map.of("Authorization", "Bearer " + DialectCall.KEY));
    assertThat(request.uri().toString()).doesNotContain(DialectCall.KEY);
    assertThat(DialectCall.text(request)).doesNotContain(DialectCall.KEY);
  }

  @Test
  void sendsNoKeyWhenThereIsNone() {
    WireRequest request = dialect.write(gpt.withKey("").asking(Prompt.of("Hi")));

    assertThat(request.headers()).isEmpty();
  }

  @Test
  void letsConfiguredHeadersReplaceTheKey() {
    ProviderCall azure =
        gpt.withHeaders(Map.of("Api-Key", "azure", "X-Team", "a")).asking(Prompt.of("Hi"));
    ProviderCall own = gpt.withHeaders(Map.of("authorization", "Basic x")).asking(Prompt.of("Hi"));

    assertThat(dialect.write(azure).headers())
        .containsOnly(Map.entry("Api-Key", "azure"), Map.entry("X-Team", "a"));
    assertThat(dialect.write(own).headers()).containsOnly(Map.entry("authorization", "Basic x"));
  }
}
