package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.json.WrittenJson;
import io.llmfailover.provider.Dialect;
import io.llmfailover.provider.Endpoint;
import io.llmfailover.provider.MadeOnce;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.StreamReader;
import io.llmfailover.provider.ToolNames;
import io.llmfailover.provider.WireHeaders;
import io.llmfailover.provider.WireJson;
import io.llmfailover.provider.WireRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** OpenAI Chat Completions, as OpenAI and all compatible servers speak it. */
@ApplicationScoped
public class OpenAiDialect implements Dialect {
  static final String NAME = "openai";

  static final ToolNames TOOL_NAMES = new ToolNames("-", true, 64);

  private final MadeOnce<ProviderSettings, WireRequest> blanks =
      new MadeOnce<>(
          provider ->
              new WireRequest(
                  Endpoint.below(provider, "/chat/completions"),
                  headers(provider),
                  WrittenJson.of(new byte[0])));

  /** For the container. */
  public OpenAiDialect() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public WireRequest write(ProviderCall call) {
    WireRequest blank = blanks.of(call.link().provider());
    return new WireRequest(
        blank.uri(), blank.headers(), WireJson.written(new OpenAiWriter(call).body()));
  }

  @Override
  public StreamReader reader(ProviderCall call, int status) {
    return new OpenAiStreamReader(call, status);
  }

  @Override
  public Reply read(ProviderCall call, JsonNode answer, int status) {
    return new OpenAiReader(call, status).reply(answer);
  }

  private static Map<String, String> headers(ProviderSettings provider) {
    WireHeaders headers = WireHeaders.of(provider);
    // Azure: a key in a header of its own; a Bearer token besides would be taken for a login.
    if (!headers.configured("api-key")) {
      headers.withKey("Authorization", "Bearer ");
    }
    return headers.all();
  }
}
