package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.api.Errors;
import io.llmfailover.api.Json;
import io.llmfailover.api.WholeCharacters;
import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/models}: what may be asked for by name. Anthropic's SDKs ask at the same address
 * and say so in a header; they get their own shape.
 */
@Path("models")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {
  /** The header every request of an Anthropic SDK carries. */
  static final String ANTHROPIC_VERSION = "anthropic-version";

  /** Both shapes want a date of birth; chains and links have none. */
  private static final Instant CREATED = Instant.parse("2026-11-22T00:00:00Z");

  private CurrentSettings settings;
  private OpenAiErrors errors;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public ModelsResource() {}

  /** Shows these settings. */
  @Inject
  public ModelsResource(CurrentSettings settings, OpenAiErrors errors) {
    this.settings = settings;
    this.errors = errors;
  }

  /** All of them, on one page. */
  @GET
  public byte[] models(@HeaderParam(ANTHROPIC_VERSION) String anthropic) {
    List<ModelList.Entry> all = ModelList.of(settings.get()).all();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (anthropic == null) {
      body.put("object", "list");
    }
    ArrayNode data = body.putArray("data");
    all.forEach(entry -> data.add(anthropic == null ? shown(entry) : shownToAnthropic(entry)));
    if (anthropic != null) {
      body.put("has_more", false)
          .put("first_id", all.get(0).id())
          .put("last_id", all.get(all.size() - 1).id());
    }
    return Json.write(body);
  }

  /** One of them; its name may hold slashes. */
  @GET
  @Path("{model: .+}")
  public Response model(
      @PathParam("model") String id, @HeaderParam(ANTHROPIC_VERSION) String anthropic) {
    Optional<ModelList.Entry> found = ModelList.of(settings.get()).find(id);
    if (found.isEmpty()) {
      return Response.status(404)
          .entity(unknown(WholeCharacters.shown(id), anthropic != null))
          .build();
    }
    ObjectNode model = anthropic == null ? shown(found.get()) : shownToAnthropic(found.get());
    return Response.ok(Json.write(model)).build();
  }

  private byte[] unknown(String id, boolean anthropic) {
    String message = "There is no model '" + id + "' here.";
    if (!anthropic) {
      return errors.of(new Errors.Kind(404, "unknown_model"), message);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
    body.putObject("error").put("type", "not_found_error").put("message", message);
    return Json.write(body);
  }

  private static ObjectNode shown(ModelList.Entry entry) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", entry.id())
        .put("object", "model")
        .put("created", CREATED.getEpochSecond())
        .put("owned_by", entry.owner());
  }

  private static ObjectNode shownToAnthropic(ModelList.Entry entry) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "model")
        .put("id", entry.id())
        .put("display_name", entry.id())
        .put("created_at", CREATED.toString())
        .put("lifecycle", "active");
  }
}
