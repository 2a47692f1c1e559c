package io.llmfailover.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.StreamStart;
import io.llmfailover.chain.LinkName;
import io.llmfailover.upstream.Gate;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 5 and 20 to 25: what happens to streams, and only to them. */
@Timeout(120)
class StreamFaultsTest {
  private static final String WHOLE = "Habari za leo ni njema sana.";
  private static final List<String> WORDS = List.of("Habari za", " leo ni", " njema", " sana.");
  private static final String TIMEOUT = "openai/gpt-4o=timeout, together/next=answered";
  private static final String MALFORMED = "openai/gpt-4o=malformed, together/next=answered";

  private final Wired wired = new Wired();
  private final Transcript transcript = Transcript.forGood();

  @AfterEach
  void nothingIsLeft() {
    wired.assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing at all", "headers", "headers and comments"})
  void row05_aStreamWithoutAFirstTokenInItsTimeFallsOver(String what) {
    WireServer upstream =
        wired.first(
            switch (what) {
              case "nothing at all" -> WireReply.silence();
              case "headers" -> Events.stream(Events.text("late")).stallingAfter(0);
              default -> Events.stream(": wait\n\n").endless().trickling(Duration.ofMillis(5));
            });
    wired.with("llm.provider.openai.first-token-timeout", "300ms");

    Said said = wired.stream(transcript);

    assertThat(said.trail()).isEqualTo(TIMEOUT);
    assertThat(said.first().calls()).as("never retried").isEqualTo(1);
    assertThat(said.text()).isEqualTo(Wired.TEXT);
    upstream.awaitClosed(Wired.PATIENCE);
  }

  @Test
  void row05_thatTimeIsTenSecondsUnlessToldOtherwise() {
    Duration firstToken =
        wired
            .settings()
            .get()
            .link(LinkName.parse("openai/gpt-4o"))
            .orElseThrow()
            .timeouts()
            .firstToken();

    assertThat(firstToken).isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "openai,    gpt-4o,            openai/stream-error-first.sse,         rate_limited",
    "anthropic, claude-sonnet-4-5, anthropic/stream-overloaded-first.sse, overloaded",
    "anthropic, claude-sonnet-4-5, anthropic/err-200-type-error.http,     overloaded",
  })
  void row20_anErrorBeforeTheFirstTokenFallsOverUnheard(
      String provider, String model, String sample, String reason) {
    wired.at(provider, wired.first(sample));
    String link = provider + "/" + model;
    wired.with("llm.chain", link + ", together/next");

    Said said = wired.stream(transcript);

    assertThat(said.trail()).isEqualTo(link + "=" + reason + ", together/next=answered");
    assertThat(transcript.starts()).extracting(StreamStart::link).containsExactly("together/next");
    assertThat(transcript.text()).isEqualTo(Wired.TEXT);
    assertThat(transcript.restarts()).isZero();
  }

  /** The first so many words, and then the end that is none. */
  private static WireReply cut(int words, String how) {
    StringBuilder events = new StringBuilder();
    WORDS.subList(0, words).forEach(word -> events.append(Events.text(word)));
    String soFar = events.toString();
    return switch (how) {
      case "lost connection" -> Events.stream(soFar).chunkedWithoutEnd();
      case "half an event" ->
          Events.stream(soFar, "data: {\"choices\":[{\"del").chunkedWithoutEnd();
      case "error" ->
          Events.stream(soFar, "data: {\"error\":{\"message\":\"Sorry\",\"code\":500}}\n\n");
      // Well-formed HTTP, but the model has not come to its end.
      default -> Events.stream(soFar);
    };
  }

  private static String heardOf(int words) {
    return String.join("", WORDS.subList(0, words));
  }

