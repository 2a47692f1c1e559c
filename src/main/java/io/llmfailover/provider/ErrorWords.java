package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.provider.ReasonCodes.Plain;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an error says, gathered from wherever its provider put it: the codes, the texts, the status
 * inside the body, Google's quota names, hints to wait. Parts that quote the caller's own words
 * ({@code input}, {@code failed_generation}) are left out.
 */
final class ErrorWords {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NODES = 300;
  private static final int MAX_TEXT = 4_000;

  private static final Set<String> CODE_FIELDS =
      Set.of(
          "code",
          "type",
          "status",
          "reason",
          "error_code",
          "errorcode",
          "error_type",
          "errortype",
          "__type",
          "name",
          "status_code");
  private static final Set<String> TEXT_FIELDS =
      Set.of(
          "message",
          "msg",
          "error",
          "detail",
          "details",
          "title",
          "description",
          "error_description",
          "error_message",
          "errormessage",
          "status_msg",
          "faultstring",
          "reason",
          "raw");
  private static final Set<String> STATUS_FIELDS =
      Set.of(
          "code",
          "status",
          "status_code",
          "statuscode",
          "http_status",
          "httpstatuscode",
          "raw_status_code",
          "upstreamstatus");
  private static final Set<String> NESTED_FIELDS =
      Set.of(
          "error",
          "errors",
          "detail",
          "details",
          "innererror",
          "inner_error",
          "metadata",
          "parameters",
          "cause",
          "base_resp",
          "fault",
          "violations",
          "fieldviolations",
          "flagged_input_reasons",
          "data");
  private static final Set<String> WAIT_FIELDS =
      Set.of(
          "retrydelay",
          "retry_delay",
          "retry_after",
          "retryafter",
          "retry_after_seconds",
          "retry_after_ms",
          "estimated_time");

  private final Set<String> codes = new LinkedHashSet<>();
  private final Set<String> texts = new LinkedHashSet<>();
  private final List<String> quotaIds = new ArrayList<>();
  private final Map<String, String> waits = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String lowerText = ""; // of the texts, or empty until it is asked for
  private List<Plain> plainCodes = List.of(); // likewise
  private int statusInside;
  private int nodes;
  private int gathered;

  private ErrorWords() {}

  /** Nothing was said. */
  static ErrorWords none() {
    return new ErrorWords();
  }

  /** A body that is no JSON, for instance a proxy's line of text. */
  static ErrorWords ofText(String text) {
    ErrorWords words = new ErrorWords();
    words.say(text, 0);
    return words;
  }

  /** All that this error object, or the body around it, says. */
  static ErrorWords of(JsonNode error) {
    ErrorWords words = new ErrorWords();
    words.gather(error, 0);
    return words;
  }

  /** Adds a code that came by another way, for instance in a header. */
  void addCode(String code) {
    if (!code.isBlank() && code.length() <= 200) {
      codes.add(code);
    }
  }

  /** Machine-readable reasons, outermost first, as they are compared. */
  List<Plain> plainCodes() {
    if (plainCodes.size() < codes.size()) {
      List<Plain> plain = new ArrayList<>(codes.size());
      codes.forEach(code -> plain.add(Plain.of(code)));
      plainCodes = plain;
    }
    return plainCodes;
  }

  /** The status the body speaks of, 400 to 599; 0 when it speaks of none. */
  int statusInside() {
    return statusInside;
  }

  /** Google's names of the quotas that were violated. */
  List<String> quotaIds() {
    return quotaIds;
  }

  /** Fields that say how long to wait, by lower-case name. */
  Map<String, String> waits() {
    return waits;
  }

  /** Headers of an upstream answer that are quoted in the body. */
  Map<String, String> headers() {
    return headers;
  }

  boolean isSilent() {
    return texts.isEmpty() && codes.isEmpty();
  }

  /** Whether there are words for a person, not only codes. */
  boolean hasText() {
    return !texts.isEmpty();
  }

  /** The words for a person: the first text, and the one that explains it when that is vague. */
  String message() {
    if (texts.isEmpty()) {
      return String.join(", ", codes);
    }
    Iterator<String> said = texts.iterator();
    String first = said.next();
    if (first.length() >= 40 || !said.hasNext()) {
      return first;
    }
    String second = said.next();
    return second.contains(first) ? first : first + ": " + second;
  }

