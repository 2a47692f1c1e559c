package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Original;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import io.llmfailover.ToolChoice;
import io.llmfailover.api.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one responses request. Used once. */
final class ResponsesReader {
  /** Spoken by callers only: every link is asked in another dialect. */
  static final String DIALECT = "openai-responses";

  private static final Set<String> TOLD =
      Set.of(
          "input",
          "instructions",
          "model",
          "models",
          "tools",
          "tool_choice",
          "text",
          "max_output_tokens",
          "temperature",
          "top_p",
          "stream",
          "stream_options",
          // Nothing is stored; labels come back with the answer.
          "store",
          "metadata",
          "background");

  /** Fields that refer to what an earlier request left behind. */
  private static final List<String> STORED =
      List.of("previous_response_id", "conversation", "prompt");

  private final ObjectNode body;
  private final Fields fields;
  private final Prompt.Builder prompt = Prompt.builder();

  private ResponsesReader(Fields fields) {
    this.body = (ObjectNode) fields.object();
    this.fields = fields;
  }

  /**
   * Reads a request.
   *
   * @throws io.llmfailover.InvalidPromptException naming the field that is wrong
   */
  static Asked read(byte[] sent) {
    return new ResponsesReader(Fields.ofBody(sent)).asked();
  }

  private Asked asked() {
    refuseStored();
    fields.text("instructions").ifPresent(prompt::rules);
    input();
    SharedFields.read(fields, prompt);
    fields.tokens("max_output_tokens").ifPresent(prompt::maxTokens);
    prompt.tools(tools());
    fields.field("tool_choice").ifPresent(choice -> prompt.toolChoice(choice(choice)));
    fields.inner("text").flatMap(text -> text.inner("format")).ifPresent(this::format);
    boolean streamed = fields.flag("stream").orElse(false);
    Prompt made = prompt.build();
    List<String> untold = new ArrayList<>(Untold.of(fields, TOLD));
    fields
        .inner("text")
        .flatMap(text -> text.field("verbosity"))
        .ifPresent(verbosity -> untold.add("text.verbosity"));
    Original original = new Original(DIALECT, body, made.messages().size(), List.of(), untold);
    return new Asked(made.toBuilder().original(original).build(), streamed);
  }

  private void refuseStored() {
    for (String name : STORED) {
      if (fields.field(name).isPresent()) {
        throw fields.wrong(
            name, "is not supported, because nothing is stored here: send the whole input");
      }
    }
    if (fields.flag("background").orElse(false)) {
      throw fields.wrong("background", "must be false, because nothing is stored here");
    }
  }

  private void input() {
    Optional<JsonNode> input = fields.field("input");
    if (input.filter(JsonNode::isTextual).isPresent()) {
      prompt.user(input.get().textValue());
      return;
    }
    if (input.isEmpty() || !input.get().isArray() || input.get().isEmpty()) {
      throw fields.wrong("input", "is needed, as text or an array of at least one item");
    }
    new ResponsesInput(prompt).read(fields.list("input"));
  }

  private List<Tool> tools() {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode written : fields.list("tools")) {
      Fields tool = Fields.of(written, "tools[" + tools.size() + "]");
      if (!tool.needed("type").equals("function")) {
        throw tool.wrong("type", "must be function: tools hosted by a provider are not supported");
      }
      tools.add(ToolReader.tool(tool));
    }
    return tools;
  }

  private static ToolChoice choice(JsonNode choice) {
    if (!choice.isObject()) {
      return ToolReader.choice(choice.asText());
    }
    Fields named = Fields.of(choice, "tool_choice");
    if (!named.needed("type").equals("function")) {
      throw named.wrong("type", "must be function");
    }
    return ToolChoice.named(named.needed("name"));
  }

  private void format(Fields format) {
    prompt.format(
        FormatReader.read(format, whole -> whole)
            .orElseThrow(() -> format.wrong("type", "must be text, json_object or json_schema")));
  }
}
