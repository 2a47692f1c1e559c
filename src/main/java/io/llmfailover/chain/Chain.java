package io.llmfailover.chain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Links in the order they are tried. A link named twice is tried once.
 *
 * @param name the chain's name; {@code default}, a configured name, or what a caller asked for
 * @param links never empty
 */
public record Chain(String name, List<Link> links) {
  /** The name of the default chain. */
  public static final String DEFAULT = "default";

  /** Drops repeated links, keeping the first. */
  public Chain {
    Objects.requireNonNull(name, "name");
    Map<LinkName, Link> once = new LinkedHashMap<>();
    links.forEach(link -> once.putIfAbsent(link.name(), link));
    links = List.copyOf(once.values());
    if (links.isEmpty()) {
      throw new IllegalArgumentException("chain " + name + " has no links");
    }
  }
}