  /** All texts in lower case, without quotation marks, for comparing with known wordings. */
  String lowerText() {
    if (lowerText.isEmpty()) {
      lowerText =
          String.join(" | ", texts)
              .toLowerCase(Locale.ROOT)
              .replace("`", "")
              .replace("\"", "")
              .replace('’', '\'')
              .replace('‘', '\'');
    }
    return lowerText;
  }

  private void gather(JsonNode node, int depth) {
    if (depth > MAX_DEPTH || nodes++ > MAX_NODES) {
      return;
    }
    if (node.isArray()) {
      node.forEach(item -> gather(item, depth + 1));
      return;
    }
    if (node.isTextual()) {
      say(node.textValue(), depth);
      return;
    }
    if (node.path("loc").isArray() && node.path("msg").isTextual()) {
      // FastAPI names the field apart from what is wrong with it.
      List<String> path = new ArrayList<>();
      node.get("loc").forEach(step -> path.add(step.asText()));
      say(String.join(".", path) + ": " + node.get("msg").textValue(), depth);
    }
    // Two rounds, so that what stands at this level comes before what is nested in it.
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      takeScalar(field.getKey(), field.getValue(), depth);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      takeNested(field.getKey(), field.getValue(), depth);
    }
  }

  private void takeScalar(String key, JsonNode value, int depth) {
    if (!value.isValueNode() || value.isNull()) {
      return;
    }
    String name = key.toLowerCase(Locale.ROOT);
    String text = value.asText();
    if (STATUS_FIELDS.contains(name)) {
      noteStatus(text);
    }
    if (name.equals("quotaid")) {
      quotaIds.add(text);
    }
    if (WAIT_FIELDS.contains(name)) {
      waits.putIfAbsent(name, text);
    }
    if (CODE_FIELDS.contains(name) && isCode(text)) {
      addCode(text);
    } else if (value.isTextual() && TEXT_FIELDS.contains(name)) {
      say(text, depth);
    }
  }

  private void takeNested(String key, JsonNode value, int depth) {
    String name = key.toLowerCase(Locale.ROOT);
    if (name.equals("headers") && value.isObject()) {
      value
          .properties()
          .forEach(
              header ->
                  headers.put(
                      header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
    } else if (value.isContainerNode()
        && (NESTED_FIELDS.contains(name) || TEXT_FIELDS.contains(name))) {
      gather(value, depth + 1);
    }
  }

  /** A text may itself be JSON: relays quote the upstream's error that way. */
  private void say(String text, int depth) {
    String said = text.strip();
    if (said.isEmpty() || gathered > MAX_TEXT) {
      return;
    }
    int brace = said.indexOf('{');
    if (brace >= 0 && brace < 200 && depth < MAX_DEPTH && said.endsWith("}")) {
      var inner = Json.parse(said.substring(brace));
      if (inner.isPresent() && inner.get().isObject()) {
        ErrorWords nested = new ErrorWords();
        nested.nodes = nodes;
        nested.gather(inner.get(), depth + 1);
        if (!nested.isSilent()) {
          keep(said.substring(0, brace));
          absorb(nested);
          return;
        }
      }
    }
    keep(said);
  }

  private void keep(String text) {
    String said = text.strip();
    if (said.isEmpty() || said.startsWith("<") && said.contains("</")) {
      return;
    }
    String kept = said.length() > MAX_TEXT ? said.substring(0, MAX_TEXT) : said;
    gathered += kept.length();
    texts.add(kept);
  }

  private void absorb(ErrorWords other) {
    codes.addAll(other.codes);
    texts.addAll(other.texts);
    quotaIds.addAll(other.quotaIds);
    other.waits.forEach(waits::putIfAbsent);
    other.headers.forEach(headers::putIfAbsent);
    gathered += other.gathered;
    nodes = other.nodes;
    if (statusInside == 0) {
      statusInside = other.statusInside;
    }
  }

  private void noteStatus(String text) {
    if (statusInside == 0
        && text.length() == 3
        && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int number = Integer.parseInt(text);
      statusInside = number >= 400 && number <= 599 ? number : 0;
    }
  }

  /** Codes are single words; {@code reason: "Bad Request"} is text. */
  private static boolean isCode(String text) {
    return !text.isBlank() && text.length() <= 120 && text.indexOf(' ') < 0;
  }
}
