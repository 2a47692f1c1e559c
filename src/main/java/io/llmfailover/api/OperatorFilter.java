package io.llmfailover.api;

import io.llmfailover.chain.ApiKey;
import io.llmfailover.config.CurrentSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/**
 * Lets only operators in: whoever shows {@code llm.operator.key}; when none is configured, whoever
 * calls from this machine. What it lets in needs no caller's key, so it runs before {@link
 * AccessFilter} and tells it.
 */
@Provider
@OperatorsOnly
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class OperatorFilter implements ContainerRequestFilter {
  /** A property of the request, which no header can set. */
  static final String LET_IN = OperatorFilter.class.getName() + ".letIn";

  private CurrentSettings settings;
  private HttpServletRequest connection;
  private ErrorShapes errors;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public OperatorFilter() {}

  /** Asks the settings in force, and the request at hand where it comes from. */
  @Inject
  public OperatorFilter(
      CurrentSettings settings, HttpServletRequest connection, ErrorShapes errors) {
    this.settings = settings;
    this.connection = connection;
    this.errors = errors;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    ApiKey key = settings.get().access().operatorKey();
    if (key.isPresent()) {
      if (!ShownKeys.of(request::getHeaderString).include(key)) {
        request.abortWith(
            errors.response(
                Errors.UNAUTHORIZED,
                "The operator key is needed (Authorization: Bearer …, or x-api-key)."));
        return;
      }
    } else if (!LocalCaller.is(connection.getRemoteAddr(), request::getHeaderString)) {
      request.abortWith(
          errors.response(
              Errors.Kind.ofStatus(403),
              "Without a configured operator key (llm.operator.key) this is for callers on the"
                  + " server's own machine."));
      return;
    }
    request.setProperty(LET_IN, true);
  }
}
