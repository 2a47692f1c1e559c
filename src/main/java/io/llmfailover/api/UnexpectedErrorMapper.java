package io.llmfailover.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;

/** Keeps what nobody expected out of the answer: the caller gets an id, the log gets the rest. */
@Provider
@ApplicationScoped
public class UnexpectedErrorMapper implements ExceptionMapper<Throwable> {
  private ErrorShapes errors;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public UnexpectedErrorMapper() {}

  /** Says so in these shapes. */
  @Inject
  public UnexpectedErrorMapper(ErrorShapes errors) {
    this.errors = errors;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof BodyTooLargeException) {
      return errors.response(Errors.BODY_TOO_LARGE, thrown.getMessage());
    }
    String id = UUID.randomUUID().toString();
    String told = InternalErrorException.logged(id, thrown).getMessage();
    Response shaped = errors.response(Errors.Kind.ofStatus(500), told);
    return Response.fromResponse(shaped).header("x-request-id", id).build();
  }
}
