package io.llmfailover.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Gives errors of the HTTP layer itself (no such path, wrong method, wrong type) the same shape.
 */
@Provider
@ApplicationScoped
public class HttpErrorMapper implements ExceptionMapper<WebApplicationException> {
  private ErrorShapes errors;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public HttpErrorMapper() {}

  /** Says so in these shapes. */
  @Inject
  public HttpErrorMapper(ErrorShapes errors) {
    this.errors = errors;
  }

  @Override
  public Response toResponse(WebApplicationException thrown) {
    Response own = thrown.getResponse();
    if (own.getStatus() < 400) {
      return own;
    }
    Response shaped =
        errors.response(
            Errors.Kind.ofStatus(own.getStatus()), own.getStatusInfo().getReasonPhrase() + ".");
    String allow = own.getHeaderString("Allow");
    return allow == null ? shaped : Response.fromResponse(shaped).header("Allow", allow).build();
  }
}
