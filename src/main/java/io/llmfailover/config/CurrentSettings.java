package io.llmfailover.config;

import java.util.Optional;

/** Gives the settings in force now. Thread-safe; cheap enough to ask once per generation. */
public interface CurrentSettings {
  /** The settings in force now. */
  Settings get();

  /**
   * Why newer configuration is not in force: what is wrong with it. Empty when the settings in
   * force are the newest.
   */
  Optional<String> problem();
}
