package io.llmfailover.failover;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.Deadline;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.OverloadedException;
import io.llmfailover.PieceSink;
import io.llmfailover.Prompt;
import io.llmfailover.UnknownModelException;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Takes a prompt in and starts its generation: chooses the chain, fixes the deadline and the
 * settings it keeps, and refuses what is more than this server may have under way. Plain Java;
 * thread-safe.
 */
public final class Engine {
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Z}\\p{C}]");
  private static final int LONGEST_SHOWN = 100;

  private final CurrentSettings settings;
  private final ChainRule chains;
  private final WalkTools tools;
  private final AtomicInteger inFlight = new AtomicInteger();

  Engine(CurrentSettings settings, ChainRule chains, WalkTools tools) {
    this.settings = settings;
    this.chains = chains;
    this.tools = tools;
  }

  /**
   * Starts a generation.
   *
   * @param chain the chain to walk when the prompt names none; empty for the default chain
   * @return ends in an answer or an {@link io.llmfailover.LlmException}; cancelling it gives the
   *     generation up
   */
  public CompletableFuture<Answer> generate(String chain, Prompt prompt) {
    return generate(newId(), chain, prompt);
  }

  /** As {@link #generate(String, Prompt)}, under an id made before with {@link #newId()}. */
  public CompletableFuture<Answer> generate(String id, String chain, Prompt prompt) {
    return start(
        id, chain, prompt, false, (generation, checked, course) -> new WholeDelivery(generation));
  }

  /**
   * Starts a generation whose answer comes in pieces.
   *
   * @param id made before with {@link #newId()}
   * @param chain as in {@link #generate(String, Prompt)}
   * @param sink takes the pieces; none come after the future has ended, but one may be under way
   *     when it is cancelled or its time is over
   * @return ends in the whole answer, after its last piece, or an {@link
   *     io.llmfailover.LlmException}; cancelling it gives the generation up
   */
  public CompletableFuture<Answer> stream(String id, String chain, Prompt prompt, PieceSink sink) {
    return start(
        id,
        chain,
        prompt,
        true,
        (generation, checked, course) ->
            new StreamRelay(generation, sink, checked, streamEnd(generation), course));
  }

  /** Makes what brings one generation's answer to its caller. */
  @FunctionalInterface
  private interface Deliverer {
    Delivery of(Generation generation, boolean checked, Course course);
  }

  private CompletableFuture<Answer> start(
      String id, String chain, Prompt prompt, boolean streamed, Deliverer deliverer) {
    Settings now = settings.get();
    Chain asked;
    try {
      asked = routeOf(now, chain, prompt).chain();
    } catch (UnknownModelException | InvalidPromptException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    int limit = now.generation().maxInFlight();
    if (inFlight.incrementAndGet() > limit) {
      inFlight.decrementAndGet();
      return CompletableFuture.failedFuture(new OverloadedException(limit));
    }
    CompletableFuture<Answer> answer;
    try {
      answer = walk(id, asked, prompt, now, streamed, deliverer);
    } catch (RuntimeException refused) {
      inFlight.decrementAndGet();
      return CompletableFuture.failedFuture(refused);
    }
    answer.whenComplete((given, failure) -> inFlight.decrementAndGet());
    return answer;
  }

  private CompletableFuture<Answer> walk(
      String id, Chain chain, Prompt prompt, Settings now, boolean streamed, Deliverer deliverer) {
    Approval approval = Approval.of(prompt, tools.checks());
    Duration allowed = now.generation().deadline();
    Duration wanted = prompt.deadline().orElse(allowed);
    Deadline deadline =
        Deadline.after(wanted.compareTo(allowed) < 0 ? wanted : allowed, tools.ticker());
    Generation generation = new Generation(id, chain, prompt, deadline, now, streamed);
    List<Link> order = LinkOrder.of(chain, prompt, now, tools);
    boolean checked = !approval.unneeded();
    return new Walk(
            generation, order, tools, approval, course -> deliverer.of(generation, checked, course))
        .start();
  }

  /** A caller's own deadline holds for the whole stream; else only the longest stream's length. */
  private Deadline streamEnd(Generation generation) {
    Duration most = generation.settings().generation().streamMax();
    Duration wanted = generation.prompt().deadline().orElse(most);
    return Deadline.after(wanted.compareTo(most) < 0 ? wanted : most, tools.ticker());
  }

  /** A new unique id for a generation. */
  public String newId() {
    return tools.ids().get();
  }

  /** Generations under way. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Which links would be tried now for this prompt, and which not; calls nobody. */
  public Plan plan(String chain, Prompt prompt) {
    Settings now = settings.get();
    return Plan.of(routeOf(now, chain, prompt), prompt, now, tools);
  }

  /**
   * Calls one link now with a tiny prompt, outside chains and whatever its health.
   *
   * @return ends in what became of it; empty when the link's provider is not known
   */
  public Optional<CompletableFuture<Attempt>> probe(LinkName name) {
    Settings now = settings.get();
    return now.link(name).map(link -> new LinkProbe(tools, now, link).start());
  }

  /** Only who named no chain is routed; a rule that throws leaves the prompt where it is. */
  private Route routeOf(Settings now, String chain, Prompt prompt) {
    Chain asked = chainOf(now, chain, prompt);
    if (!prompt.models().isEmpty() || !asked.name().equals(Chain.DEFAULT)) {
      return Route.asAsked(asked);
    }
    try {
      return chains.route(asked, prompt, now).orElseGet(() -> Route.asAsked(asked));
    } catch (RuntimeException thrown) {
      ThrownLog.extensionFailed(chains, thrown);
      return Route.asAsked(asked);
    }
  }

  private static Chain chainOf(Settings now, String chain, Prompt prompt) {
    if (!prompt.models().isEmpty()) {
      String all = String.join(", ", prompt.models());
      return now.chainOf(prompt.models()).orElseThrow(() -> unknown(now, all));
    }
    String name = prompt.model().isEmpty() ? chain : prompt.model();
    return now.chainFor(name).orElseThrow(() -> unknown(now, name));
  }

  private static UnknownModelException unknown(Settings now, String name) {
    return new UnknownModelException(
        "There is no chain, link or model '"
            + shown(name)
            + "' here. Chains: "
            + String.join(", ", now.chains().keySet())
            + "; or name a link as provider/model.");
  }

  /** What a caller made up is shown in one line, and not at any length. */
  private static String shown(String name) {
    String line =
        INVISIBLE
            .matcher(name.substring(0, Math.min(name.length(), LONGEST_SHOWN)))
            .replaceAll(" ");
    return name.length() > LONGEST_SHOWN ? line + "…" : line;
  }
}
