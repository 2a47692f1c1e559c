package io.llmfailover.api;

import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.failover.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.CompletionException;

/**
 * Where every surface's generations come in: reads the request, adds what headers say, asks the
 * engine and has the surface write what comes back. Thread-safe; holds no thread while it waits.
 */
@ApplicationScoped
public class GenerationDoor {
  private Engine engine;
  private RequestBody requestBody;
  private Streams streams;

  /** For the proxy. */
  protected GenerationDoor() {}

  /** Asks this engine. */
  @Inject
  public GenerationDoor(Engine engine, RequestBody requestBody, Streams streams) {
    this.engine = engine;
    this.requestBody = requestBody;
    this.streams = streams;
  }

  /**
   * Lets one request in. Called on the request's thread; returns at once. The answer follows on
   * {@code response}; or, when it is wanted in pieces, as events beside it: then {@code response}
   * is resumed only if the generation fails before the first piece.
   *
   * <p>The method that calls it must produce {@code text/event-stream} besides JSON, or clients
   * that accept nothing else are refused before they come here.
   *
   * @param out the response to {@code request}
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
      asked = CallerHeaders.added(surface.read(requestBody.read(body)), request::getHeader);
    } catch (LlmException wrong) {
      response.resume(failed(surface, id, wrong));
      return;
    }
    if (asked.streamed()) {
      streams.begin(
          id,
          surface.stream(asked, id),
          request,
          failure -> response.resume(ended(surface, id, failure)),
          sink -> engine.stream(id, "", asked.prompt(), sink));
      return;
    }
    engine
        .generate(id, "", asked.prompt())
        .whenComplete(
            (answer, failure) ->
                response.resume(
                    failure == null
                        ? answered(surface, id, asked, answer)
                        : ended(surface, id, failure)));
  }

  /** A mistake in writing an answer must not leave its caller waiting. */
  private static Response answered(Surface surface, String id, Asked asked, Answer answer) {
    try {
      return answered(surface, asked, answer);
    } catch (RuntimeException bug) {
      return ended(surface, id, bug);
    }
  }

  private static Response answered(Surface surface, Asked asked, Answer answer) {
    return AnswerHeaders.of(
            Response.ok(surface.answer(asked, answer), MediaType.APPLICATION_JSON_TYPE), answer)
        .build();
  }

  private static Response ended(Surface surface, String id, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return failed(
        surface,
        id,
        cause instanceof LlmException end ? end : InternalErrorException.logged(id, cause));
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
