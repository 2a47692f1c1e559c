package io.llmfailover.provider;

/**
 * A text that comes in pieces. Some servers cut between the two halves of a surrogate pair, which
 * no one could write out: a half waits for the other. Not thread-safe.
 */
final class GrowingText {
  private final StringBuilder all = new StringBuilder();
  private int handedOn;

  /** Adds this, and gives what can be handed on now; often just this. */
  String add(String more) {
    boolean allHandedOn = handedOn == all.length();
    all.append(more);
    int end = all.length();
    if (allHandedOn && (more.isEmpty() || !Character.isHighSurrogate(all.charAt(end - 1)))) {
      handedOn = end;
      return more;
    }
    if (end > handedOn && Character.isHighSurrogate(all.charAt(end - 1))) {
      end--;
    }
    return handOn(end);
  }

  /** What still waits when nothing more will come; almost always nothing. */
  String rest() {
    return handOn(all.length());
  }

  boolean isBlank() {
    return all.chars().allMatch(Character::isWhitespace);
  }

  boolean isEmpty() {
    return all.length() == 0;
  }

  /** All of it. */
  @Override
  public String toString() {
    return all.toString();
  }

  private String handOn(int end) {
    String next = all.substring(handedOn, end);
    handedOn = end;
    return next;
  }
}
