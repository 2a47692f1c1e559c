package io.llmfailover.api;

import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The answer to a request that came through JAX-RS.
 *
 * @param response resumed with it
 */
record SuspendedAnswer(AsyncResponse response) implements AnswerOutlet {
  @Override
  public void answer(WholeAnswer answer) {
    Response.ResponseBuilder built =
        Response.status(answer.status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(answer.body().whole());
    answer.headers().forEach(built::header);
    response.resume(built.build());
  }
}
