package io.llmfailover.api;

import io.llmfailover.Answer;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmException;
import io.llmfailover.Prompt;
import io.llmfailover.StreamPolicy;
import io.llmfailover.config.Durations;
import io.llmfailover.failover.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Where every surface's generations come in: reads the request, adds what headers say, asks the
 * engine and has the surface write what comes back. Thread-safe; holds no thread while it waits.
 */
@ApplicationScoped
public class GenerationDoor {
  private Engine engine;
  private RequestBody requestBody;

  /** For the proxy. */
  protected GenerationDoor() {}

  /** Asks this engine. */
  @Inject
  public GenerationDoor(Engine engine, RequestBody requestBody) {
    this.engine = engine;
    this.requestBody = requestBody;
  }

  /**
   * Lets one request in. Returns at once; the answer follows on {@code response}, or as events on
   * {@code out}.
   */
  public void open(
      Surface surface,
      InputStream body,
      AsyncResponse response,
      HttpServletRequest request,
      HttpServletResponse out) {
    String id = engine.newId();
    Asked asked;
    try {
      asked = withHeaders(surface.read(requestBody.read(body)), request);
    } catch (LlmException wrong) {
      response.resume(failed(surface, id, wrong));
      return;
    }
    engine
        .generate(id, "", asked.prompt())
        .whenComplete(
            (answer, failure) ->
                response.resume(
                    failure == null
                        ? answered(surface, asked, answer)
                        : ended(surface, id, failure)));
  }

  private static Asked withHeaders(Asked asked, HttpServletRequest request) {
    Prompt.Builder prompt = asked.prompt().toBuilder();
    Optional<Duration> sent =
        Optional.ofNullable(request.getHeader("x-llm-deadline")).map(GenerationDoor::duration);
    Optional<Duration> said = asked.prompt().deadline();
    sent.filter(span -> said.isEmpty() || span.compareTo(said.get()) < 0)
        .ifPresent(prompt::deadline);
    Optional.ofNullable(request.getHeader("x-llm-stream-policy"))
        .map(GenerationDoor::policy)
        .filter(policy -> asked.prompt().streamPolicy().isEmpty())
        .ifPresent(prompt::streamPolicy);
    return new Asked(prompt.build(), asked.streamed());
  }

  private static Duration duration(String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new InvalidPromptException(
                    "x-llm-deadline", "must be a duration such as 20s or PT20S"));
  }

  private static StreamPolicy policy(String text) {
    return StreamPolicy.of(text)
        .orElseThrow(
            () ->
                new InvalidPromptException(
                    "x-llm-stream-policy", "must be resume, buffer or error"));
  }

  private static Response answered(Surface surface, Asked asked, Answer answer) {
    return AnswerHeaders.of(
            Response.ok(surface.answer(asked, answer), MediaType.APPLICATION_JSON_TYPE), answer)
        .build();
  }

  private static Object ended(Surface surface, String id, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof LlmException end ? failed(surface, id, end) : cause;
  }

  private static Response failed(Surface surface, String id, LlmException end) {
    Errors.Kind kind = Errors.kindOf(end);
    Response.ResponseBuilder response =
        Response.status(kind.status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(surface.errors().of(kind, end));
    return Errors.storm(AnswerHeaders.of(response, id, end.attempts()), end).build();
  }
}
