package io.llmfailover.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  private static final String TRANSFER_ENCODING = "Transfer-Encoding";

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
    unclear(request.getHeaders())
        .ifPresent(
            header ->
                request.abortWith(
                    Response.fromResponse(
                            errors.response(
                                Errors.Kind.ofStatus(400), "Header " + header + " is not clear."))
                        .header("Connection", "close")
                        .build()));
  }

  /** The header that leaves open where the request ends or whom it is for. */
  static Optional<String> unclear(Map<String, List<String>> headers) {
    if (headers.getOrDefault(HttpHeaders.HOST, List.of()).size() > 1) {
      return Optional.of(HttpHeaders.HOST);
    }
    List<String> encodings = headers.getOrDefault(TRANSFER_ENCODING, List.of());
    boolean chunked = encodings.size() == 1 && encodings.get(0).equalsIgnoreCase("chunked");
    return encodings.isEmpty() || chunked ? Optional.empty() : Optional.of(TRANSFER_ENCODING);
  }
}
