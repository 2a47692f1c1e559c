package io.llmfailover.api;

import io.llmfailover.chain.ApiKey;
import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Lets only callers in who show one of {@code llm.access.keys}, in whichever header their SDK uses;
 * everybody, when none are configured. The caller's key goes no further than this class.
 */
@Provider
@ApplicationScoped
public class AccessFilter implements ContainerRequestFilter {
  private CurrentSettings settings;
  private ErrorShapes errors;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public AccessFilter() {}

  /** Asks the settings in force at each request. */
  @Inject
  public AccessFilter(CurrentSettings settings, ErrorShapes errors) {
    this.settings = settings;
    this.errors = errors;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getProperty(OperatorFilter.LET_IN) != null) {
      return;
    }
    Set<ApiKey> keys = settings.get().access().callerKeys();
    if (keys.isEmpty() || keys.stream().anyMatch(key -> ShownKeys.include(request, key))) {
      return;
    }
    request.abortWith(
        errors.response(
            Errors.UNAUTHORIZED,
            "A valid access key is needed (Authorization: Bearer …, or x-api-key)."));
  }
}
