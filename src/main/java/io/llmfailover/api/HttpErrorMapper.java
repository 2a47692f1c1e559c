package io.llmfailover.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Gives errors of the HTTP layer itself (no such path, wrong method, wrong type) the same shape.
 */
@Provider
public class HttpErrorMapper implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException thrown) {
    Response own = thrown.getResponse();
    if (own.getStatus() < 400) {
      return own;
    }
    Response shaped =
        Errors.response(
            Errors.Kind.ofStatus(own.getStatus()), own.getStatusInfo().getReasonPhrase() + ".");
    String allow = own.getHeaderString("Allow");
    return allow == null ? shaped : Response.fromResponse(shaped).header("Allow", allow).build();
  }
}
