package io.llmfailover.failover;

import io.llmfailover.Piece;
import io.llmfailover.TokenEstimate;
import io.llmfailover.Usage;
import io.llmfailover.provider.PieceTaker;
import io.llmfailover.provider.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What one link says in its turn of a stream. Held back until there is something of use in it, so
 * that a caller hears nothing of a link that fails before; then handed on as it comes. One thread
 * at a time says pieces; any may silence it.
 */
final class Speech implements PieceTaker {
  private static final char NOTHING_YET = ' ';

  private final StreamRelay relay;
  private final boolean prefilled;
  private final List<Piece> held = new ArrayList<>();
  private final StringBuilder heldText = new StringBuilder();
  private final StringBuilder words = new StringBuilder();

  /**
   * The first character held that is no blank: all that tells whether the text is worth hearing.
   */
  private char begunWith = NOTHING_YET;

  private Optional<Seam> seam;
  private volatile Usage used = Usage.UNKNOWN;
  private volatile boolean live;
  private volatile boolean silent;

  /**
   * A speech that begins.
   *
   * @param seam where it goes on with what another link began; empty when it begins the answer
   * @param prefilled whether the link was given that as the beginning of its own
   */
  Speech(StreamRelay relay, Optional<Seam> seam, boolean prefilled) {
    this.relay = relay;
    this.seam = seam;
    this.prefilled = prefilled;
  }

  /** Only handing on is harmless: what begins a speech, or joins two, ends those of other links. */
  @Override
  public boolean mayBlock() {
    return !live || seam.isPresent() || relay.mayBlock();
  }

  @Override
  public CompletionStage<?> take(Piece piece) {
    count(piece);
    if (seam.isEmpty()) {
      return say(piece);
    }
    CompletionStage<?> ready = StreamRelay.NOW;
    for (Piece fresh : joined(piece)) {
      ready = say(fresh);
    }
    return ready;
  }

  @Override
  public void used(Usage soFar) {
    used = soFar;
  }

  private CompletionStage<?> say(Piece piece) {
    if (silent) {
      return StreamRelay.NOW;
    }
    if (live) {
      return relay.hand(piece);
    }
    held.add(piece);
    hold(piece.text());
    return worthHearing(piece) && relay.begins(this) ? sayHeld() : StreamRelay.NOW;
  }

  /** Hands on what was held back; from now on nothing is. */
  CompletionStage<?> sayHeld() {
    live = true;
    CompletionStage<?> ready = StreamRelay.NOW;
    for (Piece piece : held) {
      ready = relay.hand(piece);
    }
    held.clear();
    return ready;
  }

  /** Thinking aloud is not an answer yet, nor are blanks. */
  private boolean worthHearing(Piece piece) {
    if (piece instanceof Piece.ToolStart || piece instanceof Piece.ToolArguments) {
      return true;
    }
    if (!(piece instanceof Piece.Text)) {
      return false;
    }
    if (seam.isPresent()) {
      return true;
    }
    // JSON in a fence or after an introduction must be unwrapped, and so be whole, first.
    return relay.json() ? begunWith == '{' || begunWith == '[' : begunWith != NOTHING_YET;
  }

  private void hold(String text) {
    heldText.append(text);
    for (int i = 0; begunWith == NOTHING_YET && i < text.length(); i++) {
      begunWith = Character.isWhitespace(text.charAt(i)) ? NOTHING_YET : text.charAt(i);
    }
  }

  /** What of a piece is new to the caller. */
  private List<Piece> joined(Piece piece) {
    if (piece instanceof Piece.Text text) {
      String fresh = seam.get().take(text.text());
      return seam.get().broken() ? toldAnew() : pieceOf(fresh);
    }
    if (piece instanceof Piece.ToolStart || piece instanceof Piece.ToolArguments) {
      List<Piece> both = new ArrayList<>(seamEnds());
      both.add(piece);
      return both;
    }
    // What it thinks belongs to words of which the caller has a part already.
    return List.of();
  }

  /** No more text comes: what of that held back by the seam is new. */
  private List<Piece> seamEnds() {
    if (seam.isEmpty()) {
      return List.of();
    }
    String fresh = seam.get().end();
    return seam.get().broken() ? toldAnew() : pieceOf(fresh);
  }

  private static List<Piece> pieceOf(String text) {
    return text.isEmpty() ? List.of() : List.of(new Piece.Text(text));
  }

  /** The link began anew in other words: either the caller can forget his part, or it was vain. */
  private List<Piece> toldAnew() {
    String all = seam.get().said();
    if (!silent && relay.takenBack()) {
      seam = Optional.empty();
      return pieceOf(all);
    }
    if (!silent) {
      silent = true;
      relay.cannotJoin(this);
    }
    return List.of();
  }

  /** The stream is over: says what the seam still held back; false when it could not be joined. */
  boolean endsWell() {
    for (Piece piece : seamEnds()) {
      say(piece);
    }
    return !silent;
  }

  /** Whether all that was held back is what the whole reply says. */
  boolean holds(Reply whole) {
    return heldText.toString().equals(whole.text());
  }

  /** Whether the caller has heard a part of it. */
  boolean live() {
    return live;
  }

  /** Whether it goes on with what another link began. */
  boolean resumes() {
    return seam.isPresent();
  }

  /** Whether its link has said nothing at all. */
  boolean silentSoFar() {
    return words.length() == 0 && !used.known();
  }

  boolean prefilled() {
    return prefilled;
  }

  /** Nothing of it is handed on any more. */
  void silence() {
    silent = true;
  }

  private void count(Piece piece) {
    words.append(piece.text());
    if (piece instanceof Piece.Reasoning reasoning) {
      words.append(reasoning.thought());
    } else if (piece instanceof Piece.ToolArguments arguments) {
      words.append(arguments.json());
    }
  }

  /**
   * The tokens it cost when its link did not come to tell them all: estimated, but no fewer than
   * were told.
   *
   * @param input tokens of the prompt, as estimated
   */
  Usage estimate(long input) {
    Usage told = used;
    return new Usage(
        true,
        told.inputTokens() > 0 ? told.inputTokens() : input,
        Math.max(told.outputTokens(), TokenEstimate.of(words.toString())),
        told.cachedInputTokens(),
        told.cacheWriteTokens(),
        told.reasoningTokens(),
        true);
  }
}
