package io.llmfailover.chain;

/** What a model may be able to do. */
public enum Capability {
  /** Reads pictures. */
  VISION,
  /** Asks for tools. */
  TOOLS,
  /** Follows a JSON Schema by itself. */
  JSON_SCHEMA,
  /** Thinks before it answers; such models refuse most sampling parameters. */
  REASONING,
  /** Goes on from the beginning of an answer that is put in its mouth. */
  PREFILL
}
