package io.llmfailover.provider.anthropic;

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

/** Anthropic Messages. */
@ApplicationScoped
public class AnthropicDialect implements Dialect {
  static final String NAME = "anthropic";

  static final ToolNames TOOL_NAMES = new ToolNames("-", true, 128);

  private static final String VERSION = "2023-06-01";

  /** For the container. */
  public AnthropicDialect() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public WireRequest write(ProviderCall call) {
    ProviderSettings provider = call.link().provider();
    return new WireRequest(
        Endpoint.below(provider, "/messages"),
        WireHeaders.of(provider).with("anthropic-version", VERSION).withKey("x-api-key", "").all(),
        WireJson.written(new AnthropicWriter(call).body()));
  }

  @Override
  public StreamReader reader(ProviderCall call, int status) {
    return new AnthropicStreamReader(call, status);
  }

  @Override
  public Reply read(ProviderCall call, JsonNode answer, int status) {
    return new AnthropicReader(call, status).reply(answer);
  }
}
