package io.llmfailover.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * Errors that never became a generation, in the shape callers expect at the address they called.
 * Surfaces add their shapes as beans; the native one serves where none of them does.
 */
@ApplicationScoped
public class ErrorShapes {
  private List<Surface.ErrorShape> shapes = List.of();
  private HttpServletRequest request;

  /** For the proxy. */
  protected ErrorShapes() {}

  /** Chooses among these, for the request at hand. */
  @Inject
  public ErrorShapes(@Any Instance<Surface.ErrorShape> shapes, HttpServletRequest request) {
    this(shapes.stream().toList(), request);
  }

  ErrorShapes(List<Surface.ErrorShape> shapes, HttpServletRequest request) {
    this.shapes = List.copyOf(shapes);
    this.request = request;
  }

  /** An error as the answer to the request at hand. */
  public Response response(Errors.Kind kind, String message) {
    Response.ResponseBuilder response =
        Response.status(kind.status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(body(kind, message));
    if (kind.status() == 401) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response.build();
  }

  byte[] body(Errors.Kind kind, String message) {
    String path = path();
    for (Surface.ErrorShape shape : shapes) {
      if (!path.isEmpty() && shape.at(path, request::getHeader)) {
        return shape.of(kind, message);
      }
    }
    return Errors.body(kind, message);
  }

  /** Below the context root; empty where no request is at hand. */
  private String path() {
    try {
      String rest = request.getPathInfo();
      return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    } catch (ContextNotActiveException | IllegalStateException elsewhere) {
      // An error of an asynchronous method is mapped on the thread that ended it. Surfaces with a
      // shape of their own do not let it come so far.
      return "";
    }
  }
}
