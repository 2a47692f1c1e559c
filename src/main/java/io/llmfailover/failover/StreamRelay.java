package io.llmfailover.failover;

import io.llmfailover.Deadline;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Piece;
import io.llmfailover.PieceSink;
import io.llmfailover.Prompt;
import io.llmfailover.Spent;
import io.llmfailover.StreamPolicy;
import io.llmfailover.StreamStart;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.ReplyJudge;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Hands on to one caller what links say, while they say it. One link at a time has the floor. What
 * was handed on is never handed on twice, and never passes for a whole answer when it is none:
 *
 * <ol>
 *   <li>before the first piece nothing is lost, and a link's failure goes unnoticed;
 *   <li>after it the {@linkplain StreamPolicy policy} counts: the next link goes on, and a {@link
 *       Seam} joins its words to the others; where they cannot be joined, and for JSON and tool
 *       calls, the sink is asked to take back what it got; where it cannot, the stream ends in an
 *       error.
 * </ol>
 */
final class StreamRelay implements Delivery {
  /** May go on at once. */
  static final CompletionStage<?> NOW = QueueingSink.NOW;

  private final Generation generation;
  private final PieceSink sink;
  private final StreamPolicy policy;
  private final boolean checked;
  private final Deadline end;
  private final Course course;

  // Guarded by this.
  private final Map<ProviderCall, Speech> speeches = new IdentityHashMap<>();
  private final Map<Speech, ProviderCall> calls = new IdentityHashMap<>();
  private final StringBuilder heard = new StringBuilder();
  private final StringBuilder thought = new StringBuilder();
  private boolean firstTokenIn;
  private boolean announced;
  private boolean toolsHeard;
  private Usage partsBefore = Usage.UNKNOWN;
  private boolean closed;

  /**
   * A relay to this sink.
   *
   * @param checked whether somebody has to approve of the whole answer
   * @param end when the last piece must be there
   */
  StreamRelay(Generation generation, PieceSink sink, boolean checked, Deadline end, Course course) {
    this.checked = checked;
    this.generation = generation;
    this.sink = sink;
    this.end = end;
    this.course = course;
    this.policy =
        generation
            .prompt()
            .streamPolicy()
            .orElseGet(
                () ->
                    generation.settings().chainSettings(generation.chain().name()).streamPolicy());
  }

  @Override
  public synchronized Deadline deadline() {
    return firstTokenIn ? end : generation.deadline();
  }

  @Override
  public synchronized ProviderCall call(Link link, Prompt prompt, Deadline until) {
    return call(link, prompt, until, Continuation.prefills(link));
  }

  private ProviderCall call(Link link, Prompt asked, Deadline until, boolean prefill) {
    String begun = heard.toString();
    boolean resumes = !begun.isBlank();
    Prompt prompt = resumes ? Continuation.of(generation.prompt(), begun, prefill) : asked;
    Optional<Seam> seam = resumes ? Optional.of(new Seam(begun, prefill)) : Optional.empty();
    Speech speech = new Speech(this, seam, resumes && prefill);
    ProviderCall call =
        ProviderCall.streaming(link, prompt, until, new ProviderCall.Streaming(speech, end));
    speeches.put(call, speech);
    calls.put(speech, call);
    return call;
  }

  @Override
  public synchronized Optional<ProviderCall> askedOtherwise(ProviderCall call, Failure failure) {
    Speech speech = speeches.get(call);
    boolean refused =
        failure.kind() == FailureKind.INVALID_REQUEST || failure.kind() == FailureKind.UNSUPPORTED;
    if (!refused || speech == null || !speech.prefilled() || speech.live()) {
      return Optional.empty();
    }
    forget(call);
    ProviderCall again = call(call.link(), generation.prompt(), call.deadline(), false);
    again.follows(call);
    return Optional.of(again);
  }

  @Override
  public synchronized Optional<ProviderCall> repeated(ProviderCall call, Prompt prompt) {
    Speech speech = speeches.get(call);
    if (speech == null || speech.live() || speech.resumes()) {
      return Optional.empty();
    }
    forget(call);
    ProviderCall again = call(call.link(), prompt, call.deadline(), false);
    again.follows(call);
    return Optional.of(again);
  }

  private void forget(ProviderCall call) {
    Speech speech = speeches.remove(call);
    if (speech != null) {
      speech.silence();
      calls.remove(speech);
    }
  }

  /** Whether JSON was asked for. */
  boolean json() {
    return generation.prompt().format().isJson();
  }

  /** Whether a speech may be heard, now that there is something worth it. */
  boolean begins(Speech speech) {
    ProviderCall call;
    synchronized (this) {
      firstTokenIn = true;
      call = calls.get(speech);
    }
    if (policy == StreamPolicy.BUFFER || awaitsApproval()) {
      return false;
    }
    if (call == null || !takesFloor(call)) {
      speech.silence();
      return false;
    }
    return true;
  }

  /** What is not approved of in the end must not have been heard, or must be taken back. */
  private boolean awaitsApproval() {
    return checked && policy != StreamPolicy.ERROR && !sink.canRestart();
  }

  private boolean takesFloor(ProviderCall call) {
    Optional<StreamStart> start = course.floorFor(call);
    start.ifPresent(this::announce);
    return start.isPresent();
  }

