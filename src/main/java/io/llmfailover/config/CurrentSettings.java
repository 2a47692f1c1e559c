package io.llmfailover.config;

/** Gives the settings in force now. Thread-safe; cheap enough to ask once per generation. */
@FunctionalInterface
public interface CurrentSettings {
  /** The settings in force now. */
  Settings get();
}
