package io.llmfailover.config;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The settings in force, replaced as a whole when the configuration has changed and is valid.
 * Thread-safe: {@link #get()} reads one volatile field, {@link #refresh()} lets one thread in at a
 * time.
 */
public final class LiveSettings implements CurrentSettings {
  private final Supplier<? extends ConfiguredValues> source;
  private final ConfigLog log;

  private volatile Settings inForce;
  private volatile String problem = "";
  // Guarded by this: what the last whole reading saw, why it was refused, what it warned of.
  private RememberedValues seen;
  private String refused = "";
  private Set<String> warned = Set.of();

  /**
   * Reads the configuration for the first time and logs what deserves a look.
   *
   * @param source asked anew at each reading
   * @throws InvalidConfigurationException when values are wrong
   */
  public LiveSettings(Supplier<? extends ConfiguredValues> source) {
    this(source, new ConfigLog());
  }

  LiveSettings(Supplier<? extends ConfiguredValues> source, ConfigLog log) {
    this.source = source;
    this.log = log;
    this.seen = new RememberedValues(source.get());
    accept(SettingsReader.read(seen));
  }

  @Override
  public Settings get() {
    return inForce;
  }

  /** What is wrong with the configuration as it stands, while an older one is in force. */
  @Override
  public Optional<String> problem() {
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  /**
   * Reads the configuration again if it has changed since the last time. A wrong one is logged
   * once, and the settings in force stay. Never throws: it is meant to be called by a timer, which
   * would stop.
   */
  public synchronized void refresh() {
    try {
      ConfiguredValues now = source.get();
      if (seen.holdsFor(now)) {
        problem = refused;
        return;
      }
      read(new RememberedValues(now));
    } catch (RuntimeException broken) {
      // Not ours to judge: the sources may be closing down with the application.
      keep(ConfigLog.unreadable(broken));
    }
  }

  private void read(RememberedValues values) {
    try {
      SettingsReader.Reading reading = SettingsReader.read(values);
      log.info(ConfigLog.changed());
      accept(reading);
      refused = "";
    } catch (InvalidConfigurationException wrong) {
      keep(wrong.getMessage());
      refused = wrong.getMessage();
    }
    // Only now: a reading that broke off has not seen everything.
    seen = values;
  }

  private void accept(SettingsReader.Reading reading) {
    inForce = reading.settings();
    problem = "";
    reading.warnings().stream().filter(text -> !warned.contains(text)).forEach(log::warn);
    warned = Set.copyOf(reading.warnings());
  }

  private void keep(String message) {
    if (!problem.equals(message)) {
      log.error(ConfigLog.oldStaysInForce(message));
    }
    problem = message;
  }
}
