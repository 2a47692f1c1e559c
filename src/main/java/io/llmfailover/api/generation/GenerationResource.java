package io.llmfailover.api.generation;

import io.llmfailover.api.Doorway;
import io.llmfailover.api.GenerationDoor;
import io.llmfailover.api.Surface;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Optional;

/** {@code POST /v1/generate}: one prompt through a chain; answered whole, or in pieces. */
@Path("generate")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
public class GenerationResource implements Doorway {
  private static final String ROUTE = "/v1/generate";
  private static final NativeSurface SURFACE = new NativeSurface();

  private GenerationDoor door;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public GenerationResource() {}

  /** Lets requests in through this door. */
  @Inject
  public GenerationResource(GenerationDoor door) {
    this.door = door;
  }

  /** Answers when a link has; holds no thread until then. */
  @POST
  public void generate(
      InputStream body,
      @Suspended AsyncResponse response,
      @Context HttpServletRequest request,
      @Context HttpServletResponse out) {
    door.open(SURFACE, body, response, request, out);
  }

  @Override
  public Optional<Surface> at(String path, String query) {
    return path.equals(ROUTE) ? Optional.of(SURFACE) : Optional.empty();
  }

  @Override
  public String route() {
    return ROUTE;
  }
}
