package io.llmfailover.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Piece;
import io.llmfailover.PieceSink;
import io.llmfailover.StreamPolicy;
import io.llmfailover.StreamStart;
import io.llmfailover.api.CutCase.Breaking;
import io.llmfailover.api.CutCase.Going;
import io.llmfailover.api.CutCase.Words;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.SpokenStream;
import io.llmfailover.upstream.SpokenStream.Dialect;
import io.llmfailover.upstream.WireReply;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/**
 * One case while it runs: what its two upstreams say, what its client got, and whether that is
 * right. Thread-safe.
 */
final class CutTrial implements EventOutlet {
  private static final String BEFORE_ANCHOR = "Its last words are:\n";
  private static final String AFTER_ANCHOR = "\nContinue the answer.";

  final CutCase of;
  private final Runnable whenOver;

  // Guarded by this.
  private final ByteArrayOutputStream got = new ByteArrayOutputStream();
  private final List<String> wrong = new ArrayList<>();
  private boolean opened;
  private boolean over;
  private boolean refused;
  private boolean heard;
  private boolean secondAsked;
  private boolean heardBeforeSecond;
  private int looks;

  CutTrial(CutCase of, Runnable whenOver) {
    this.of = of;
    this.whenOver = whenOver;
  }

  /** What the link that breaks off says. */
  WireReply first() {
    SpokenStream all = CutAnswers.all(of.words(), of.first());
    byte[] bytes = of.torn() ? all.tornAfter(of.position()) : all.until(of.position());
    WireReply reply = stream(bytes);
    return switch (of.breaking()) {
      case CLOSED -> reply.chunkedWithoutEnd();
      case RESET -> reply.chunkedWithoutEnd().resettingOnce(this::readByNow);
      case ENDED -> of.number() % 2 == 0 ? reply.chunked() : reply.untilClose();
      case STALLED -> stream(all.whole()).chunked().stallingAfter(bytes.length);
    };
  }

  private WireReply stream(byte[] bytes) {
    Random random = new Random(of.number());
    return WireReply.status(200)
        .header("Content-Type", "text/event-stream")
        .body(bytes)
        .inPiecesOf(
            () ->
                of.largestPiece() == Integer.MAX_VALUE
                    ? Integer.MAX_VALUE
                    : 1 + random.nextInt(of.largestPiece()));
  }

  /** What was sent has been read, as far as that can be seen from here. */
  private synchronized boolean readByNow() {
    boolean seen = of.position() > 0 && of.policy() != StreamPolicy.BUFFER;
    return seen ? heard : looks++ > 1;
  }

  /** What the link behind it says, which depends on what it is asked. */
  WireReply second(ReceivedRequest request) {
    synchronized (this) {
      if (!secondAsked) {
        heardBeforeSecond = heard;
      }
      secondAsked = true;
    }
    String told = told(request);
    if (told.isEmpty() || of.words() != Words.TEXT) {
      if (!told.isEmpty()) {
        wrong("was asked to go on with what cannot be resumed: " + told);
      }
      return stream(CutAnswers.all(of.words(), of.second()).whole()).chunked();
    }
    if (!CutAnswers.TEXT.startsWith(told)) {
      wrong("the next link was told that this was said: " + told);
      return WireReply.status(500);
    }
    return stream(CutAnswers.from(start(request, told), of.second()).whole()).chunked();
  }

  private int start(ReceivedRequest request, String told) {
    String asked = lastWords(request);
    boolean nothingLeft = told.length() == CutAnswers.TEXT.length();
    Going going = of.going() == Going.EXACTLY && nothingLeft ? Going.REPEATING : of.going();
    return switch (going) {
      case EXACTLY -> told.length();
      case OVER -> 0;
      case REPEATING -> {
        String spoken = told.stripTrailing();
        if (asked.isEmpty()) {
          yield spoken.lastIndexOf(' ', Math.max(0, spoken.lastIndexOf(' ') - 1)) + 1;
        }
        if (!spoken.endsWith(asked)) {
          wrong("the last words are not '" + asked + "'");
        }
        yield Math.max(0, spoken.length() - asked.length());
      }
    };
  }

  /** What the request says that the model has said. */
  private String told(ReceivedRequest request) {
    JsonNode body = request.json();
    boolean gemini = of.second() == Dialect.GEMINI;
    String told = "";
    for (JsonNode turn : body.path(gemini ? "contents" : "messages")) {
      if (turn.path("role").asText().equals(gemini ? "model" : "assistant")) {
        told = words(turn);
      }
    }
    return told;
  }

  private static String words(JsonNode turn) {
    if (turn.path("content").isTextual()) {
      return turn.path("content").asText();
    }
    StringBuilder words = new StringBuilder();
    turn.path(turn.has("parts") ? "parts" : "content")
        .forEach(part -> words.append(part.path("text").asText()));
    return words.toString();
  }

