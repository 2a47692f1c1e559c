package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.PieceSink;
import io.llmfailover.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * How an application's prompts get to the engine: past the stages that have something to do for
 * them. Plain Java; thread-safe.
 */
final class Door {
  private static final PieceSink NOBODY = piece -> {};

  private final Engine engine;
  private final AnswerTypes types;
  private final Optional<Stage> stage;
  private final Supplier<Executor> contexts;

  /**
   * The door to an engine.
   *
   * @param stages at most one
   * @param contexts makes what runs things later with the security and context its maker has now
   * @throws IllegalStateException when there is more than one stage: their order would be chance
   */
  Door(Engine engine, AnswerTypes types, List<Stage> stages, Supplier<Executor> contexts) {
    if (stages.size() > 1) {
      throw new IllegalStateException("more than one stage: " + stages);
    }
    this.engine = engine;
    this.types = types;
    this.stage = stages.stream().findFirst();
    this.contexts = contexts;
  }

  /** How types are asked for. */
  AnswerTypes types() {
    return types;
  }

  /** Whether somebody besides the chain has something to do for this prompt. */
  boolean staged(Prompt prompt) {
    return stage.filter(one -> one.concerns(prompt)).isPresent();
  }

  /** Asks for a whole answer; what a stage runs for the caller is run with his context. */
  CompletableFuture<Answer> whole(String chain, Prompt prompt) {
    return staged(prompt)
        ? whole(chain, prompt, contexts.get())
        : engine.generate(engine.newId(), chain, prompt);
  }

  /** As {@link #whole(String, Prompt)}, with what runs things for the caller. */
  CompletableFuture<Answer> whole(String chain, Prompt prompt, Executor callers) {
    String id = engine.newId();
    return through(prompt, callers, NOBODY, (next, sink) -> engine.generate(id, chain, next));
  }

  /** Asks for an answer in pieces. */
  CompletableFuture<Answer> streamed(String chain, Prompt prompt, PieceSink sink) {
    String id = engine.newId();
    return staged(prompt)
        ? through(prompt, contexts.get(), sink, (next, to) -> engine.stream(id, chain, next, to))
        : engine.stream(id, chain, prompt, sink);
  }

  private CompletableFuture<Answer> through(
      Prompt prompt, Executor callers, PieceSink sink, Stage.Onward onward) {
    return stage
        .filter(one -> one.concerns(prompt))
        .map(one -> one.run(prompt, callers, sink, onward))
        .orElseGet(() -> onward.ask(prompt, sink));
  }
}
