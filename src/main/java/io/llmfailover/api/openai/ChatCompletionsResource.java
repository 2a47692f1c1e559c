package io.llmfailover.api.openai;

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
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Optional;

/** {@code POST /v1/chat/completions}. */
@Path("chat/completions")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
public class ChatCompletionsResource implements Doorway {
  private static final String ROUTE = "/v1/chat/completions";

  private GenerationDoor door;
  private ChatSurface surface;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public ChatCompletionsResource() {}

  /** Lets requests in by this door. */
  @Inject
  public ChatCompletionsResource(GenerationDoor door, ChatSurface surface) {
    this.door = door;
    this.surface = surface;
  }

  /** Answers when a link has; holds no thread until then. */
  @POST
  public void complete(
      InputStream body,
      @Suspended AsyncResponse response,
      @Context HttpServletRequest request,
      @Context HttpServletResponse out) {
    door.open(surface, body, response, request, out);
  }

  @Override
  public Optional<Surface> at(String path, String query) {
    return path.equals(ROUTE) ? Optional.of(surface) : Optional.empty();
  }

  @Override
  public String route() {
    return ROUTE;
  }
}
