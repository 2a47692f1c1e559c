package io.llmfailover.provider;

/** Finds the bean that calls a provider. Thread-safe. */
@FunctionalInterface
public interface Providers {
  /** The bean that calls this provider; never null. */
  Provider named(String provider);
}
