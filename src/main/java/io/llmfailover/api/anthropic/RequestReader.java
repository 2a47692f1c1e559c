package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.Message;
import io.llmfailover.Original;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.api.Asked;
import io.llmfailover.api.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one Messages request. */
final class RequestReader {
  static final String DIALECT = "anthropic";

  /** What every link is told in its own words. */
  private static final Set<String> TOLD =
      Set.of(
          "model",
          "max_tokens",
          "system",
          "messages",
          "tools",
          "tool_choice",
          "stop_sequences",
          "temperature",
          "top_p",
          "output_config",
          "output_format",
          "stream");

  private final Fields body;
  private final Leftovers leftovers = new Leftovers();

  private RequestReader(byte[] body) {
    this.body = Fields.of(Json.read(body), "");
  }

  /**
   * A request for an answer.
   *
   * @throws InvalidPromptException naming the field that is wrong
   */
  static Asked asked(byte[] body) {
    RequestReader request = new RequestReader(body);
    request.body.needed("max_tokens");
    return new Asked(request.prompt(), request.body.flag("stream"));
  }

  /**
   * A request whose tokens shall be counted.
   *
   * @throws InvalidPromptException naming the field that is wrong
   */
  static Prompt counted(byte[] body) {
    return new RequestReader(body).prompt();
  }

  private Prompt prompt() {
    Prompt.Builder prompt = Prompt.builder();
    body.text("model").ifPresent(prompt::model);
    body.whole("max_tokens", 1).ifPresent(prompt::maxTokens);
    List<Message> messages = new ConversationReader(body, leftovers).messages();
    prompt.messages(messages);
    new ToolsReader(body, leftovers).read(prompt);
    prompt.stop(body.texts("stop_sequences"));
    body.share("temperature").ifPresent(prompt::temperature);
    body.share("top_p").ifPresent(prompt::topP);
    format().ifPresent(prompt::format);
    untold();
    return prompt
        .original(
            new Original(
                DIALECT, body.object(), messages.size(), leftovers.onlyThere(), leftovers.untold()))
        .build();
  }

  private Optional<OutputFormat> format() {
    Optional<Fields> config = body.inner("output_config");
    config.filter(asked -> asked.has("effort")).ifPresent(a -> leftovers.untold("effort"));
    return config
        .flatMap(asked -> asked.inner("format"))
        .or(() -> body.inner("output_format"))
        .map(RequestReader::schema);
  }

  private static OutputFormat schema(Fields format) {
    if (!format.neededText("type").equals("json_schema")) {
      throw format.wrong("type", "must be json_schema");
    }
    JsonNode schema = format.needed("schema");
    if (!schema.isObject()) {
      throw format.wrong("schema", "must be a JSON Schema, an object");
    }
    return new OutputFormat.Schema("answer", schema);
  }

  private void untold() {
    body.whole("top_k", 0);
    body.inner("metadata").ifPresent(metadata -> metadata.text("user_id"));
    body.inner("thinking").ifPresent(thinking -> thinking.neededText("type"));
    body.object()
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!TOLD.contains(name) && body.has(name)) {
                leftovers.untold(name);
              }
            });
  }
}
