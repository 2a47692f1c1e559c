package io.llmfailover.it.app;

import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import io.llmfailover.Prompt;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.concurrent.CompletionStage;

/** A JAX-RS resource with a generator, waiting for it or not. */
@Path("ask")
@Produces("text/plain")
public class AskResource {
  @Inject @LlmGenerator private Llm llm;

  /** For the container. */
  public AskResource() {}

  /** Waits. */
  @GET
  public String ask(@QueryParam("question") String question) {
    return llm.generate(question).text();
  }

  /** Does not wait. */
  @GET
  @Path("later")
  public CompletionStage<String> later(@QueryParam("question") String question) {
    return llm.generateAsync(Prompt.of(question)).thenApply(answer -> answer.text());
  }
}
