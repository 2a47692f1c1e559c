package io.llmfailover.api;

import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.failover.Engine;
import io.llmfailover.json.WrittenJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * Where every surface's generations come in: reads the request, adds what headers say, asks the
 * engine and has the surface write what comes back. Thread-safe; holds no thread while it waits.
 */
@ApplicationScoped
public class GenerationDoor {
  private static final int OK = 200;
  private static final long UNKNOWN = -1;

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
   * Lets one request in that came through JAX-RS. Called on the request's thread; returns at once.
   * The answer follows on {@code response}; or, when it is wanted in pieces, as events beside it:
   * then {@code response} is resumed only if the generation fails before the first piece.
   *
   * <p>The method that calls it must produce {@code text/event-stream} besides JSON, or clients
   * that accept nothing else are refused before they come here.
   *
   * @param body decoded
   * @param out the response to {@code request}
   */
  public void open(
      Surface surface,
      InputStream body,
      AsyncResponse response,
      HttpServletRequest request,
      HttpServletResponse out) {
    open(surface, body, UNKNOWN, request, new SuspendedAnswer(response));
  }

  /**
   * Lets one request in, already an asynchronous one. Called on the request's thread, which reads
   * the body; returns then. An error in the request is answered before that, on this thread; all
   * else on the thread that ends the generation, which waits for a client that takes its answer
   * slowly. Events are written beside {@code outlet}, on threads of their own.
   *
   * @param announced the body's length in bytes as it comes from {@code body}; negative when
   *     unknown
   */
  public void open(
      Surface surface,
      InputStream body,
      long announced,
      HttpServletRequest request,
      AnswerOutlet outlet) {
    String id = engine.newId();
    try {
      byte[] sent = requestBody.read(body, announced);
      Asked asked = CallerHeaders.added(surface.read(sent), request::getHeader);
      ask(surface, id, asked, request, outlet);
    } catch (BodyTooLargeException tooLarge) {
      outlet.answer(refused(surface, id, Errors.BODY_TOO_LARGE, tooLarge.getMessage()));
    } catch (RuntimeException | Error failure) {
      outlet.answer(ended(surface, id, failure));
    }
  }

  private void ask(
      Surface surface, String id, Asked asked, HttpServletRequest request, AnswerOutlet outlet) {
    if (asked.streamed()) {
      streams.begin(
          id,
          surface.stream(asked, id),
          request,
          failure -> outlet.answer(ended(surface, id, failure)),
          sink -> engine.stream(id, "", asked.prompt(), sink));
      return;
    }
    engine
        .generate(id, "", asked.prompt())
        .whenComplete(
            (answer, failure) ->
                outlet.answer(
                    failure == null
                        ? answered(surface, id, asked, answer)
                        : ended(surface, id, failure)));
  }

  /** A mistake in writing an answer must not leave its caller waiting. */
  private static WholeAnswer answered(Surface surface, String id, Asked asked, Answer answer) {
    try {
      return new WholeAnswer(OK, AnswerHeaders.of(answer), surface.answer(asked, answer));
    } catch (RuntimeException bug) {
      return ended(surface, id, bug);
    }
  }

  private static WholeAnswer ended(Surface surface, String id, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return failed(
        surface,
        id,
        cause instanceof LlmException end ? end : InternalErrorException.logged(id, cause));
  }

  private static WholeAnswer failed(Surface surface, String id, LlmException end) {
    Errors.Kind kind = Errors.kindOf(end);
    Map<String, String> headers = AnswerHeaders.of(id, end.attempts());
    headers.putAll(Errors.storm(end));
    return new WholeAnswer(kind.status(), headers, WrittenJson.of(surface.errors().of(kind, end)));
  }

  /** What never became a generation. */
  private static WholeAnswer refused(Surface surface, String id, Errors.Kind kind, String message) {
    return new WholeAnswer(
        kind.status(),
        Map.of("x-request-id", id),
        WrittenJson.of(surface.errors().of(kind, message)));
  }
}
