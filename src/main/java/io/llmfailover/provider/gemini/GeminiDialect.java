package io.llmfailover.provider.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.provider.Dialect;
import io.llmfailover.provider.Endpoint;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.StreamReader;
import io.llmfailover.provider.ToolNames;
import io.llmfailover.provider.WireHeaders;
import io.llmfailover.provider.WireJson;
import io.llmfailover.provider.WireRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** Gemini's {@code generateContent}. */
@ApplicationScoped
public class GeminiDialect implements Dialect {
  static final String NAME = "gemini";

  static final ToolNames TOOL_NAMES = new ToolNames(".:-", false, 64);

  /** Marks a signature as Gemini's, so that it goes to no other provider, nor theirs to Gemini. */
  static final String SIGNATURE_MARK = "gemini:";

  /** For the container. */
  public GeminiDialect() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public WireRequest write(ProviderCall call) {
    ProviderSettings provider = call.link().provider();
    GeminiModel model = GeminiModel.of(call.link().wireModel());
    return new WireRequest(
        // The key goes into a header: in the address it would end up in access logs.
        call.streaming().isPresent()
            // Without alt=sse the pieces would come as one list.
            ? Endpoint.below(provider, model.path() + ":streamGenerateContent", "alt=sse")
            : Endpoint.below(provider, model.path() + ":generateContent"),
        WireHeaders.of(provider).withKey("x-goog-api-key", "").all(),
        WireJson.written(new GeminiWriter(call, model).body()));
  }

  @Override
  public StreamReader reader(ProviderCall call, int status) {
    return new GeminiStreamReader(call, status);
  }

  @Override
  public Reply read(ProviderCall call, JsonNode answer, int status) {
    return new GeminiReader(call, status).reply(answer);
  }
}
