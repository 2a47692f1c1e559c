package io.llmfailover.config;

import io.llmfailover.chain.ApiKey;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.chain.Timeouts;
import io.llmfailover.config.ConfiguredValues.Found;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads one provider: where it is, how it is spoken to, its key. */
final class ProviderReader {
  private static final ValueFormat<String> DIALECT = Formats.oneOf("openai", "gemini", "anthropic");
  private static final ValueFormat<Duration> TIMEOUT = Formats.DURATION_ABOVE_ZERO;
  static final ValueFormat<Integer> RETRIES = Formats.wholeNumber(0, 10);
  static final ValueFormat<Integer> MAX_CONCURRENT = Formats.wholeNumber(1, 1_000_000);

  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  // The HTTP client sets these itself and refuses them from outside.
  private static final Set<String> CLIENTS_OWN_HEADERS =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i).*(change-?_?me|replace-?_?me|placeholder|your[-_].*key|x{6,}).*|<.*>|\\.{3,}");

  private final CheckedValues values;
  private final boolean simulator;

  /**
   * Reads providers from {@code values}.
   *
   * @param simulator whether the simulator is there
   */
  ProviderReader(CheckedValues values, boolean simulator) {
    this.values = values;
    this.simulator = simulator;
  }

  /** Providers that have an address of their own in the configuration, in alphabetical order. */
  List<String> namesWithUrl() {
    List<String> candidates = new ArrayList<>();
    values.namesBehind("llm.provider.").forEach(name -> candidates.add(upToDot(name)));
    values.namesBehind("llm.fallback.").forEach(candidates::add);
    return candidates.stream()
        .distinct()
        .filter(LinkLists::isProviderName)
        .filter(name -> values.peek(key(name, "url")).isPresent())
        .sorted()
        .toList();
  }

  /**
   * The provider of that name; empty when it has no address, or a wrong one.
   *
   * @param use where the provider is named, for the message when it has no address
   */
  Optional<ProviderSettings> read(String name, Optional<String> use) {
    Optional<BuiltInProvider> builtIn = builtIn(name);
    Optional<Found> writtenUrl = values.find(key(name, "url"));
    Optional<URI> url =
        values
            .read(key(name, "url"), AddressFormats.BASE_URL)
            .or(() -> builtIn.map(known -> URI.create(known.url())));
    if (url.isEmpty() && writtenUrl.isEmpty()) {
      missingUrl(name, use);
    }
    String dialect =
        values.read(
            key(name, "dialect"), DIALECT, builtIn.map(BuiltInProvider::dialect).orElse("openai"));
    boolean keyless =
        values.read(
            key(name, "keyless"),
            Formats.TRUE_FALSE,
            builtIn.map(BuiltInProvider::keyless).orElse(false));
    ApiKey apiKey = apiKey(name);
    Map<String, String> headers = headers(name);
    Timeouts timeouts = timeouts(name);
    int retries = values.read(key(name, "retries"), RETRIES, ShippedDefaults.RETRIES);
    int concurrent =
        values.read(key(name, "max-concurrent"), MAX_CONCURRENT, ShippedDefaults.MAX_CONCURRENT);
    String proxy = values.read(key(name, "proxy"), AddressFormats.PROXY, "");
    String trust = values.read(key(name, "trust-store"), AddressFormats.READABLE_FILE, "");
    return url.map(
        address ->
            new ProviderSettings(
                name,
                dialect,
                address,
                apiKey,
                keyless,
                headers,
                timeouts,
                retries,
                concurrent,
                proxy,
                trust));
  }

  private void missingUrl(String name, Optional<String> use) {
    String why =
        name.equals(BuiltInProvider.SIMULATOR.id())
            ? "the simulator is there only with llm.simulator=on"
            : "providers known without it are openai, gemini, together and anthropic; allowed is "
                + AddressFormats.BASE_URL.allowed();
    values.problem(
        key(name, "url"), "", "no source", use.map(u -> "needed by " + u + "; ").orElse("") + why);
  }

  private Optional<BuiltInProvider> builtIn(String name) {
    return BuiltInProvider.there(simulator).filter(known -> known.id().equals(name)).findFirst();
  }

  private ApiKey apiKey(String name) {
    List<String> keys = new ArrayList<>(List.of(key(name, "api-key")));
    if (builtIn(name).filter(BuiltInProvider::keyless).isEmpty()) {
      keys.addAll(BuiltInProvider.keyVariables(name));
    }
    for (String key : keys) {
      Optional<Found> found = values.find(key);
      if (found.isPresent()) {
        if (PLACEHOLDER.matcher(found.get().value()).matches()) {
          values.warn(ConfigLog.placeholderKey(key, found.get().source()));
        }
        return values.read(key, AddressFormats.API_KEY, ApiKey.NONE);
      }
    }
    return ApiKey.NONE;
  }

  private Map<String, String> headers(String provider) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String prefix = key(provider, "header") + ".";
    for (String name : values.namesBehind(prefix)) {
      values
          .find(prefix + name)
          .filter(found -> mayBeSent(name, prefix + name, found))
          .flatMap(found -> values.read(prefix + name, AddressFormats.HEADER))
          .ifPresent(value -> headers.put(name, value));
    }
    return headers;
  }

  private boolean mayBeSent(String name, String key, Found found) {
    boolean fine =
        HEADER_NAME.matcher(name).matches()
            && !CLIENTS_OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT));
    if (!fine) {
      values.problem(
          key,
          "***",
          found.source(),
          "allowed are header names of letters, digits and dashes, other than "
              + String.join(", ", CLIENTS_OWN_HEADERS.stream().sorted().toList()));
    }
    return fine;
  }

  private Timeouts timeouts(String name) {
    Timeouts shipped = ShippedDefaults.TIMEOUTS;
    return new Timeouts(
        values.read(key(name, "timeout"), TIMEOUT, shipped.attempt()),
        values.read(key(name, "first-token-timeout"), TIMEOUT, shipped.firstToken()),
        values.read(key(name, "idle-timeout"), TIMEOUT, shipped.idle()),
        values.read(key(name, "connect-timeout"), TIMEOUT, shipped.connect()));
  }

  private static String upToDot(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static String key(String provider, String setting) {
    return "llm.provider." + provider + "." + setting;
  }
}
