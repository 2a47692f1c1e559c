package io.llmfailover.failover;

/** CDI event, synchronous: other settings are in force from now on. */
public record SettingsChanged() {}
