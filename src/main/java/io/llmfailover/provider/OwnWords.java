package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.Original;
import io.llmfailover.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The caller's own words, where they are in the dialect that is being written. They are sent as
 * they are; what the prompt has a word for is written from the prompt, because the link decides how
 * it is said. Nothing in here may be changed: all links of a generation share it.
 */
public final class OwnWords {
  private static final Pattern UNUSUAL = Pattern.compile("[^\\w.\\[\\]-]");
  private static final int LONGEST_NAME = 64;

  private final boolean present;
  private final ObjectNode body;
  private final ArrayNode turns;
  private final List<Message> added;

  private OwnWords(boolean present, ObjectNode body, ArrayNode turns, List<Message> added) {
    this.present = present;
    this.body = body;
    this.turns = turns;
    this.added = added;
  }

  /**
   * What the call's caller wrote in this dialect. When it was another one, notes what will not be
   * told.
   *
   * @param turnsField the field that holds the turns; a request without it is retold
   */
  public static OwnWords of(ProviderCall call, String dialect, String turnsField) {
    Prompt prompt = call.prompt();
    Optional<Original> original = prompt.original();
    if (original.isEmpty()) {
      return none(prompt);
    }
    Original asked = original.get();
    if (asked.dialect().equals(dialect) && asked.body().get(turnsField) instanceof ArrayNode own) {
      List<Message> all = prompt.messages();
      int known = Math.max(0, Math.min(asked.messages(), all.size()));
      return new OwnWords(true, asked.body(), own, all.subList(known, all.size()));
    }
    noteUntold(call, asked.untold());
    return none(prompt);
  }

  private static OwnWords none(Prompt prompt) {
    ObjectNode empty = WireJson.object();
    return new OwnWords(false, empty, empty.arrayNode(), prompt.messages());
  }

  private static void noteUntold(ProviderCall call, List<String> untold) {
    if (untold.isEmpty()) {
      return;
    }
    String names =
        untold.stream().map(OwnWords::plain).distinct().collect(Collectors.joining(", "));
    call.notice(
        untold.size() == 1
            ? names + " was not sent: this link's dialect has no such field."
            : names + " were not sent: this link's dialect has no such fields.");
  }

  /** Names end up in a header, and may be the caller's invention. */
  private static String plain(String name) {
    String plain = UNUSUAL.matcher(name).replaceAll("?");
    return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME);
  }

  /** Whether there are any. */
  public boolean present() {
    return present;
  }

  /** The request as a whole; empty when there is none. */
  public ObjectNode body() {
    return body;
  }

  /** A field of the request; missing when it has none of that name. */
  public JsonNode get(String field) {
    return body.path(field);
  }

  /** The turns as the caller wrote them; none when there are no own words. */
  public ArrayNode turns() {
    return turns;
  }

  /** The prompt's messages that are not among {@link #turns()}: all, when there are none. */
  public List<Message> added() {
    return added;
  }

  /**
   * Copies the fields that are not written yet. Which model is asked, whether in pieces, and what
   * is said to this module alone, is never copied.
   *
   * @param kept which of the others go along
   */
  public void copyRest(ObjectNode written, Predicate<String> kept) {
    for (var field : body.properties()) {
      String name = field.getKey();
      if (!written.has(name) && !ours(name) && kept.test(name)) {
        written.set(name, field.getValue());
      }
    }
  }

  private static boolean ours(String name) {
    return switch (name) {
      case "model", "models", "stream", "stream_options" -> true;
      default -> name.toLowerCase(Locale.ROOT).replace('-', '_').startsWith("x_llm");
    };
  }
}
