package io.llmfailover.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;

/**
 * Gives every answer an {@code x-request-id}: those that never became a generation get one here, so
 * that a caller can always say which answer is meant.
 */
@Provider
@ApplicationScoped
public class RequestIdFilter implements ContainerResponseFilter {
  private static final String HEADER = "x-request-id";

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!response.getHeaders().containsKey(HEADER)) {
      response.getHeaders().putSingle(HEADER, UUID.randomUUID().toString());
    }
  }
}
