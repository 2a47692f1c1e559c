package io.llmfailover.api.gemini;

import io.llmfailover.LlmException;
import io.llmfailover.Prompt;
import io.llmfailover.UnknownModelException;
import io.llmfailover.api.Doorway;
import io.llmfailover.api.Errors;
import io.llmfailover.api.GenerationDoor;
import io.llmfailover.api.RequestBody;
import io.llmfailover.api.Surface;
import io.llmfailover.api.UnderV1Beta;
import io.llmfailover.api.WholeCharacters;
import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/**
 * {@code /v1beta/models}: what Google's SDKs call. The model's name may hold slashes and colons;
 * the last colon is followed by what to do.
 */
@UnderV1Beta
@Path("models")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
public class GeminiResource implements Doorway {
  private static final String MODELS = "/v1beta/models/";
  private static final String WHOLE = "generateContent";
  private static final String STREAM = "streamGenerateContent";

  private GenerationDoor door;
  private GeminiErrors errors;
  private RequestBody requestBody;
  private CurrentSettings settings;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public GeminiResource() {}

  /** Lets generations in by this door; answers all else from these settings. */
  @Inject
  public GeminiResource(
      GenerationDoor door, GeminiErrors errors, RequestBody requestBody, CurrentSettings settings) {
    this.door = door;
    this.errors = errors;
    this.requestBody = requestBody;
    this.settings = settings;
  }

  /** All a caller may name as a model. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public byte[] models() {
    return ModelList.all(settings.get());
  }

  /** One of them. */
  @GET
  @Path("{model: .+}")
  @Produces(MediaType.APPLICATION_JSON)
  public Response model(@PathParam("model") String path) {
    String name = ModelCall.bare(path);
    return ModelList.one(settings.get(), name)
        .map(body -> Response.ok(body, MediaType.APPLICATION_JSON_TYPE).build())
        .orElseGet(() -> refused(unknown(name)));
  }

  /** Generates, streams or counts; holds no thread until a link has answered. */
  @POST
  @Path("{call: .+}")
  public void call(
      @PathParam("call") String path,
      @QueryParam("alt") String alt,
      InputStream body,
      @Suspended AsyncResponse response,
      @Context HttpServletRequest request,
      @Context HttpServletResponse out) {
    ModelCall call = ModelCall.of(path);
    switch (call.action()) {
      case WHOLE -> open(call.model(), GeminiSurface.Form.WHOLE, body, response, request, out);
      case STREAM -> {
        boolean events = "sse".equals(alt);
        GeminiSurface.Form form = events ? GeminiSurface.Form.EVENTS : GeminiSurface.Form.ARRAY;
        open(call.model(), form, body, response, request, out);
      }
      case "countTokens" -> response.resume(counted(call.model(), body));
      default ->
          response.resume(
              refused(
                  Errors.Kind.ofStatus(404),
                  "There is no method '"
                      + WholeCharacters.shown(call.action())
                      + "' here. Write <model>:generateContent, <model>:streamGenerateContent or"
                      + " <model>:countTokens."));
    }
  }

  /** A query that says more than {@code alt=sse} is read by JAX-RS. */
  @Override
  public Optional<Surface> at(String path, String query) {
    if (!path.startsWith(MODELS)) {
      return Optional.empty();
    }
    ModelCall call = ModelCall.of(path.substring(MODELS.length()));
    if (call.action().equals(WHOLE)) {
      return Optional.of(new GeminiSurface(call.model(), GeminiSurface.Form.WHOLE, errors));
    }
    if (!call.action().equals(STREAM)) {
      return Optional.empty();
    }
    return switch (query) {
      case "" -> Optional.of(new GeminiSurface(call.model(), GeminiSurface.Form.ARRAY, errors));
      case "alt=sse" ->
          Optional.of(new GeminiSurface(call.model(), GeminiSurface.Form.EVENTS, errors));
      default -> Optional.empty();
    };
  }

  @Override
  public String route() {
    return MODELS + "{call: .+}";
  }

  private void open(
      String model,
      GeminiSurface.Form form,
      InputStream body,
      AsyncResponse response,
      HttpServletRequest request,
      HttpServletResponse out) {
    door.open(new GeminiSurface(model, form, errors), body, response, request, out);
  }

  private Response counted(String model, InputStream body) {
    try {
      Prompt prompt = TokenCount.asked(requestBody.read(body), model);
      if (settings.get().chainFor(model).isEmpty()) {
        return refused(unknown(model));
      }
      return Response.ok(TokenCount.of(prompt), MediaType.APPLICATION_JSON_TYPE).build();
    } catch (LlmException wrong) {
      return refused(wrong);
    }
  }

  private static UnknownModelException unknown(String name) {
    return new UnknownModelException(
        "There is no chain, link or model '" + WholeCharacters.shown(name) + "' here.");
  }

  private Response refused(LlmException end) {
    Errors.Kind kind = Errors.kindOf(end);
    return shaped(kind, errors.of(kind, end));
  }

  private Response refused(Errors.Kind kind, String message) {
    return shaped(kind, errors.of(kind, message));
  }

  private static Response shaped(Errors.Kind kind, byte[] body) {
    return Response.status(kind.status())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(body)
        .build();
  }
}
