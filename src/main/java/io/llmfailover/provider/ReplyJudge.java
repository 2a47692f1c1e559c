package io.llmfailover.provider;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.ToolCall;
import io.llmfailover.provider.JsonText.State;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Says whether what a link answered is of use to the caller. An answer in plain text that was ended
 * by the token limit is; JSON that was cut off is not. Stateless and thread-safe.
 */
public final class ReplyJudge {
  /** Prose before the JSON may hold this many brackets of its own. */
  private static final int STARTS_TRIED = 8;

  private ReplyJudge() {}

  /**
   * The reply, with its text reduced to the JSON itself when JSON was asked: without Markdown fence
   * and prose around it, so that it parses.
   *
   * @throws ProviderException when it is of no use: {@code content_filtered}, {@code truncated},
   *     {@code malformed} or {@code empty}
   */
  public static Reply usable(Prompt prompt, Reply reply) {
    boolean silent = reply.text().isBlank();
    boolean calls = !reply.toolCalls().isEmpty();
    if (reply.finish() == FinishReason.CONTENT_FILTER) {
      throw refused(reply, "the provider's content filter ended the answer");
    }
    if (silent && !calls) {
      if (!reply.refusal().isBlank()) {
        throw refused(reply, "the model refused");
      }
      throw reply.finish() == FinishReason.LENGTH
          ? unusable(FailureKind.TRUNCATED, reply, "the token limit was reached before any text")
          : unusable(FailureKind.EMPTY, reply, "neither text nor a tool call");
    }
    if (calls) {
      refuseCutCalls(reply);
      // A model may call tools first and write the JSON in a later turn.
      return reply;
    }
    return prompt.format().isJson() ? withJson(prompt.format(), reply) : reply;
  }

  private static void refuseCutCalls(Reply reply) {
    if (reply.finish() != FinishReason.LENGTH) {
      return;
    }
    for (ToolCall call : reply.toolCalls()) {
      byte[] arguments = call.arguments().getBytes(StandardCharsets.UTF_8);
      if (JsonText.scan(arguments, 0).state() == State.CUT) {
        throw unusable(FailureKind.TRUNCATED, reply, "the token limit cut off a tool call");
      }
    }
  }

  private static Reply withJson(OutputFormat format, Reply reply) {
    Found found = find(reply.text());
    boolean scalar = found.state() == State.COMPLETE && !found.container();
    if (found.state() == State.COMPLETE && !(scalar && format instanceof OutputFormat.Json)) {
      return found.json().equals(reply.text()) ? reply : reply.withText(found.json());
    }
    boolean cutContainer =
        found.state() == State.CUT && (found.container() || !(format instanceof OutputFormat.Json));
    if (cutContainer || reply.finish() == FinishReason.LENGTH) {
      throw unusable(FailureKind.TRUNCATED, reply, "the JSON that was asked for is cut off");
    }
    throw unusable(
        FailureKind.MALFORMED,
        reply,
        scalar ? "a bare value where a JSON object was asked for" : "not the JSON asked for");
  }

  private static ProviderException refused(Reply reply, String otherwise) {
    String words = Scrub.clean(reply.refusal());
    return unusable(FailureKind.CONTENT_FILTERED, reply, words.isEmpty() ? otherwise : words);
  }

  private static ProviderException unusable(FailureKind kind, Reply reply, String message) {
    return new ProviderException(Failure.of(kind, reply.status(), message));
  }

  /** The JSON in a text: alone, in a Markdown fence, or after some prose. */
  private static Found find(String text) {
    byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
    int start = skipMark(bytes);
    Found alone = at(bytes, start, false);
    if (alone.state() != State.BROKEN || bytes[start] == '{' || bytes[start] == '[') {
      return alone;
    }
    return inFence(bytes).or(() -> afterProse(bytes, start)).orElse(alone);
  }

  private static Optional<Found> inFence(byte[] bytes) {
    int fence = indexOfFence(bytes);
    if (fence < 0) {
      return Optional.empty();
    }
    int start = fence + 3;
    while (start < bytes.length && isInfo(bytes[start])) {
      start++;
    }
    Found fenced = at(bytes, start, true);
    // A fence that has just been opened: the JSON was about to come.
    boolean nothingYet = fenced.state() == State.CUT && isBlank(bytes, start);
    return fenced.state() == State.BROKEN
        ? Optional.empty()
        : Optional.of(nothingYet ? Found.CUT_CONTAINER : fenced);
  }

  private static Optional<Found> afterProse(byte[] bytes, int from) {
    int tried = 0;
    for (int at = from; at < bytes.length && tried < STARTS_TRIED; at++) {
      if (bytes[at] != '{' && bytes[at] != '[') {
        continue;
      }
      tried++;
      JsonText json = JsonText.scan(bytes, at);
      if (json.state() == State.CUT || json.state() == State.COMPLETE && endsThere(bytes, json)) {
        return Optional.of(Found.of(bytes, at, json));
      }
      if (json.state() == State.COMPLETE && bytes[at] == '{') {
        // More follows an object: which of it is the answer cannot be told.
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Found at(byte[] bytes, int start, boolean fenced) {
    JsonText json = JsonText.scan(bytes, start);
    boolean followed =
        json.state() == State.COMPLETE
            && !endsThere(bytes, json)
            && !(fenced && closesFence(bytes, json.end()));
    return followed ? Found.BROKEN : Found.of(bytes, start, json);
  }

  private static boolean endsThere(byte[] bytes, JsonText json) {
    return isBlank(bytes, json.end());
  }

  private static boolean closesFence(byte[] bytes, int end) {
    int at = end;
    while (at < bytes.length && isBlank(bytes[at])) {
      at++;
    }
    return at < bytes.length && bytes[at] == '`';
  }

  private static boolean isBlank(byte[] bytes, int from) {
    for (int at = from; at < bytes.length; at++) {
      if (!isBlank(bytes[at])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte one) {
    return one == ' ' || one == '\n' || one == '\r' || one == '\t';
  }

  private static boolean isInfo(byte one) {
    return one >= 'a' && one <= 'z' || one >= 'A' && one <= 'Z' || one == '5';
  }

  private static int indexOfFence(byte[] bytes) {
    for (int at = 0; at + 2 < bytes.length; at++) {
      if (bytes[at] == '`' && bytes[at + 1] == '`' && bytes[at + 2] == '`') {
        return at;
      }
    }
    return -1;
  }

  /** Past a byte order mark. */
  private static int skipMark(byte[] bytes) {
    boolean marked = bytes.length > 3 && (bytes[0] & 0xFF) == 0xEF && (bytes[1] & 0xFF) == 0xBB;
    return marked ? 3 : 0;
  }

  /**
   * What was found.
   *
   * @param state as of the JSON
   * @param container whether it is an object or an array
   * @param json the JSON itself when it is complete, otherwise empty
   */
  private record Found(State state, boolean container, String json) {
    static final Found BROKEN = new Found(State.BROKEN, false, "");
    static final Found CUT_CONTAINER = new Found(State.CUT, true, "");

    static Found of(byte[] bytes, int start, JsonText json) {
      String text =
          json.state() == State.COMPLETE
              ? new String(bytes, start, json.end() - start, StandardCharsets.UTF_8).strip()
              : "";
      return new Found(json.state(), json.container(), text);
    }
  }
}