  @ParameterizedTest
  @CsvSource({
    "1, lost connection",
    "2, lost connection",
    "3, lost connection",
    "4, lost connection",
    "2, half an event",
    "2, error",
    "2, proper end",
  })
  void row21_aStreamThatIsCutIsResumedOnTheNextLink(int words, String how) {
    wired.first(cut(words, how));
    // As it is asked to, the next link repeats the last words and goes on from there.
    wired.next.answer(Events.stream(Events.text(WHOLE), Events.STOP, Events.DONE));

    Said said = wired.stream(transcript);

    assertThat(said.text()).isEqualTo(WHOLE);
    assertThat(said.answer().orElseThrow().finish()).isEqualTo(FinishReason.STOP);
    assertThat(said.attempts()).extracting(Attempt::outcome).containsExactly("failed", "answered");
    assertThat(transcript.restarts()).isZero();
    assertThat(transcript.starts()).extracting(StreamStart::link).containsExactly("openai/gpt-4o");
    assertThat(wired.next.requests().get(0).text()).contains(heardOf(words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost connection", "half an event", "error", "proper end"})
  void row21_aBufferedStreamThatIsCutIsDeliveredOnceAndWhole(String how) {
    wired.first(cut(2, how));
    wired.with("llm.stream.policy", "buffer");

    Said said = wired.stream(transcript);

    assertThat(said.text()).isEqualTo(Wired.TEXT);
    assertThat(transcript.text()).isEqualTo(Wired.TEXT);
    assertThat(transcript.starts()).extracting(StreamStart::link).containsExactly("together/next");
    assertThat(transcript.restarts()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost connection", "half an event", "error", "proper end"})
  void row21_aStreamThatIsCutEndsInAnErrorWhenThatIsWanted(String how) {
    wired.first(cut(2, how));
    wired.with("llm.stream.policy", "error");

    Said said = wired.stream(transcript);

    assertThat(said.answer()).isEmpty();
    assertThat(said.end()).containsInstanceOf(StreamBrokenException.class);
    assertThat(transcript.text()).isEqualTo(heardOf(2));
    assertThat(wired.next.requests()).isEmpty();
  }

  @Test
  void row21_whatCannotBeGoneOnWithIsTakenBack() {
    Transcript restartable = Transcript.restartable();
    wired.first(Events.stream(halfCall()).chunkedWithoutEnd());

    Said said = wired.stream(restartable);

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=truncated, together/next=answered");
    assertThat(restartable.restarts()).isEqualTo(1);
    assertThat(restartable.text()).isEqualTo(Wired.TEXT);
    assertThat(restartable.toolArguments()).isEmpty();
  }

  @Test
  void row21_whatCanNeitherBeGoneOnWithNorTakenBackEndsInAnError() {
    wired.first(Events.stream(halfCall()).chunkedWithoutEnd());

    Said said = wired.stream(transcript);

    assertThat(said.end())
        .hasValueSatisfying(
            end ->
                assertThat(((StreamBrokenException) end).reason())
                    .isEqualTo(FailureKind.TRUNCATED));
    assertThat(wired.next.requests()).isEmpty();
  }

  private static String halfCall() {
    return "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\","
        + "\"function\":{\"name\":\"find\",\"arguments\":\"{\\\"order\"}}]}}]}\n\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"end", "lost connection", "open connection"})
  void row22_withoutMarkOfTheEndAndUsageTheStreamEndsWellAndItsTokensAreEstimated(String then) {
    String events = Events.text(WHOLE) + Events.STOP;
    WireServer upstream =
        wired.first(
            switch (then) {
              case "end" -> Events.stream(events);
              case "lost connection" -> Events.stream(events).chunkedWithoutEnd();
              default -> Events.stream(events, ": more?").stallingAfter(events.length());
            });
    wired.with("llm.provider.openai.idle-timeout", "300ms");

    Said said = wired.stream(transcript);

    Answer answer = said.answer().orElseThrow();
    assertThat(said.trail()).isEqualTo("openai/gpt-4o=answered");
    assertThat(answer.text()).isEqualTo(WHOLE);
    assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage().known()).isTrue();
    assertThat(answer.usage().estimated()).isTrue();
    assertThat(answer.usage().inputTokens()).isPositive();
    assertThat(answer.usage().outputTokens()).isPositive();
    if (!then.equals("end")) {
      upstream.awaitClosed(Wired.PATIENCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"LF, false", "LF, true", "CRLF, false", "CRLF, true", "CR, false", "mix, true"})
  void row23_howeverAStreamIsCutAndItsLinesEndTheTextIsTheSame(String ends, boolean singly) {
    String text = "Grüße, 世界 👋🏽 — e\u0301 \u2028 نص.";
    StringBuilder events = new StringBuilder(": a comment\n\n:\n\n");
    text.codePoints()
        .forEach(
            point -> {
              String half = Events.delta(Character.toString(point));
              int comma = half.indexOf(':') + 1;
              // One JSON text over two lines, with fields of the format that mean nothing here.
              events.append("id: 7\nretry: 10\ndata: ").append(half, 0, comma);
              events.append("\n: within\ndata:").append(half.substring(comma)).append("\n\n");
            });
    String lines = events + Events.STOP + Events.DONE;
    // A line feed after a return would be the same line's end.
    String[] kinds = {"\n", "\r", "\r\n"};
    StringBuilder body = new StringBuilder();
    int line = 0;
    for (String one : lines.split("\n", -1)) {
      body.append(line == 0 ? "" : ends.equals("mix") ? kinds[line % 3] : end(ends)).append(one);
      line++;
    }
    WireReply reply = Events.stream(body.toString());
    Gate open = new Gate();
    open.open();
    wired.first(singly ? reply.through(open) : reply);

    Said said = wired.stream(transcript);

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=answered");
    assertThat(said.text()).isEqualTo(text);
  }

  private static String end(String name) {
    return name.replace("CR", "\r").replace("LF", "\n");
  }

  @Test
  void row24_anEventOfFiveMegabytesIsMalformed() {
    wired.first(Events.stream(Events.text("x".repeat(5_000_000)), Events.STOP));

    Said said = wired.stream(transcript);

    assertThat(said.trail()).isEqualTo(MALFORMED);
    assertThat(transcript.text()).isEqualTo(Wired.TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a line", "an event", "a comment"})
  void row24_whatNeverEndsIsReadNoFurtherThanTheLimit(String what) {
    String filling = "x".repeat(64 * 1024);
    WireServer upstream =
        wired.first(
            switch (what) {
              case "a line" -> Events.stream(filling).endless();
              case "an event" -> Events.stream("data: " + filling + "\n").endless();
              default -> Events.stream(":" + filling).endless();
            });

    Said said = wired.stream(transcript);

    assertThat(said.trail()).isEqualTo(MALFORMED);
    assertThat(said.text()).isEqualTo(Wired.TEXT);
    upstream.awaitClosed(Wired.PATIENCE);
    assertThat(upstream.sent()).as("bytes sent").isLessThan(20_000_000);
  }

  @Test
  void row24_aStreamOfSmallEventsThatNeverEndsStopsAtTheLimitOfAnAnswer() {
    String event = Events.text("x".repeat(100_000));
    WireServer upstream = wired.first(Events.stream(event.repeat(10)).endless());
    wired.with("llm.stream.policy", "buffer");

    Said said = wired.stream(transcript);

    assertThat(said.trail()).isEqualTo(MALFORMED);
    assertThat(said.text()).isEqualTo(Wired.TEXT);
    upstream.awaitClosed(Wired.PATIENCE);
    assertThat(upstream.sent()).as("bytes sent").isLessThan(60_000_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"silence", "comments"})
  void row25_aStreamThatRestsLongerThanTheIdleTimeoutIsResumed(String what) {
    String begun = Events.text(WORDS.get(0)) + Events.text(WORDS.get(1));
    Gate gate = new Gate();
    String rest = what.equals("silence") ? Events.text(" lost") : ": still here\n\n".repeat(2_000);
    WireServer upstream = wired.first(Events.stream(begun, rest).through(gate));
    gate.letPass(begun.getBytes(StandardCharsets.UTF_8).length);
    wired.next.answer(
        Events.stream(
            Events.text(heardOf(2)), Events.text(" njema sana."), Events.STOP, Events.DONE));
    wired.with("llm.provider.openai.idle-timeout", "400ms");
    CompletableFuture<Answer> generation = wired.streamLater(transcript);
    transcript.awaitText(heardOf(2));
    if (what.equals("comments")) {
      gate.letPass(": still here\n\n".length() * 1_000);
    }

    Said said = Wired.said(generation);

    assertThat(said.trail()).isEqualTo(TIMEOUT);
    assertThat(said.text()).isEqualTo(WHOLE);
    assertThat(transcript.restarts()).isZero();
    upstream.awaitClosed(Wired.PATIENCE);
  }
}