  private String lastWords(ReceivedRequest request) {
    String last = "";
    JsonNode body = request.json();
    for (JsonNode turn : body.path(of.second() == Dialect.GEMINI ? "contents" : "messages")) {
      last = words(turn);
    }
    int from = last.indexOf(BEFORE_ANCHOR);
    int to = last.indexOf(AFTER_ANCHOR);
    return from < 0 || to < 0 ? "" : last.substring(from + BEFORE_ANCHOR.length(), to);
  }

  /** Listens to what goes to the sink. */
  PieceSink heardBy(PieceSink sink) {
    return new PieceSink() {
      @Override
      public void started(StreamStart start) {
        sink.started(start);
      }

      @Override
      public void accept(Piece piece) {
        sink.accept(piece);
        synchronized (CutTrial.this) {
          heard = true;
        }
      }

      @Override
      public boolean restart() {
        return sink.restart();
      }

      @Override
      public CompletionStage<?> ready() {
        return sink.ready();
      }
    };
  }

  @Override
  public synchronized void open(Map<String, String> headers) {
    if (opened) {
      wrong("opened twice");
    }
    opened = true;
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    if (over) {
      wrong("written to when it was over");
    }
    got.write(bytes, from, length);
  }

  @Override
  public void flush() {
    // Everything is there already.
  }

  @Override
  public void end() {
    over();
  }

  /** Nothing was sent, and an ordinary error is the answer. */
  void refused(Throwable failure) {
    synchronized (this) {
      refused = true;
      if (opened) {
        wrong("refused although it was opened: " + failure);
      }
    }
    over();
  }

  private void over() {
    boolean again;
    synchronized (this) {
      again = over;
      over = true;
      if (again) {
        wrong("ended twice");
      }
    }
    if (!again) {
      whenOver.run();
    }
  }

  synchronized boolean isOver() {
    return over;
  }

  private synchronized void wrong(String what) {
    wrong.add(what);
  }

  /** What is wrong with what the client got; empty when nothing is. */
  synchronized List<String> verdict() {
    List<String> all = new ArrayList<>(wrong);
    TakenStream taken;
    try {
      taken = refused ? TakenStream.broken("", List.of()) : of.client().read(got.toByteArray());
    } catch (AssertionError grammar) {
      all.add(grammar.getMessage());
      return all;
    }
    switch (of.words()) {
      case TEXT -> judgeText(taken, all);
      case JSON -> judgeJson(taken, all);
      default -> judgeCalls(taken, all);
    }
    judgeOutcome(taken, all);
    return all;
  }

  private void judgeText(TakenStream taken, List<String> all) {
    judgeWords(CutAnswers.TEXT, taken, all);
    if (taken.restarts() > 0) {
      all.add("restarted what could be joined");
    }
  }

  private void judgeJson(TakenStream taken, List<String> all) {
    judgeWords(CutAnswers.JSON, taken, all);
  }

  private static void judgeWords(String whole, TakenStream taken, List<String> all) {
    if (taken.complete() ? !taken.text().equals(whole) : !whole.startsWith(taken.text())) {
      all.add((taken.complete() ? "complete: '" : "error after '") + taken.text() + "'");
    }
    if (!taken.calls().isEmpty()) {
      all.add("calls " + taken.calls());
    }
  }

  private static void judgeCalls(TakenStream taken, List<String> all) {
    boolean right =
        taken.complete()
            ? taken.calls().equals(CutAnswers.CALLED)
            : CutAnswers.CALLED.containsAll(taken.calls())
                && new HashSet<>(taken.calls()).size() == taken.calls().size();
    if (!right || !taken.text().isEmpty()) {
      all.add((taken.complete() ? "complete: " : "error after ") + taken);
    }
  }

  private void judgeOutcome(TakenStream taken, List<String> all) {
    boolean midway = secondAsked ? heardBeforeSecond : heard;
    boolean sure = of.breaking() != Breaking.RESET;
    boolean shouldBeHeard = of.position() > 0 && of.policy() != StreamPolicy.BUFFER;
    if (sure && midway != shouldBeHeard) {
      all.add(midway ? "heard too soon" : "nothing was heard of the first link");
    }
    boolean mended =
        of.policy() == StreamPolicy.RESUME
            && (of.words() == Words.TEXT || of.client() == StreamClient.NATIVE);
    boolean complete = !midway || mended;
    if (taken.complete() != complete) {
      all.add(complete ? "ends in an error" : "passes for whole");
    }
    int restarts = midway && mended && of.words() != Words.TEXT ? 1 : 0;
    if (taken.restarts() != restarts) {
      all.add(taken.restarts() + " restarts");
    }
  }
}
