/**
 * Configuration as one immutable snapshot: read from MicroProfile Config as a whole, checked as a
 * whole, replaced as a whole. A generation keeps the {@link io.llmfailover.config.Settings} it
 * started with.
 *
 * <p>Decisions: defaults live here, in code; a wrong value names its key, value, source and what is
 * allowed; nothing outside this package reads a configuration key. Knows {@code chain} and the
 * root.
 */
package io.llmfailover.config;
