package io.llmfailover.config;

import io.llmfailover.chain.Catalogue;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ProviderSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything configured, at one moment. Immutable and thread-safe; never printed with a secret. */
public interface Settings {
  /** The chain used when a caller names none. */
  Chain defaultChain();

  /** All chains by name, {@link Chain#DEFAULT} among them, in a stable order. */
  Map<String, Chain> chains();

  /** All providers by name. */
  Map<String, ProviderSettings> providers();

  /**
   * The chain a caller means: nothing, {@code auto} or {@code default}; a chain's name; {@code
   * provider/model} with its provider's fallback behind it; or a bare model the catalogue knows,
   * likewise. Looked up in this order.
   *
   * @return empty when nobody knows the name
   */
  Optional<Chain> chainFor(String model);

  /**
   * A chain of exactly these links, in this order; each a link, or a model that {@link #chainFor}
   * knows by its bare name.
   *
   * @param models not empty
   * @return empty when one of them is not known
   */
  Optional<Chain> chainOf(List<String> models);

  /**
   * The link of that name, whether or not a chain has it, with the provider's settings and the
   * catalogue's facts.
   *
   * @return empty when the provider is not known
   */
  Optional<Link> link(LinkName name);

  /** What replaces a retired model: {@code llm.replace.<model>}, else the catalogue's word. */
  Optional<Link> replacementOf(Link retired);

  /** What is known about models. */
  Catalogue catalogue();

  /** How a generation goes. */
  GenerationSettings generation();

  /** How failures are remembered. */
  HealthSettings health();

  /** What is tunable per chain; the general values for a chain that has none of its own. */
  ChainSettings chainSettings(String chain);

  /** Which chain a prompt gets for which nobody named one. */
  RouteSettings routes();

  /** Who may call over HTTP. */
  AccessSettings access();

  /** Whether and how long the server exercises itself after its start. */
  WarmUpSettings warmUp();

  /** Whether the simulator is there. */
  boolean simulator();
}