  private void announce(StreamStart start) {
    synchronized (this) {
      if (announced) {
        return;
      }
      announced = true;
    }
    try {
      sink.started(start);
    } catch (RuntimeException thrown) {
      hangUp(thrown);
    }
  }

  /** Hands one piece on. Called by one thread at a time. */
  CompletionStage<?> hand(Piece piece) {
    synchronized (this) {
      if (closed) {
        return NOW;
      }
      heard.append(piece.text());
      if (piece instanceof Piece.Reasoning reasoning) {
        thought.append(reasoning.thought());
      }
      toolsHeard |= piece instanceof Piece.ToolStart;
    }
    try {
      sink.accept(piece);
      return ready(sink.ready());
    } catch (RuntimeException thrown) {
      hangUp(thrown);
      return NOW;
    }
  }

  private static CompletionStage<?> ready(CompletionStage<?> sinkIs) {
    return sinkIs == NOW ? NOW : sinkIs.handle((done, failed) -> done);
  }

  /** Whether handing a piece on to the sink may hold a thread. */
  boolean mayBlock() {
    return !(sink instanceof QueueingSink);
  }

  private void hangUp(RuntimeException thrown) {
    ThrownLog.sinkFailed(generation.id(), thrown);
    close();
    course.hangUp();
  }

  @Override
  public synchronized void close() {
    closed = true;
    speeches.values().forEach(Speech::silence);
  }

  /** The link of this speech began anew in other words, and they cannot be taken instead. */
  void cannotJoin(Speech speech) {
    ProviderCall call;
    synchronized (this) {
      call = calls.get(speech);
    }
    if (call != null) {
      course.breakOff(call, toldAnew());
    }
  }

  private static Failure toldAnew() {
    return Failure.of(
        FailureKind.MALFORMED, 200, "asked to go on, it told the answer anew in other words");
  }

  /** Asks the sink to take back what it got; whether it did. */
  boolean takenBack() {
    if (policy == StreamPolicy.ERROR || !sinkRestarts()) {
      return false;
    }
    synchronized (this) {
      heard.setLength(0);
      thought.setLength(0);
      toolsHeard = false;
    }
    return true;
  }

  private boolean sinkRestarts() {
    try {
      return sink.restart();
    } catch (RuntimeException thrown) {
      hangUp(thrown);
      return false;
    }
  }

  @Override
  public Reply usable(ProviderCall call, Reply said) {
    Speech speech = speechOf(call);
    // Asked to go on from the beginning of its own words, it says that nothing is missing.
    boolean nothingMissing =
        speech.prefilled()
            && said.finish() == FinishReason.STOP
            && said.text().isBlank()
            && said.refusal().isEmpty()
            && said.toolCalls().isEmpty();
    Reply usable = nothingMissing ? said : ReplyJudge.usable(generation.prompt(), said);
    if (!speech.endsWell()) {
      throw new ProviderException(toldAnew());
    }
    return usable;
  }

  private synchronized Speech speechOf(ProviderCall call) {
    Speech speech = speeches.get(call);
    return speech == null ? new Speech(this, Optional.empty(), false) : speech;
  }

  @Override
  public Reply complete(ProviderCall call, Reply usable, Spent spent) {
    Speech speech = speechOf(call);
    if (!speech.live()) {
      takesFloor(call);
      if (speech.resumes() || speech.holds(usable)) {
        speech.sayHeld();
      } else {
        hand(usable);
      }
    }
    synchronized (this) {
      return new Reply(
          heard.toString(),
          thought.toString(),
          usable.refusal(),
          usable.toolCalls(),
          usable.finish(),
          partsBefore.plus(spent.usage()),
          usable.reportedModel(),
          usable.status());
    }
  }

  @Override
  public Spent spentOn(ProviderCall call, Optional<Reply> said) {
    Optional<Usage> told = said.map(Reply::usage).filter(Usage::known);
    if (told.isPresent()) {
      return Delivery.priced(call, told.get());
    }
    Speech speech = speechOf(call);
    return speech.silentSoFar()
        ? Spent.NOTHING
        : Delivery.priced(call, speech.estimate(generation.prompt().size().tokens()));
  }

  /** Hands on a whole reply in pieces. */
  private void hand(Reply whole) {
    if (!whole.reasoning().isEmpty()) {
      hand(new Piece.Reasoning(whole.reasoning()));
    }
    if (!whole.text().isEmpty()) {
      hand(new Piece.Text(whole.text()));
    }
    List<ToolCall> asked = whole.toolCalls();
    for (int i = 0; i < asked.size(); i++) {
      ToolCall tool = asked.get(i);
      hand(new Piece.ToolStart(i, tool.id(), tool.name(), tool.signature()));
      hand(new Piece.ToolArguments(i, tool.arguments()));
    }
  }

  @Override
  public boolean mends(ProviderCall failed) {
    Speech speech = speechOf(failed);
    synchronized (this) {
      forget(failed);
      if (!speech.live()) {
        return true;
      }
      partsBefore = partsBefore.plus(speech.estimate(generation.prompt().size().tokens()));
      boolean resumable = !json() && !checked && !toolsHeard && !heard.toString().isBlank();
      if (policy == StreamPolicy.RESUME && resumable) {
        return true;
      }
    }
    return takenBack();
  }
}
