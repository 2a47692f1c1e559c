package io.llmfailover.it.app;

import io.llmfailover.LlmGenerator;
import io.llmfailover.TypedLlm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Does not say which type it asks for. */
@ApplicationScoped
public class RawTyped {
  @Inject
  @LlmGenerator
  @SuppressWarnings("rawtypes")
  TypedLlm lessons;
}
