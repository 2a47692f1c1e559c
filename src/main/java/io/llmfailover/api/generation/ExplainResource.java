package io.llmfailover.api.generation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.LlmException;
import io.llmfailover.api.Asked;
import io.llmfailover.api.CallerHeaders;
import io.llmfailover.api.Errors;
import io.llmfailover.api.Json;
import io.llmfailover.api.RequestBody;
import io.llmfailover.chain.Link;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code POST /v1/explain}: what would happen to a prompt now; calls nobody. */
@Path("explain")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ExplainResource {
  private Engine engine;
  private RequestBody requestBody;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public ExplainResource() {}

  /** Asks this engine. */
  @Inject
  public ExplainResource(Engine engine, RequestBody requestBody) {
    this.engine = engine;
    this.requestBody = requestBody;
  }

  /** The links in the order they would be tried, and why each other one is skipped. */
  @POST
  public Response explain(InputStream body, @Context HttpHeaders headers) {
    try {
      Asked asked = NativeTranslator.asked(requestBody.read(body));
      Plan plan = engine.plan("", CallerHeaders.added(asked, headers::getHeaderString).prompt());
      return Response.ok(Json.write(explained(plan))).build();
    } catch (LlmException refused) {
      return Response.status(Errors.kindOf(refused).status())
          .entity(NativeTranslator.error(refused))
          .build();
    }
  }

  private static ObjectNode explained(Plan plan) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("chain", plan.chain().name());
    if (!plan.route().reason().isEmpty()) {
      node.put("route", plan.route().reason());
    }
    ArrayNode links = node.putArray("links");
    for (Link link : plan.tried()) {
      ObjectNode one = links.addObject().put("link", link.toString());
      if (plan.postponed().containsKey(link)) {
        one.put("message", plan.postponed().get(link).message());
      }
    }
    ArrayNode skipped = node.putArray("skipped");
    plan.skipped()
        .forEach(
            (link, why) -> {
              ObjectNode one = skipped.addObject();
              one.put("link", link.toString()).put("reason", why.reason().code());
              if (!why.message().isEmpty()) {
                one.put("message", why.message());
              }
            });
    return node;
  }
}
