package io.llmfailover.it.app;

import io.llmfailover.LlmGenerator;
import io.llmfailover.TypedLlm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Asks for a type that says nothing. */
@ApplicationScoped
public class AnythingTyped {
  @Inject @LlmGenerator TypedLlm<Object> anything;
}
