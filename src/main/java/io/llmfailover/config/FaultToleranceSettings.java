package io.llmfailover.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Tells MicroProfile Fault Tolerance what {@code llm.provider.<p>.retries} and {@code
 * .max-concurrent} say, under its own keys. A user's own standard key wins: this source's ordinal
 * is below all usual ones. Values that are wrong are left to {@link SettingsReader} to report.
 *
 * <p>Providers made by configuration share one class, and each minds its own limits. So that the
 * shared annotation never cuts in before, it gets the most retries any of them has, and room for
 * the calls of all of them together.
 *
 * <p>Thread-safe. Asked for every key the server looks up, so any other key is answered at once.
 */
public final class FaultToleranceSettings implements ConfigSource {
  private static final int BELOW_ALL_USUAL_SOURCES = 90;
  private static final String PACKAGE = "io.llmfailover.provider.";
  private static final Map<String, String> PROVIDERS =
      Map.of(
          PACKAGE + "openai.OpenAiProvider", "openai",
          PACKAGE + "openai.TogetherProvider", "together",
          PACKAGE + "gemini.GeminiProvider", "gemini",
          PACKAGE + "anthropic.AnthropicProvider", "anthropic");
  private static final String SHARED = PACKAGE + "CompatibleProvider";
  private static final String RETRIES = "/generate/Retry/maxRetries";
  private static final String BULKHEAD = "/generate/Bulkhead/value";
  private static final String OURS = "llm.provider.";

  /** How this source is called where a value's origin is told. */
  static final String NAME = "llm-failover: limits of providers for Fault Tolerance";

  private final Supplier<Config> config;
  private final ThreadLocal<Boolean> asking = new ThreadLocal<>();

  /** Made by the Config runtime. */
  public FaultToleranceSettings() {
    this(ConfigProvider::getConfig);
  }

  FaultToleranceSettings(Supplier<Config> config) {
    this.config = config;
  }

  @Override
  public String getName() {
    return NAME;
  }

  /** Fixed: the inherited way would look a key up. */
  @Override
  public int getOrdinal() {
    return BELOW_ALL_USUAL_SOURCES;
  }

  /** None: the keys are derived, and only ever asked for by exact name. */
  @Override
  public Set<String> getPropertyNames() {
    return Set.of();
  }

  /** The value for one of Fault Tolerance's keys; null, as the interface demands, for others. */
  @Override
  public String getValue(String key) {
    // The guard: what is looked up below comes by here again, and must not look up further.
    if (!key.startsWith(PACKAGE) || asking.get() != null) {
      return null;
    }
    asking.set(true);
    try {
      return translated(key).map(String::valueOf).orElse(null);
    } catch (IllegalStateException noConfigYet) {
      return null;
    } finally {
      asking.remove();
    }
  }

  private Optional<Integer> translated(String key) {
    if (key.endsWith(RETRIES)) {
      return retries(key.substring(0, key.length() - RETRIES.length()));
    }
    if (key.endsWith(BULKHEAD)) {
      return concurrent(key.substring(0, key.length() - BULKHEAD.length()));
    }
    return Optional.empty();
  }

  private Optional<Integer> retries(String type) {
    if (!type.equals(SHARED)) {
      return Optional.ofNullable(PROVIDERS.get(type)).flatMap(this::retriesOf);
    }
    return ownProviders().stream()
        .map(provider -> retriesOf(provider).orElse(ShippedDefaults.RETRIES))
        .reduce(Math::max);
  }

  private Optional<Integer> concurrent(String type) {
    if (!type.equals(SHARED)) {
      return Optional.ofNullable(PROVIDERS.get(type)).flatMap(this::concurrentOf);
    }
    return ownProviders().stream()
        .map(provider -> concurrentOf(provider).orElse(ShippedDefaults.MAX_CONCURRENT))
        .reduce(Math::addExact);
  }

  private Optional<Integer> retriesOf(String provider) {
    return read(provider + ".retries", ProviderReader.RETRIES);
  }

  private Optional<Integer> concurrentOf(String provider) {
    return read(provider + ".max-concurrent", ProviderReader.MAX_CONCURRENT);
  }

  private Optional<Integer> read(String setting, ValueFormat<Integer> format) {
    return new MicroProfileSettings(config.get())
        .find(OURS + setting)
        .flatMap(found -> format.parser().apply(found.value().strip()));
  }

  /** Providers with settings of their own that have no class of their own. */
  private Set<String> ownProviders() {
    Set<String> own = new TreeSet<>();
    for (String name : config.get().getPropertyNames()) {
      int dot = name.indexOf('.', OURS.length());
      if (name.startsWith(OURS) && dot > 0) {
        own.add(name.substring(OURS.length(), dot));
      }
    }
    List<String> withClass = new ArrayList<>(PROVIDERS.values());
    withClass.add(BuiltInProvider.SIMULATOR.id());
    own.removeAll(withClass);
    return own;
  }
}
