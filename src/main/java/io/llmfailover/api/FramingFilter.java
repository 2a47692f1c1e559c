package io.llmfailover.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;

/**
 * Refuses a request that a proxy in front could cut apart or deliver differently from this server,
 * and closes its connection, so that nothing hidden behind it is taken for another caller's
 * request. Doubtful lengths are Liberty's own affair: it ends such connections, and shows none of
 * them here.
 */
@Provider
@ApplicationScoped
@PreMatching
@Priority(FramingFilter.BEFORE_ALL_OTHERS)
public class FramingFilter implements ContainerRequestFilter {
  static final int BEFORE_ALL_OTHERS = 1;

  private ErrorShapes errors;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public FramingFilter() {}

  /** Says so in these shapes. */
  @Inject
  public FramingFilter(ErrorShapes errors) {
    this.errors = errors;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Map<String, List<String>> headers = request.getHeaders();
    Framing.unclear(name -> headers.getOrDefault(name, List.of()))
        .ifPresent(
            header ->
                request.abortWith(
                    Response.fromResponse(
                            errors.response(
                                Errors.Kind.ofStatus(400), "Header " + header + " is not clear."))
                        .header("Connection", "close")
                        .build()));
  }
}
