package io.llmfailover.api.openai;

import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.config.ConfiguredNames;
import io.llmfailover.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a caller may name as model: chains first, then the links whose provider can be called. */
final class ModelList {
  private static final String OWN = "llm-failover";

  private final List<Entry> entries = new ArrayList<>();
  private final List<Link> links;

  private ModelList(Settings settings) {
    settings.chains().keySet().stream()
        // The one asked for by most comes first.
        .sorted((a, b) -> Boolean.compare(b.equals(Chain.DEFAULT), a.equals(Chain.DEFAULT)))
        .forEach(chain -> entries.add(new Entry(chain, OWN)));
    links =
        ConfiguredNames.of(settings).links().stream()
            .filter(link -> link.provider().usable())
            .toList();
    links.forEach(link -> entries.add(new Entry(link.toString(), link.name().provider())));
  }

  /** A name and whose it is. */
  record Entry(String id, String owner) {}

  static ModelList of(Settings settings) {
    return new ModelList(settings);
  }

  /** All of them; never empty. */
  List<Entry> all() {
    return List.copyOf(entries);
  }

  /** The one of that name, which may also be a link's bare model. */
  Optional<Entry> find(String id) {
    return entries.stream()
        .filter(entry -> entry.id().equals(id))
        .findFirst()
        .or(
            () ->
                links.stream()
                    .filter(link -> link.name().model().equals(id))
                    .findFirst()
                    .map(link -> new Entry(id, link.name().provider())));
  }
}
