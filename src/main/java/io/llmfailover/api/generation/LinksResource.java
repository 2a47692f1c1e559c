package io.llmfailover.api.generation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.api.Json;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /v1/links}: every link some chain has, and whether it can be called. */
@Path("links")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class LinksResource {
  private CurrentSettings settings;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public LinksResource() {}

  /** Shows these settings. */
  @Inject
  public LinksResource(CurrentSettings settings) {
    this.settings = settings;
  }

  /** All links, each once, in the order the chains name them. */
  @GET
  public byte[] links() {
    Map<LinkName, Link> links = new LinkedHashMap<>();
    for (Chain chain : settings.get().chains().values()) {
      chain.links().forEach(link -> links.putIfAbsent(link.name(), link));
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("links");
    links.values().forEach(link -> all.add(shown(link)));
    return Json.write(body);
  }

  private static ObjectNode shown(Link link) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("link", link.toString())
        .put("provider", link.name().provider())
        .put("model", link.name().model())
        .put("state", link.provider().usable() ? "ready" : "no_api_key");
    ModelFacts facts = link.facts();
    if (facts.contextWindow() > 0) {
      node.put("contextWindow", facts.contextWindow());
    }
    if (facts.retired()) {
      node.put("retired", true);
      facts.replacementIfAny().ifPresent(model -> node.put("replacement", model));
    }
    return node;
  }
}
