package io.llmfailover.api.generation;

import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.Prompt;
import io.llmfailover.api.AnswerHeaders;
import io.llmfailover.api.Errors;
import io.llmfailover.api.RequestBody;
import io.llmfailover.failover.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@code POST /v1/generate}: one prompt through a chain. */
@Path("generate")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class GenerationResource {
  private Engine engine;
  private RequestBody requestBody;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public GenerationResource() {}

  /** Asks this engine. */
  @Inject
  public GenerationResource(Engine engine, RequestBody requestBody) {
    this.engine = engine;
    this.requestBody = requestBody;
  }

  /** Answers when a link has; holds no thread until then. */
  @POST
  public CompletionStage<Response> generate(
      InputStream body, @HeaderParam("x-llm-deadline") String deadline) {
    String id = engine.newId();
    Prompt prompt;
    try {
      prompt = NativeTranslator.prompt(requestBody.read(body), Optional.ofNullable(deadline));
    } catch (LlmException wrong) {
      return CompletableFuture.completedFuture(failed(id, wrong));
    }
    return engine
        .generate(id, "", prompt)
        .handle((answer, failure) -> failure == null ? answered(answer) : failed(id, failure));
  }

  private static Response answered(Answer answer) {
    return AnswerHeaders.of(
            Response.ok(NativeTranslator.answer(answer), MediaType.APPLICATION_JSON_TYPE), answer)
        .build();
  }

  private static Response failed(String id, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof LlmException end)) {
      throw new CompletionException(cause);
    }
    Response.ResponseBuilder response =
        Response.status(Errors.kindOf(end).status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(NativeTranslator.error(end));
    return Errors.storm(AnswerHeaders.of(response, id, end.attempts()), end).build();
  }
}
