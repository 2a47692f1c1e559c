package io.llmfailover.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Piece;
import io.llmfailover.provider.FoundCalls;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.WireJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts tool calls together from the parts they come in. OpenAI sends id and name once and then
 * arguments by index; others leave the index out, give all calls the same one, send every call
 * whole, repeat the name with each part, or change the id with each part.
 */
final class OpenAiToolDeltas {
  private static final String ONLY = "function_call";

  private final FoundCalls found;
  private final List<Growing> all = new ArrayList<>();
  private final Map<String, Growing> byIndex = new HashMap<>();
  private final Map<String, Growing> byId = new HashMap<>();

  OpenAiToolDeltas(FoundCalls found) {
    this.found = found;
  }

  /** Takes what this delta has of tool calls. */
  void take(JsonNode delta, Consumer<Piece> pieces) {
    if (delta.path("tool_calls").isArray()) {
      for (JsonNode one : delta.path("tool_calls")) {
        take(Part.of(one), pieces);
      }
    }
    // What there was before there were several; some servers send it besides.
    JsonNode only = delta.path(ONLY);
    if (only.isObject() && (all.isEmpty() || byIndex.containsKey(ONLY))) {
      take(Part.of(ONLY, "", only), pieces);
    }
  }

  /**
   * No more will come.
   *
   * @throws ProviderException when a call has no name ({@code malformed})
   */
  void end(Consumer<Piece> pieces) {
    for (Growing one : all) {
      if (!one.begun()) {
        throw found.nameless();
      }
      found.close(one.place, pieces);
    }
  }

  /** Whether there is none, not even the beginning of one. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  private void take(Part part, Consumer<Piece> pieces) {
    if (part.isEmpty()) {
      return;
    }
    Growing one = belongingTo(part).filter(last -> !last.isFollowedBy(part)).orElseGet(this::next);
    if (!part.index().isEmpty()) {
      byIndex.put(part.index(), one);
    }
    if (!part.id().isEmpty()) {
      byId.put(part.id(), one);
    }
    one.take(part, pieces);
  }

  private Growing next() {
    Growing next = new Growing();
    all.add(next);
    return next;
  }

  /** The call this is a part of by its index, its id or its place; empty when there is none. */
  private Optional<Growing> belongingTo(Part part) {
    if (!part.index().isEmpty()) {
      return Optional.ofNullable(byIndex.get(part.index()));
    }
    if (!part.id().isEmpty()) {
      return Optional.ofNullable(byId.get(part.id()));
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** What one delta says of one call; whatever is missing is empty. */
  private record Part(String index, String id, String name, String arguments) {
    static Part of(JsonNode written) {
      JsonNode index = written.path("index");
      return of(
          index.isNumber() || index.isTextual() ? index.asText() : "",
          told(written, "id"),
          written.path("function"));
    }

    static Part of(String index, String id, JsonNode function) {
      return new Part(
          index, id, told(function, "name"), FoundCalls.written(function.path("arguments")));
    }

    private static String told(JsonNode parent, String field) {
      String text = WireJson.text(parent, field);
      return text.isBlank() ? "" : text;
    }

    boolean isEmpty() {
      return id.isEmpty() && name.isEmpty() && arguments.isEmpty();
    }
  }

  /** A call until it is complete. It is handed on as soon as its name is known. */
  private final class Growing {
    private final Brackets brackets = new Brackets();
    private final StringBuilder waiting = new StringBuilder();
    private String id = "";
    private String name = "";
    private int place;

    boolean begun() {
      return !name.isEmpty();
    }

    void take(Part part, Consumer<Piece> pieces) {
      id = id.isEmpty() ? part.id() : id;
      waiting.append(part.arguments());
      brackets.take(part.arguments());
      if (name.isEmpty() && !part.name().isEmpty()) {
        name = part.name();
        place = found.begin(id, name, "", pieces);
      }
      if (begun()) {
        found.more(place, waiting.toString(), pieces);
        waiting.setLength(0);
      }
    }

    /** Whether this, though it looks like a part of this call, begins another one. */
    boolean isFollowedBy(Part part) {
      if (part.name().isEmpty() || !begun()) {
        // An id alone tells nothing: some servers make up another one for each part.
        return false;
      }
      if (brackets.whole()) {
        return !part.arguments().isBlank() || !part.name().equals(name) || changesId(part);
      }
      boolean silent = !brackets.opened();
      return silent && (changesId(part) || part.id().isEmpty() && !part.name().equals(name));
    }

    private boolean changesId(Part part) {
      return !id.isEmpty() && !part.id().isEmpty() && !part.id().equals(id);
    }
  }
}
