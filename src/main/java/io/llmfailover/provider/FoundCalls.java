package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Piece;
import io.llmfailover.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The tool calls found in one answer, each with an id of its own: a missing or repeated one is
 * replaced. They are {@linkplain #add added} whole, or {@linkplain #begin begun} and fed. Not
 * thread-safe.
 */
public final class FoundCalls {
  private static final Consumer<Piece> NOBODY = piece -> {};

  private final ProviderCall call;
  private final int status;
  private final ToolNames names;
  private final List<Found> found = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  /** Nothing found yet in the answer to {@code call}, whose dialect names tools by this rule. */
  public FoundCalls(ProviderCall call, int status, ToolNames names) {
    this.call = call;
    this.status = status;
    this.names = names;
  }

  /**
   * Adds a call.
   *
   * @param id the provider's id; empty when it gives none
   * @param wireName the name as it came
   * @param arguments see {@link #written}
   * @param signature see {@link ToolCall#signature()}
   * @throws ProviderException when it has no name ({@code malformed})
   */
  public void add(String id, String wireName, JsonNode arguments, String signature) {
    add(id, wireName, arguments, signature, NOBODY);
  }

  /** As {@link #add(String, String, JsonNode, String)}, and hands it on. */
  public void add(
      String id, String wireName, JsonNode arguments, String signature, Consumer<Piece> pieces) {
    int index = begin(id, wireName, signature, pieces);
    more(index, written(arguments), pieces);
    close(index, pieces);
  }

  /**
   * Begins a call whose arguments follow, and hands on that it begins.
   *
   * @return its place among the calls, from 0
   * @throws ProviderException when it has no name ({@code malformed})
   */
  public int begin(String id, String wireName, String signature, Consumer<Piece> pieces) {
    if (wireName.isBlank()) {
      throw nameless();
    }
    String own = id.isBlank() || ids.contains(id) ? ToolIds.fresh() : id;
    ids.add(own);
    String name = names.original(wireName, call.prompt());
    found.add(new Found(own, name, signature, new GrowingText()));
    int index = found.size() - 1;
    pieces.accept(new Piece.ToolStart(index, own, name, signature));
    return index;
  }

  /** More of the arguments of the call at this place. */
  public void more(int index, String json, Consumer<Piece> pieces) {
    handOn(index, found.get(index).arguments().add(json), pieces);
  }

  /** The call at this place is complete; one that was given no arguments gets an empty object. */
  public void close(int index, Consumer<Piece> pieces) {
    GrowingText arguments = found.get(index).arguments();
    if (arguments.isBlank()) {
      more(index, "{}", pieces);
    }
    handOn(index, arguments.rest(), pieces);
  }

  /** The failure of an answer with a call that names no tool. */
  public ProviderException nameless() {
    return UnusableAnswer.malformed(call, status, "a tool call without a name");
  }

  /** All of them, in order. */
  public List<ToolCall> all() {
    return found.stream().map(Found::call).toList();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** The arguments as text: a JSON text already, or any JSON value; empty when there are none. */
  public static String written(JsonNode arguments) {
    if (arguments.isTextual()) {
      return arguments.textValue();
    }
    return arguments.isMissingNode() || arguments.isNull() ? "" : WireJson.compact(arguments);
  }

  private static void handOn(int index, String json, Consumer<Piece> pieces) {
    if (!json.isEmpty()) {
      pieces.accept(new Piece.ToolArguments(index, json));
    }
  }

  private record Found(String id, String name, String signature, GrowingText arguments) {
    ToolCall call() {
      return new ToolCall(id, name, arguments.toString(), signature);
    }
  }
}
