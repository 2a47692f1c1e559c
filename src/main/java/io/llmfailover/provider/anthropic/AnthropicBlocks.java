package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Piece;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import io.llmfailover.provider.FoundCalls;
import io.llmfailover.provider.OwnWords;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.SaidSoFar;
import io.llmfailover.provider.WireJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The content blocks of one stream, each of which is started, added to and stopped. */
final class AnthropicBlocks {
  private final Prompt prompt;
  private final SaidSoFar said = new SaidSoFar();
  private final FoundCalls calls;
  private final Map<String, Block> open = new LinkedHashMap<>();

  /**
   * Whether text waits until the end: the model was told to answer by a tool, and what it says
   * besides is the answer only when it does not.
   */
  private final boolean textWaits;

  private final StringBuilder waiting = new StringBuilder();
  private boolean answeredByTool;

  AnthropicBlocks(ProviderCall call, int status) {
    this.prompt = call.prompt();
    this.calls = new FoundCalls(call, status, AnthropicDialect.TOOL_NAMES);
    OwnWords own = OwnWords.of(call, AnthropicDialect.NAME, "messages");
    this.textWaits = AnthropicFormat.of(call, own) == AnthropicFormat.TOOL;
  }

  /** A {@code content_block_start}. */
  void start(JsonNode event, Consumer<Piece> pieces) {
    stop(event, pieces);
    JsonNode block = event.path("content_block");
    switch (WireJson.text(block, "type")) {
      case "text" -> text(WireJson.text(block, "text"), pieces);
      case "thinking" -> {
        String thought = WireJson.text(block, "thinking");
        said.thought(thought, pieces);
        open.put(place(event), new Thinking(thought, WireJson.text(block, "signature")));
      }
      case "redacted_thinking" -> pieces.accept(new Piece.State("anthropic", block));
      case "tool_use" -> open.put(place(event), toolUse(block, pieces));
      default -> {
        // The traces of Anthropic's own tools.
      }
    }
  }

  /** A {@code content_block_delta}. */
  void delta(JsonNode event, Consumer<Piece> pieces) {
    JsonNode delta = event.path("delta");
    Block block = open.getOrDefault(place(event), Block.OTHER);
    switch (WireJson.text(delta, "type")) {
      case "text_delta" -> text(WireJson.text(delta, "text"), pieces);
      case "thinking_delta" -> {
        String thought = WireJson.text(delta, "thinking");
        said.thought(thought, pieces);
        block.think(thought);
      }
      case "signature_delta" -> block.sign(WireJson.text(delta, "signature"));
      case "input_json_delta" -> block.input(WireJson.text(delta, "partial_json"), pieces);
      default -> {
        // Citations have no place in a text.
      }
    }
  }

  /** A {@code content_block_stop}. */
  void stop(JsonNode event, Consumer<Piece> pieces) {
    Block block = open.remove(place(event));
    if (block != null) {
      block.close(pieces);
    }
  }

  /** No more will come. */
  void end(Consumer<Piece> pieces) {
    open.values().forEach(block -> block.close(pieces));
    open.clear();
    if (!answeredByTool) {
      said.text(waiting.toString(), pieces);
    }
    said.end(pieces);
  }

  /** The answer's text. */
  String text() {
    return said.text();
  }

  /** What was thought aloud. */
  String reasoning() {
    return said.reasoning();
  }

  /** The tools to be called. */
  List<ToolCall> calls() {
    return calls.all();
  }

  /** Whether there is anything of an answer. */
  boolean hasContent() {
    return said.hasText() || waiting.length() > 0 || answeredByTool || !calls.isEmpty();
  }

  /** The block's number as text; it counts all blocks, not tool calls. */
  private static String place(JsonNode event) {
    return event.path("index").asText();
  }

  private void text(String more, Consumer<Piece> pieces) {
    if (textWaits) {
      waiting.append(more);
    } else if (!answeredByTool) {
      said.text(more, pieces);
    }
  }

  private Block toolUse(JsonNode block, Consumer<Piece> pieces) {
    // Where the tool was not even offered, what has been handed on cannot be taken back for it.
    if (JsonTool.isCalledBy(block, prompt) && !said.hasText()) {
      return new JsonAnswer(block.path("input"));
    }
    if (JsonTool.isCalledBy(block, prompt) && answeredByTool) {
      return Block.OTHER;
    }
    int index = calls.begin(WireJson.text(block, "id"), WireJson.text(block, "name"), "", pieces);
    return new ToolUse(index, block.path("input"));
  }

  /** A block that has been started. */
  private interface Block {
    /** One of which nothing more is wanted. */
    Block OTHER = pieces -> {};

    default void think(String thought) {}

    default void sign(String signature) {}

    default void input(String json, Consumer<Piece> pieces) {}

    void close(Consumer<Piece> pieces);
  }

  /** Thoughts; with a signature they must come back as they are. */
  private static final class Thinking implements Block {
    private final StringBuilder thoughts;
    private String signature;

    Thinking(String thought, String signature) {
      this.thoughts = new StringBuilder(thought);
      this.signature = signature;
    }

    @Override
    public void think(String thought) {
      thoughts.append(thought);
    }

    @Override
    public void sign(String with) {
      signature = with;
    }

    @Override
    public void close(Consumer<Piece> pieces) {
      if (!signature.isEmpty()) {
        ObjectNode block = WireJson.object().put("type", "thinking");
        block.put("thinking", thoughts.toString()).put("signature", signature);
        pieces.accept(new Piece.State("anthropic", block));
      }
    }
  }

  /** A call of one of the caller's tools. */
  private final class ToolUse implements Block {
    private final int index;
    private final JsonNode atStart;
    private boolean fed;

    ToolUse(int index, JsonNode atStart) {
      this.index = index;
      this.atStart = atStart;
    }

    @Override
    public void input(String json, Consumer<Piece> pieces) {
      fed |= !json.isBlank();
      calls.more(index, json, pieces);
    }

    @Override
    public void close(Consumer<Piece> pieces) {
      if (!fed) {
        calls.more(index, FoundCalls.written(atStart), pieces);
      }
      calls.close(index, pieces);
    }
  }

  /** A call of the tool whose input is the answer. */
  private final class JsonAnswer implements Block {
    private final JsonNode atStart;
    private final boolean wrapped = JsonTool.wraps(prompt);
    private final StringBuilder input = new StringBuilder();
    private boolean fed;

    JsonAnswer(JsonNode atStart) {
      this.atStart = atStart;
    }

    @Override
    public void input(String json, Consumer<Piece> pieces) {
      fed |= !json.isBlank();
      answeredByTool |= fed;
      if (wrapped) {
        input.append(json);
      } else {
        said.text(json, pieces);
      }
    }

    @Override
    public void close(Consumer<Piece> pieces) {
      if (fed && !wrapped) {
        return;
      }
      String answer = fed ? unwrapped() : JsonTool.answer(prompt, atStart);
      answeredByTool = !answer.isEmpty();
      said.text(answer, pieces);
    }

    /** What cannot be unwrapped because it is cut off stays as it is. */
    private String unwrapped() {
      String whole = input.toString();
      return WireJson.parse(whole).map(json -> JsonTool.answer(prompt, json)).orElse(whole);
    }
  }
}
