package io.llmfailover.api.anthropic;

import io.llmfailover.Answer;
import io.llmfailover.api.Asked;
import io.llmfailover.api.Json;
import io.llmfailover.api.StreamWriter;
import io.llmfailover.api.Surface;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.json.WrittenJson;

/** Anthropic Messages. Thread-safe. */
final class AnthropicSurface implements Surface {
  private final CurrentSettings settings;
  private final ErrorShape errors;

  AnthropicSurface(CurrentSettings settings, ErrorShape errors) {
    this.settings = settings;
    this.errors = errors;
  }

  @Override
  public Asked read(byte[] body) {
    return RequestReader.asked(body);
  }

  @Override
  public WrittenJson answer(Asked asked, Answer answer) {
    return Json.written(MessageWriter.message(answer));
  }

  @Override
  public ErrorShape errors() {
    return errors;
  }

  @Override
  public StreamWriter stream(Asked asked, String id) {
    return new MessageStream(id, this::speaksThis);
  }

  private boolean speaksThis(String provider) {
    ProviderSettings known = settings.get().providers().get(provider);
    return known != null && known.dialect().equals(RequestReader.DIALECT);
  }
}
