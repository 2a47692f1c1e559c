package io.llmfailover.routing;

import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.Settings;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes rules that choose chains. */
final class Routes {
  private Routes() {}

  /** A rule that is never prepared: what tells languages is loaded when a prompt needs it. */
  static NeedRule without(DetectedLanguages languages) {
    return under(
        () -> {
          throw new AssertionError("the settings come with each prompt");
        },
        languages);
  }

  /** A rule under these settings. */
  static NeedRule under(Supplier<Settings> settings, DetectedLanguages languages) {
    return new NeedRule(
        new CurrentSettings() {
          @Override
          public Settings get() {
            return settings.get();
          }

          @Override
          public Optional<String> problem() {
            return Optional.empty();
          }
        },
        languages);
  }
}
