package io.llmfailover.api;

import io.llmfailover.chain.ApiKey;
import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/**
 * Lets only callers in who show one of {@code llm.access.keys}, in whichever header their SDK uses;
 * everybody, when none are configured. The caller's key goes no further than this class.
 */
@Provider
@ApplicationScoped
public class AccessFilter implements ContainerRequestFilter {
  private static final String BEARER = "Bearer ";
  private static final List<String> KEY_HEADERS = List.of("x-api-key", "x-goog-api-key", "api-key");

  private CurrentSettings settings;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public AccessFilter() {}

  /** Asks the settings in force at each request. */
  @Inject
  public AccessFilter(CurrentSettings settings) {
    this.settings = settings;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Set<ApiKey> keys = settings.get().access().callerKeys();
    if (keys.isEmpty() || keys.stream().anyMatch(key -> shown(request, key))) {
      return;
    }
    request.abortWith(
        Errors.response(
            Errors.UNAUTHORIZED,
            "A valid access key is needed (Authorization: Bearer …, or x-api-key)."));
  }

  private static boolean shown(ContainerRequestContext request, ApiKey key) {
    String authorization = request.getHeaderString("Authorization");
    if (authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && same(authorization.substring(BEARER.length()).strip(), key)) {
      return true;
    }
    for (String header : KEY_HEADERS) {
      String value = request.getHeaderString(header);
      if (value != null && same(value, key)) {
        return true;
      }
    }
    return false;
  }

  /** Takes the same time wherever the first difference is. */
  private static boolean same(String shown, ApiKey key) {
    return MessageDigest.isEqual(
        shown.getBytes(StandardCharsets.UTF_8), key.secret().getBytes(StandardCharsets.UTF_8));
  }
}
