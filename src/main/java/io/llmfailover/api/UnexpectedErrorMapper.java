package io.llmfailover.api;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps what nobody expected out of the answer: the caller gets an id, the log gets the rest. */
@Provider
public class UnexpectedErrorMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof BodyTooLargeException) {
      return Errors.response(Errors.BODY_TOO_LARGE, thrown.getMessage());
    }
    String id = UUID.randomUUID().toString();
    LOG.log(Level.SEVERE, "LLMF0050E: Request " + id + " ended in an internal error", thrown);
    Response shaped =
        Errors.response(
            Errors.Kind.ofStatus(500),
            "An internal error; the server's log knows it as " + id + ".");
    return Response.fromResponse(shaped).header("x-request-id", id).build();
  }
}
