package io.llmfailover;

import java.util.List;

/**
 * The model asked for tools again where it had to answer: {@code llm.tools.max-rounds} rounds of
 * tools had been run, or the prompt's {@link ToolChoice} allowed none. The tools of the earlier
 * rounds did run.
 */
public final class ToolRoundsExceededException extends LlmException {
  private static final long serialVersionUID = 1L;

  private final int rounds;

  /**
   * Made by the engine.
   *
   * @param rounds in how many rounds tools were run
   * @param attempts what became of the links of all rounds, in order
   */
  public ToolRoundsExceededException(int rounds, List<Attempt> attempts) {
    super(
        "The model asks for tools again after " + rounds + " rounds of tools, and may not.",
        attempts);
    this.rounds = rounds;
  }

  /** In how many rounds tools were run. */
  public int rounds() {
    return rounds;
  }
}
