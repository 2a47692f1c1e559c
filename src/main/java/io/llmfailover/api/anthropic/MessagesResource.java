package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.LlmException;
import io.llmfailover.Original;
import io.llmfailover.api.Doorway;
import io.llmfailover.api.Errors;
import io.llmfailover.api.GenerationDoor;
import io.llmfailover.api.Json;
import io.llmfailover.api.RequestBody;
import io.llmfailover.api.Surface;
import io.llmfailover.config.CurrentSettings;
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
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/** {@code POST /v1/messages} and {@code POST /v1/messages/count_tokens}, as Anthropic has them. */
@Path("messages")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
public class MessagesResource implements Doorway {
  private static final String ROUTE = "/v1/messages";

  private GenerationDoor door;
  private RequestBody requestBody;
  private AnthropicErrors errors;
  private AnthropicSurface surface;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public MessagesResource() {}

  /** Lets requests in through this door. */
  @Inject
  public MessagesResource(
      GenerationDoor door,
      RequestBody requestBody,
      AnthropicErrors errors,
      CurrentSettings settings) {
    this.door = door;
    this.requestBody = requestBody;
    this.errors = errors;
    this.surface = new AnthropicSurface(settings, errors);
  }

  /** One message from a chain, whole or as events. */
  @POST
  @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
  public void create(
      InputStream body,
      @Suspended AsyncResponse response,
      @Context HttpServletRequest request,
      @Context HttpServletResponse out) {
    door.open(surface, body, response, request, out);
  }

  /** About how many tokens a request would have as input; calls nobody. */
  @POST
  @Path("count_tokens")
  @Produces(MediaType.APPLICATION_JSON)
  public Response countTokens(InputStream body) {
    try {
      Original asked = RequestReader.counted(requestBody.read(body)).original().orElseThrow();
      long tokens = TokenCount.of(asked.body());
      return Response.ok(
              Json.write(JsonNodeFactory.instance.objectNode().put("input_tokens", tokens)))
          .header("x-llm-notice", "estimated")
          .build();
    } catch (LlmException wrong) {
      Errors.Kind kind = Errors.kindOf(wrong);
      return Response.status(kind.status()).entity(errors.of(kind, wrong)).build();
    }
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
