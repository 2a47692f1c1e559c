package io.llmfailover.api;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets ordinary generations in without JAX-RS, which costs more than all the rest of this side.
 * What is not certain goes the long way: every method but POST, unusual types and addresses, and
 * whoever is to be refused before the body is read. So the refusals are those of JAX-RS, and who
 * may pass is decided by the same classes, {@link Framing} and {@link Callers}, on both ways; both
 * end at one {@link GenerationDoor}.
 */
@WebFilter(
    filterName = "generations",
    asyncSupported = true,
    urlPatterns = {
      "/v1/generate",
      "/v1/chat/completions",
      "/v1/responses",
      "/v1/messages",
      "/v1beta/models/*"
    })
public class GenerationFilter implements Filter {
  /** Where Liberty's metrics look for the address that JAX-RS found. */
  private static final String ROUTE = "REST.HTTP.ROUTE";

  /** Where those metrics count the server's own calls, apart from those of callers. */
  private static final String WARM_UP_ROUTE = "/warm-up";

  private List<Doorway> doorways = List.of();
  private Callers callers;
  private GenerationDoor door;
  private WarmUpDoor warmUp;

  /** For containers that want it. */
  public GenerationFilter() {}

  /** Lets callers through these doorways to this door. */
  @Inject
  public GenerationFilter(
      @Any Instance<Doorway> doorways, Callers callers, GenerationDoor door, WarmUpDoor warmUp) {
    this.doorways = doorways.stream().toList();
    this.callers = callers;
    this.door = door;
    this.warmUp = warmUp;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain longWay)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (!PlainRequest.is(http) || !enters(http)) {
      longWay.doFilter(request, response);
    }
  }

  /** The server's own calls take the way of all others, but for the key. */
  private boolean enters(HttpServletRequest request) throws IOException {
    boolean mayPass = mayPass(request);
    Optional<GenerationDoor> own = warmUp.behind(request);
    if (own.isPresent()) {
      return open(request, own.get(), doorway -> WARM_UP_ROUTE);
    }
    return mayPass && open(request, door, Doorway::route);
  }

  private boolean mayPass(HttpServletRequest request) {
    return Framing.unclear(name -> PlainRequest.all(request, name)).isEmpty()
        && callers.letIn(name -> joined(request, name));
  }

  /** A key said twice is no key: on the long way, too, values are joined. */
  private static String joined(HttpServletRequest request, String header) {
    List<String> all = PlainRequest.all(request, header);
    return all.isEmpty() ? null : String.join(",", all);
  }

  private boolean open(
      HttpServletRequest request, GenerationDoor door, Function<Doorway, String> route)
      throws IOException {
    String root = request.getContextPath();
    if (!request.getRequestURI().startsWith(root)) {
      return false;
    }
    String path = request.getRequestURI().substring(root.length());
    String query = request.getQueryString() == null ? "" : request.getQueryString();
    for (Doorway doorway : doorways) {
      Optional<Surface> surface = doorway.at(path, query);
      if (surface.isPresent()) {
        request.setAttribute(ROUTE, root + route.apply(doorway));
        ServletInputStream body = request.getInputStream();
        door.open(
            surface.get(),
            body,
            request.getContentLengthLong(),
            request,
            ServletAnswer.to(request));
        return true;
      }
    }
    return false;
  }
}
