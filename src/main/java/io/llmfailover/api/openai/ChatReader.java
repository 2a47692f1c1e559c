package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Original;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolChoice;
import io.llmfailover.api.Asked;
import io.llmfailover.api.WholeCharacters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one chat completion request. Used once. */
final class ChatReader {
  static final String DIALECT = "openai";

  /** Fields a prompt has words for, and those that are answered for here. */
  private static final Set<String> TOLD =
      Set.of(
          "messages",
          "model",
          "models",
          "tools",
          "tool_choice",
          "response_format",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "stop",
          "seed",
          "n",
          "stream",
          "stream_options",
          // Those below only links of this dialect are asked for.
          "logprobs",
          "top_logprobs",
          "modalities",
          "audio",
          "web_search_options");

  private final ObjectNode body;
  private final Fields fields;
  private final Set<String> onlyThere = new LinkedHashSet<>();
  private final Prompt.Builder prompt = Prompt.builder();

  private ChatReader(Fields fields) {
    this.body = (ObjectNode) fields.object();
    this.fields = fields;
  }

  /**
   * Reads a request.
   *
   * @throws io.llmfailover.InvalidPromptException naming the field that is wrong
   */
  static Asked read(byte[] sent) {
    return new ChatReader(Fields.ofBody(sent)).asked();
  }

  private Asked asked() {
    int messages = messages();
    SharedFields.read(fields, prompt);
    fields
        .tokens("max_completion_tokens")
        .or(() -> fields.tokens("max_tokens"))
        .ifPresent(prompt::maxTokens);
    fields.whole("seed").ifPresent(prompt::seed);
    prompt.stop(stops());
    tools();
    format();
    refuseSeveral();
    onlyHere();
    boolean streamed = fields.flag("stream").orElse(false);
    fields.inner("stream_options").ifPresent(options -> options.flag("include_usage"));
    // A word for this module: what it calls next is decided here, not by a provider.
    body.remove("models");
    return new Asked(
        prompt
            .original(
                new Original(
                    DIALECT, body, messages, List.copyOf(onlyThere), Untold.of(fields, TOLD)))
            .build(),
        streamed);
  }

  private int messages() {
    List<JsonNode> all = fields.list("messages");
    if (all.isEmpty()) {
      throw fields.wrong("messages", "at least one message is needed");
    }
    ChatMessages reader = new ChatMessages(onlyThere);
    for (int i = 0; i < all.size(); i++) {
      prompt.message(reader.read(all.get(i), "messages[" + i + "]"));
    }
    return all.size();
  }

  private List<String> stops() {
    Optional<JsonNode> single = fields.field("stop").filter(JsonNode::isTextual);
    return single.isPresent() ? List.of(single.get().textValue()) : fields.texts("stop");
  }

  private void tools() {
    for (String gone : List.of("functions", "function_call")) {
      if (fields.field(gone).isPresent()) {
        throw fields.wrong(gone, "is not supported; tools and tool_choice took its place");
      }
    }
    List<Tool> tools = new ArrayList<>();
    List<JsonNode> written = fields.list("tools");
    for (int i = 0; i < written.size(); i++) {
      Fields tool = Fields.of(written.get(i), "tools[" + i + "]");
      String type = tool.needed("type");
      if (type.equals("function")) {
        tools.add(ToolReader.tool(tool.neededInner("function")));
      } else {
        onlyThere.add(WholeCharacters.shown(type) + " tools");
      }
    }
    prompt.tools(tools);
    fields.field("tool_choice").ifPresent(choice -> prompt.toolChoice(choice(choice)));
  }

  private ToolChoice choice(JsonNode choice) {
    if (!choice.isObject()) {
      return ToolReader.choice(choice.asText());
    }
    Fields named = Fields.of(choice, "tool_choice");
    String type = named.text("type").orElse("function");
    if (type.equals("function")) {
      return ToolChoice.named(named.neededInner("function").needed("name"));
    }
    onlyThere.add("a tool choice of type " + WholeCharacters.shown(type));
    return ToolChoice.AUTO;
  }

  private void format() {
    fields
        .inner("response_format")
        .ifPresent(
            format ->
                FormatReader.read(format, whole -> whole.neededInner("json_schema"))
                    .ifPresentOrElse(
                        prompt::format,
                        () ->
                            onlyThere.add(
                                "a format of type "
                                    + WholeCharacters.shown(format.needed("type")))));
  }

  /** Several answers would cost several calls where a provider gives only one. */
  private void refuseSeveral() {
    if (fields.whole("n").orElse(1L) != 1) {
      throw fields.wrong("n", "must be 1: several answers to one request are not supported");
    }
  }

  private void onlyHere() {
    // Together's own way is a number.
    if (fields
        .field("logprobs")
        .filter(wanted -> wanted.asBoolean() || wanted.asInt() > 0)
        .isPresent()) {
      onlyThere.add("logprobs");
    }
    if (fields.texts("modalities").stream().anyMatch(kind -> !kind.equals("text"))) {
      onlyThere.add("audio output");
    }
    if (fields.field("web_search_options").isPresent()) {
      onlyThere.add("web search");
    }
  }
}
