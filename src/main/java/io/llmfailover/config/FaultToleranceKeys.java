package io.llmfailover.config;

import java.util.List;

/**
 * The keys of MicroProfile Fault Tolerance itself, where somebody uses them to limit calls of
 * providers beyond what {@code llm.provider.<p>.*} says. Stateless; the keys are looked up at each
 * question, so ask when the application starts.
 */
public final class FaultToleranceKeys {
  /** What can end, queue or refuse a call that fails in no other way. */
  private static final List<String> LIMITS =
      List.of(
          "Asynchronous/enabled",
          "Bulkhead/enabled",
          "Bulkhead/value",
          "Bulkhead/waitingTaskQueue",
          "Timeout/enabled",
          "Timeout/unit",
          "Timeout/value");

  private static final String RETRIES = "Retry/maxRetries";
  private static final String RETRIES_ENABLED = "Retry/enabled";

  private FaultToleranceKeys() {}

  /** Whether this application's configuration has such a key for calls of this provider class. */
  public static boolean limitCalls(String providerClass) {
    return limitCalls(MicroProfileSettings.ofApplication(), providerClass);
  }

  static boolean limitCalls(ConfiguredValues settings, String providerClass) {
    return scopes(providerClass).stream()
        .flatMap(scope -> LIMITS.stream().map(scope::concat))
        .flatMap(key -> settings.find(key).stream())
        .anyMatch(found -> !found.source().equals(FaultToleranceSettings.NAME));
  }

  /**
   * Whether a failed call of this provider class may be repeated, as far as Fault Tolerance goes.
   */
  public static boolean repeatCalls(String providerClass) {
    return repeatCalls(MicroProfileSettings.ofApplication(), providerClass);
  }

  static boolean repeatCalls(ConfiguredValues settings, String providerClass) {
    return !says("0", RETRIES, settings, providerClass)
        && !says("false", RETRIES_ENABLED, settings, providerClass);
  }

  /** Whether the key that counts, that of the narrowest scope, has this value. */
  private static boolean says(
      String value, String key, ConfiguredValues settings, String providerClass) {
    return scopes(providerClass).stream()
        .flatMap(scope -> settings.find(scope + key).stream())
        .findFirst()
        .filter(found -> found.value().strip().equalsIgnoreCase(value))
        .isPresent();
  }

  /** Narrowest first. */
  private static List<String> scopes(String providerClass) {
    return List.of(providerClass + "/generate/", providerClass + "/", "");
  }
}
