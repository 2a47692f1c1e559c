package io.llmfailover.structured.tools;

import io.llmfailover.Answer;
import io.llmfailover.Deadline;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.PieceSink;
import io.llmfailover.Prompt;
import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.GenerationSettings;
import io.llmfailover.failover.Stage;
import io.llmfailover.structured.ArgumentTypes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Runs the tools of beans: asks the chain, runs what the model asks for, tells it the results and
 * asks again, until it answers. Plain Java; thread-safe.
 */
final class ToolStage implements Stage {
  private final CurrentSettings settings;
  private final Ticker ticker;
  private final Timer timer;
  private final BeanSource beans;
  private final ArgumentTypes types = new ArgumentTypes();
  private final Map<Class<?>, ToolBox> boxes = new ConcurrentHashMap<>();

  ToolStage(CurrentSettings settings, Ticker ticker, Timer timer, BeanSource beans) {
    this.settings = settings;
    this.ticker = ticker;
    this.timer = timer;
    this.beans = beans;
  }

  @Override
  public boolean concerns(Prompt prompt) {
    return !prompt.toolBeans().isEmpty();
  }

  @Override
  public CompletableFuture<Answer> run(
      Prompt prompt, Executor callers, PieceSink sink, Onward onward) {
    try {
      Toolset tools = new Toolset(prompt, this::box);
      return new ToolLoop(prompt, tools, callers, sink, onward, bounds(prompt)).start();
    } catch (InvalidPromptException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private ToolBox box(Class<?> offered) {
    // Not computed inside the map: looking for beans may lead anywhere.
    ToolBox known = boxes.get(offered);
    if (known != null) {
      return known;
    }
    ToolBox made = ToolBox.of(offered, beans, types);
    boxes.put(offered, made);
    return made;
  }

  private RoundBounds bounds(Prompt prompt) {
    GenerationSettings now = settings.get().generation();
    return new RoundBounds(
        now.toolRounds(), within(prompt, now.deadline()), within(prompt, now.streamMax()), timer);
  }

  private Deadline within(Prompt prompt, Duration most) {
    return Deadline.after(most, ticker).within(prompt.deadline().orElse(most));
  }

  /**
   * How far it may go.
   *
   * @param rounds in how many rounds tools are run at most
   * @param whole when an answer must be there
   * @param streamed when the last piece of an answer must be there that comes in pieces
   * @param timer watches the time of tools
   */
  record RoundBounds(int rounds, Deadline whole, Deadline streamed, Timer timer) {}
}
