package io.llmfailover.api.generation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.api.Json;
import io.llmfailover.chain.Chain;
import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code GET /v1/chains}: the chains in force. */
@Path("chains")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ChainsResource {
  private CurrentSettings settings;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public ChainsResource() {}

  /** Shows these settings. */
  @Inject
  public ChainsResource(CurrentSettings settings) {
    this.settings = settings;
  }

  /** All chains with their links in order. */
  @GET
  public byte[] chains() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("chains");
    for (Chain chain : settings.get().chains().values()) {
      ObjectNode one = all.addObject().put("name", chain.name());
      ArrayNode links = one.putArray("links");
      chain.links().forEach(link -> links.add(link.toString()));
    }
    settings.problem().ifPresent(problem -> body.put("problem", problem));
    return Json.write(body);
  }
}
