package io.llmfailover.api.generation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import io.llmfailover.UnknownModelException;
import io.llmfailover.api.Errors;
import io.llmfailover.api.Json;
import io.llmfailover.api.OperatorsOnly;
import io.llmfailover.api.RequestBody;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.ConfiguredNames;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.Durations;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.LinkOperations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * {@code POST /v1/links/{provider}/{model}/drain}, {@code /restore}, {@code /probe}: operators act
 * on a link now. The model may hold slashes; so each method has its whole path: a class's path that
 * ended in the model would swallow the rest.
 */
@Path("links")
@ApplicationScoped
@OperatorsOnly
@Produces(MediaType.APPLICATION_JSON)
public class LinkOperationsResource {
  private static final Duration USUAL_DRAIN = Duration.ofMinutes(10);
  private static final Duration LONGEST_DRAIN = Duration.ofHours(24);

  private CurrentSettings settings;
  private Engine engine;
  private LinkOperations operations;
  private RequestBody requestBody;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public LinkOperationsResource() {}

  /** Acts through these. */
  @Inject
  public LinkOperationsResource(
      CurrentSettings settings, Engine engine, LinkOperations operations, RequestBody requestBody) {
    this.settings = settings;
    this.engine = engine;
    this.operations = operations;
    this.requestBody = requestBody;
  }

  /** Takes the link out for the {@code duration} of the body, ten minutes when there is none. */
  @POST
  @Path("{provider}/{model: .+}/drain")
  public Response drain(
      @PathParam("provider") String provider, @PathParam("model") String model, InputStream body) {
    byte[] sent = requestBody.read(body);
    return operate(
        provider,
        model,
        link -> {
          Duration span = span(sent);
          operations.drain(link, span);
          return shown(link).put("state", "drained").put("leftMillis", span.toMillis());
        });
  }

  /** Takes the link in again, whether it was drained or cooling down. */
  @POST
  @Path("{provider}/{model: .+}/restore")
  public Response restore(
      @PathParam("provider") String provider, @PathParam("model") String model) {
    return operate(
        provider,
        model,
        link -> {
          operations.restore(link);
          return shown(link).put("state", "restored");
        });
  }

  /** Calls the link once with a tiny prompt, whatever its state, and tells what became of it. */
  @POST
  @Path("{provider}/{model: .+}/probe")
  public CompletionStage<Response> probe(
      @PathParam("provider") String provider, @PathParam("model") String model) {
    if (provider.isBlank() || model.isBlank()) {
      return CompletableFuture.completedFuture(refused(unknown(provider, model)));
    }
    return engine
        .probe(new LinkName(provider, model))
        .map(probe -> probe.thenApply(LinkOperationsResource::told))
        .orElseGet(() -> CompletableFuture.completedFuture(refused(unknown(provider, model))));
  }

  private Response operate(String provider, String model, Function<LinkName, ObjectNode> deed) {
    try {
      return Response.ok(Json.write(deed.apply(known(provider, model)))).build();
    } catch (LlmException wrong) {
      return refused(wrong);
    }
  }

  /** A mistyped name must not look as if it had been drained. */
  private LinkName known(String provider, String model) {
    if (provider.isBlank() || model.isBlank()) {
      throw unknown(provider, model);
    }
    LinkName name = new LinkName(provider, model);
    boolean catalogued =
        settings.get().link(name).map(Link::facts).filter(f -> f.known()).isPresent();
    if (!catalogued && !ConfiguredNames.of(settings.get()).hasLink(name)) {
      throw unknown(provider, model);
    }
    return name;
  }

  private static Duration span(byte[] body) {
    if (body.length == 0) {
      return USUAL_DRAIN;
    }
    FieldReader fields = FieldReader.of(Json.read(body), "", Set.of("duration"));
    return fields
        .text("duration")
        .map(
            text ->
                Durations.parse(text)
                    .filter(span -> span.compareTo(LONGEST_DRAIN) <= 0)
                    .orElseThrow(
                        () ->
                            fields.wrong(
                                "duration", "must be a duration of at most 24h, such as 10m")))
        .orElse(USUAL_DRAIN);
  }

  private static ObjectNode shown(LinkName link) {
    return JsonNodeFactory.instance.objectNode().put("link", link.toString());
  }

  private static Response told(Attempt attempt) {
    return Response.ok(NativeTranslator.attempt(attempt), MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static UnknownModelException unknown(String provider, String model) {
    return new UnknownModelException("There is no link '" + provider + "/" + model + "' here.");
  }

  private static Response refused(LlmException wrong) {
    return Response.status(Errors.kindOf(wrong).status())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(NativeTranslator.error(wrong))
        .build();
  }
}
