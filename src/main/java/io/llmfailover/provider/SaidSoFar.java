package io.llmfailover.provider;

import io.llmfailover.Piece;
import java.util.function.Consumer;

/** The words of one answer as they come: its text, and what was thought aloud. Not thread-safe. */
public final class SaidSoFar {
  private final GrowingText text = new GrowingText();
  private final GrowingText reasoning = new GrowingText();

  /** Nothing said yet. */
  public SaidSoFar() {}

  /** More of the text. */
  public void text(String more, Consumer<Piece> pieces) {
    handOnText(text.add(more), pieces);
  }

  /** More of what is thought aloud. */
  public void thought(String more, Consumer<Piece> pieces) {
    handOnThought(reasoning.add(more), pieces);
  }

  /** Nothing more will come: hands on what waited for its other half. */
  public void end(Consumer<Piece> pieces) {
    handOnThought(reasoning.rest(), pieces);
    handOnText(text.rest(), pieces);
  }

  /** The whole text. */
  public String text() {
    return text.toString();
  }

  /** All that was thought aloud. */
  public String reasoning() {
    return reasoning.toString();
  }

  /** Whether there is any text. */
  public boolean hasText() {
    return !text.isEmpty();
  }

  private static void handOnText(String more, Consumer<Piece> pieces) {
    if (!more.isEmpty()) {
      pieces.accept(new Piece.Text(more));
    }
  }

  private static void handOnThought(String more, Consumer<Piece> pieces) {
    if (!more.isEmpty()) {
      pieces.accept(new Piece.Reasoning(more));
    }
  }
}
