package io.llmfailover.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Keeps out on the way through JAX-RS who is none of the {@link Callers}. */
@Provider
@ApplicationScoped
public class AccessFilter implements ContainerRequestFilter {
  private Callers callers;
  private ErrorShapes errors;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public AccessFilter() {}

  /** Lets these in, and refuses others in these shapes. */
  @Inject
  public AccessFilter(Callers callers, ErrorShapes errors) {
    this.callers = callers;
    this.errors = errors;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getProperty(OperatorFilter.LET_IN) != null
        || callers.letIn(request::getHeaderString)) {
      return;
    }
    request.abortWith(
        errors.response(
            Errors.UNAUTHORIZED,
            "A valid access key is needed (Authorization: Bearer …, or x-api-key)."));
  }
}
