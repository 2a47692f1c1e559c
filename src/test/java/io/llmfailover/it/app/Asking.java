package io.llmfailover.it.app;

/** Somebody who has a generator injected. */
public interface Asking {
  /** Asks the default chain and gives the text of its answer. */
  String ask(String question);
}
