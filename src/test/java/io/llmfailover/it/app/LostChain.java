package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Asks for a chain nobody configured. */
@ApplicationScoped
public class LostChain {
  @Inject
  @LlmGenerator("nosuchchain")
  Llm llm;
}
