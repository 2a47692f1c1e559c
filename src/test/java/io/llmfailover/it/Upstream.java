package io.llmfailover.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.upstream.Gate;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The providers of the tests with vendors' SDKs: two links of each dialect, which say what a test
 * has them say and remember what they were asked.
 *
 * <p>Chains: {@code openai} (one link) and so on; {@code openai-gemini} and so on, of two links;
 * {@code openai-endless} and so on, whose link never comes to an end.
 */
final class Upstream {
  /** What a provider says when it says nothing special. */
  static final List<String> WORDS =
      List.of("The invoice is due", " on 14 December", ", before noon.");

  /** The same in one. */
  static final String TEXT = String.join("", WORDS);

  /** A picture of one pixel, in Base64. */
  static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
          + "gg==";

  private final WireServer server = WireServer.start();
  private final WireServer endless = WireServer.start();
  private int forgotten;

  /** A provider's dialect, and its two models. */
  enum Dialect {
    OPENAI(new OpenAiVoice(), "gpt-4o", "gpt-4o-mini", "call_aB3dE5fG7hI9jK1l", "call_Zy8Xw6Vu4"),
    ANTHROPIC(
        new AnthropicVoice(),
        "claude-haiku-4-5-20251001",
        "claude-sonnet-4-5-20250929",
        "toolu_01QE1WLsSVp5hy5Q3GmG",
        "toolu_02ZZyxWv"),
    GEMINI(new GeminiVoice(), "gemini-3-flash-preview", "gemini-2.5-pro", "96c1su3s", "zz07kq1d");

    private final Voice voice;
    private final String first;
    private final String second;
    private final List<Call> calls;

    Dialect(Voice voice, String first, String second, String oneId, String otherId) {
      this.voice = voice;
      this.first = first;
      this.second = second;
      this.calls =
          List.of(
              Call.of(oneId, "find_order", "{\"orderId\":\"A-1009\",\"withItems\":true}"),
              Call.of(otherId, "find_customer", "{}"));
    }

    /** The chain whose only link speaks it; also the provider's name. */
    String chain() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The chain that goes on with a link of that dialect. */
    String then(Dialect next) {
      return chain() + "-" + next.chain();
    }

    /** The chain whose link never comes to an end. */
    String endlessChain() {
      return chain() + "-endless";
    }

    /** How its providers talk. */
    Voice voice() {
      return voice;
    }

    /** Two calls in one answer. */
    List<Call> calls() {
      return calls;
    }

    /** What the tools give back when each says this and its name, by the id of the call. */
    Map<String, String> results(String words) {
      return calls.stream().collect(Collectors.toMap(Call::id, call -> words + call.name()));
    }

    /** A whole answer. */
    WireReply says(String text) {
      return WireReply.json(voice.whole(List.of(text), List.of()));
    }

    /** A whole answer that calls both tools. */
    WireReply callsTools() {
      return WireReply.json(voice.whole(List.of(), calls));
    }

    /** A stream of these words. */
    WireReply streams(List<String> words) {
      return events(voice.begun(words, List.of()) + voice.ending(List.of()));
    }

    /** A stream that calls both tools. */
    WireReply streamsCalls() {
      return events(voice.begun(List.of(), calls) + voice.ending(calls));
    }

    /** A stream whose connection is lost after these words. */
    WireReply cutAfter(List<String> words) {
      return events(voice.begun(words, List.of())).chunkedWithoutEnd();
    }

    /** A stream whose first event is an error. */
    WireReply breaksAtOnce() {
      return events(voice.brokenAtOnce());
    }

    private static WireReply events(String body) {
      return WireReply.status(200)
          .header("Content-Type", "text/event-stream")
          .body(body.getBytes(StandardCharsets.UTF_8))
          .chunked();
    }
  }

  /** Each dialect before each. */
  static List<Arguments> pairs() {
    return Stream.of(Dialect.values())
        .flatMap(first -> Stream.of(Dialect.values()).map(second -> Arguments.of(first, second)))
        .toList();
  }

  /** A refusal every dialect understands. */
  static WireReply overloaded() {
    return WireReply.json(
        503,
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"code\":503,"
            + "\"status\":\"UNAVAILABLE\",\"message\":\"The model is overloaded.\"}}");
  }

  /** The request's own fault, as every dialect says it. */
  static WireReply refused() {
    return WireReply.json(
        400,
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"code\":400,"
            + "\"status\":\"INVALID_ARGUMENT\",\"message\":\"Nobody can answer this.\"}}");
  }

  /** What a gateway has to know of all this. */
  Configuration configuration() {
    Configuration all =
        Configuration.of(server)
            .with("llm.provider.anthropic.api-key", Configuration.ANTHROPIC_KEY)
            .with("llm.handoff.message", "Somebody will call you back.");
    for (Dialect one : Dialect.values()) {
      String link = one.chain() + "/" + one.first;
      String version = one == Dialect.GEMINI ? "/v1beta" : "/v1";
      String endlessProvider = "endless-" + one.chain();
      all =
          all.with("llm.chain." + one.chain(), link)
              .with("llm.chain." + one.endlessChain(), endlessProvider + "/" + one.first)
              .with("llm.provider." + endlessProvider + ".url", endless.uri(version))
              .with("llm.provider." + endlessProvider + ".dialect", one.chain())
              .with("llm.provider." + endlessProvider + ".keyless", true)
              .with("llm.provider." + endlessProvider + ".idle-timeout", "10m");
      for (Dialect next : Dialect.values()) {
        all =
            all.with("llm.chain." + one.then(next), link + ", " + next.chain() + "/" + next.second);
      }
    }
    return all;
  }

  /** Has the first link of that dialect give these answers, in turn. */
  void first(Dialect dialect, WireReply... inTurn) {
    server.onModel(dialect.first).answer(inTurn);
  }

  /** Has the second link of that dialect give this answer. */
  void second(Dialect dialect, WireReply reply) {
    server.onModel(dialect.second).answer(reply);
  }

  /**
   * Has the endless link say so many of the words, many more when the gate opens, and then nothing
   * until its caller goes.
   */
  Gate endless(Dialect dialect, int first) {
    List<String> words = new ArrayList<>(WORDS.subList(0, first));
    Gate gate = new Gate();
    gate.letPass(bytes(dialect.voice().begun(words, List.of())));
    words.addAll(Collections.nCopies(50, " and so on"));
    int all = bytes(dialect.voice().begun(words, List.of()));
    endless.answer(dialect.streams(words).through(gate).stallingAfter(all));
    return gate;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Waits until nobody is connected any more to the endless link. */
  void awaitAbandoned() {
    endless.awaitClosed(Gateway.PATIENCE);
  }

  /** Forgets what was asked so far, and what was to be said: whoever asks now is refused. */
  void forget() {
    forgotten = server.requests().size();
    for (Dialect one : Dialect.values()) {
      first(one, refused());
      second(one, refused());
    }
  }

  /** What was asked since, in order. */
  List<ReceivedRequest> asked() {
    List<ReceivedRequest> all = server.requests();
    return all.subList(forgotten, all.size());
  }

  /** The last body that came. */
  JsonNode lastAsked() {
    List<ReceivedRequest> all = asked();
    return all.get(all.size() - 1).json();
  }
}
