package io.llmfailover.config;

import io.llmfailover.chain.Chain;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.ConfiguredValues.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the chains and fallbacks as they are written, before any provider is known. */
final class LinkLists {
  private static final String CHAIN = "llm.chain";
  private static final Pattern CHAIN_NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern PROVIDER_NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
  // Callers name models, and names go into logs, headers and memory: nothing invisible is in one,
  // and none is longer than the longest there are several times over.
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Z}\\p{C}]");
  private static final int LONGEST_MODEL = 256;

  private final CheckedValues values;
  private final Map<String, List<LinkName>> named = new TreeMap<>();
  private final Map<String, List<LinkName>> fallbacks = new LinkedHashMap<>();
  // By provider: where it is named first, for the message when it has no address.
  private final Map<String, String> firstUse = new LinkedHashMap<>();

  LinkLists(CheckedValues values) {
    this.values = values;
    readNamedChains();
  }

  /** {@code llm.chain}, when it is configured. */
  Optional<List<LinkName>> defaultChain() {
    return read(CHAIN);
  }

  /** The named chains by name, shipped ones among them. */
  Map<String, List<LinkName>> named() {
    return named;
  }

  /** What follows a link of a provider, where that is not the default chain. */
  Map<String, List<LinkName>> fallbacks() {
    return fallbacks;
  }

  /** Where a provider is named first in a configured list. */
  Optional<String> firstUse(String provider) {
    return Optional.ofNullable(firstUse.get(provider));
  }

  /** The providers configured lists name, in the order they are met. */
  Set<String> providersNamed() {
    return new LinkedHashSet<>(firstUse.keySet());
  }

  /** Reads what follows links of this provider. */
  void readFallback(String provider) {
    Optional<List<LinkName>> written = read("llm.fallback." + provider);
    Optional<List<LinkName>> shipped = Optional.ofNullable(ShippedDefaults.FALLBACKS.get(provider));
    written.or(() -> shipped).ifPresent(links -> fallbacks.put(provider, links));
  }

  private void readNamedChains() {
    named.putAll(ShippedDefaults.CHAINS);
    Set<String> names = new TreeSet<>(named.keySet());
    values.namesBehind(CHAIN + ".").stream()
        // What has a dot is a chain's setting.
        .filter(name -> !name.contains("."))
        .forEach(names::add);
    names.forEach(name -> readNamed(name).ifPresent(links -> named.put(name, links)));
  }

  private Optional<List<LinkName>> readNamed(String name) {
    String key = CHAIN + "." + name;
    boolean taken = name.equals("auto") || name.equals(Chain.DEFAULT);
    if (taken || !CHAIN_NAME.matcher(name).matches()) {
      values
          .find(key)
          .ifPresent(
              found ->
                  values.problem(
                      key,
                      found.value(),
                      found.source(),
                      "a chain's name consists of lower case letters, digits and dashes, starts"
                          + " with a letter, and is not auto or default"));
      return Optional.empty();
    }
    return read(key);
  }

  private Optional<List<LinkName>> read(String key) {
    return values.find(key).map(found -> linksIn(key, found));
  }

  private List<LinkName> linksIn(String key, Found found) {
    List<LinkName> links = new ArrayList<>();
    boolean empty = true;
    for (String item : found.value().split(",")) {
      String text = item.strip();
      if (!text.isEmpty()) {
        empty = false;
        keep(key, found, text, links);
      }
    }
    if (empty) {
      values.problem(
          key,
          found.value(),
          found.source(),
          "allowed is at least one link, written provider/model, …");
    }
    return List.copyOf(links);
  }

  private void keep(String key, Found found, String text, List<LinkName> links) {
    Optional<LinkName> link = link(text);
    if (link.isEmpty()) {
      values.problem(
          key,
          found.value(),
          found.source(),
          "'"
              + CheckedValues.printable(text)
              + "' is not a link; allowed are links written provider/model with a provider in lower"
              + " case and no blanks, separated by commas");
      return;
    }
    links.add(link.get());
    firstUse.putIfAbsent(
        link.get().provider(),
        key + " = '" + CheckedValues.printable(found.value()) + "' (from " + found.source() + ")");
  }

  /** The link a text names, when it is written as one. */
  static Optional<LinkName> link(String text) {
    int slash = text.indexOf('/');
    boolean wellFormed =
        slash > 0
            && slash < text.length() - 1
            && text.length() - slash - 1 <= LONGEST_MODEL
            && PROVIDER_NAME.matcher(text.substring(0, slash)).matches()
            && !INVISIBLE.matcher(text).find();
    return wellFormed ? Optional.of(LinkName.parse(text)) : Optional.empty();
  }

  /** Whether a provider may be called that. */
  static boolean isProviderName(String name) {
    return PROVIDER_NAME.matcher(name).matches();
  }
}
