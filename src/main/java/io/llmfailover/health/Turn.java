package io.llmfailover.health;

/** What one report did to a {@link Cooldown}. */
enum Turn {
  /** Nothing that anybody has to be told. */
  NONE,
  /** A rest began, or began anew. */
  RESTS,
  /** It is well again. */
  WELL
}
