package io.llmfailover.api;

/** How a silent stream shows that it is still there, without saying anything. */
public enum Beat {
  /** A comment: the standard's own way, which readers of server-sent events skip. */
  COMMENT,

  /**
   * The next event is begun, and further beats are blanks before its JSON. For surfaces whose
   * readers know no comments; none of its events may have a type, and all must be JSON.
   */
  BEGUN_EVENT
}
