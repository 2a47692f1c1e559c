package io.llmfailover.config;

import io.llmfailover.chain.Catalogue;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The chains, and which of them a caller's model name means. Immutable. Chains for names known
 * beforehand are made once; callers may send any other name, so those are not kept.
 */
final class Chains {
  private static final String AUTO = "auto";

  private final Links links;
  private final Catalogue catalogue;
  private final Map<String, Chain> chains;
  private final Map<String, List<Link>> fallbacks;
  private final Map<String, Chain> prepared;

  /**
   * Makes the chains.
   *
   * @param lists the links of each chain by its name, {@link Chain#DEFAULT} first
   * @param fallbacks by provider; the default chain follows for all others
   * @param models bare names callers are likely to send
   */
  Chains(
      Links links,
      Catalogue catalogue,
      Map<String, List<LinkName>> lists,
      Map<String, List<LinkName>> fallbacks,
      Set<String> models) {
    this.links = links;
    this.catalogue = catalogue;
    Map<String, Chain> named = new LinkedHashMap<>();
    lists.forEach((name, list) -> named.put(name, new Chain(name, linksOf(list))));
    this.chains = Collections.unmodifiableMap(named);
    Map<String, List<Link>> behind = new HashMap<>();
    fallbacks.forEach((provider, list) -> behind.put(provider, linksOf(list)));
    this.fallbacks = Map.copyOf(behind);
    this.prepared = Map.copyOf(prepare(models));
  }

  Map<String, Chain> all() {
    return chains;
  }

  Chain byDefault() {
    return chains.get(Chain.DEFAULT);
  }

  /** As {@link Settings#chainFor}. */
  Optional<Chain> meantBy(String model) {
    String asked = model.strip();
    if (asked.isEmpty() || asked.equals(AUTO)) {
      return Optional.of(byDefault());
    }
    Optional<Chain> ready = Optional.ofNullable(prepared.get(asked));
    return ready.isPresent() ? ready : make(asked);
  }

  private Map<String, Chain> prepare(Set<String> models) {
    Map<String, Chain> ready = new HashMap<>();
    models.forEach(model -> make(model).ifPresent(chain -> ready.put(model, chain)));
    chains.values().forEach(chain -> chain.links().forEach(link -> prepare(link, ready)));
    fallbacks.values().forEach(list -> list.forEach(link -> prepare(link, ready)));
    ready.putAll(chains);
    return ready;
  }

  private void prepare(Link link, Map<String, Chain> ready) {
    ready.put(link.toString(), startingWith(link, link.toString()));
  }

  /** Chains' names come first, then links, then models known by their bare name. */
  private Optional<Chain> make(String asked) {
    Optional<Chain> named = Optional.ofNullable(chains.get(asked));
    return named
        .or(() -> LinkLists.link(asked).flatMap(links::named).map(l -> startingWith(l, asked)))
        .or(() -> bare(asked));
  }

  /** As {@link Settings#chainOf}. */
  Optional<Chain> of(List<String> models) {
    List<Link> exactly = new ArrayList<>();
    for (String model : models) {
      Optional<Link> link =
          LinkLists.link(model.strip()).flatMap(links::named).or(() -> linkOfModel(model.strip()));
      if (link.isEmpty()) {
        return Optional.empty();
      }
      exactly.add(link.get());
    }
    return Optional.of(new Chain(String.join(", ", models), exactly));
  }

  private Optional<Chain> bare(String model) {
    return linkOfModel(model).map(link -> startingWith(link, model));
  }

  private Optional<Link> linkOfModel(String model) {
    return catalogue
        .providerOf(model)
        .flatMap(provider -> links.named(new LinkName(provider, model)));
  }

  private Chain startingWith(Link first, String asked) {
    List<Link> all = new ArrayList<>(List.of(first));
    List<Link> others = fallbacks.get(first.name().provider());
    all.addAll(others == null ? byDefault().links() : others);
    return new Chain(asked, all);
  }

  private List<Link> linksOf(List<LinkName> names) {
    return names.stream().map(links::named).flatMap(Optional::stream).toList();
  }
}
