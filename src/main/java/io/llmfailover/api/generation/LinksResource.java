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
import io.llmfailover.config.Settings;
import io.llmfailover.health.HealthBoard;
import io.llmfailover.health.LinkReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /v1/links}: every link some chain has: how it is, why, and for how long still. */
@Path("links")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class LinksResource {
  private CurrentSettings settings;
  private HealthBoard health;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public LinksResource() {}

  /** Shows these settings and this memory. */
  @Inject
  public LinksResource(CurrentSettings settings, HealthBoard health) {
    this.settings = settings;
    this.health = health;
  }

  /** All links, each once, in the order the chains name them. */
  @GET
  public byte[] links() {
    Settings now = settings.get();
    Map<LinkName, Link> links = new LinkedHashMap<>();
    for (Chain chain : now.chains().values()) {
      chain.links().forEach(link -> links.putIfAbsent(link.name(), link));
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("links");
    links.values().forEach(link -> all.add(shown(link, health.report(now, link))));
    return Json.write(body);
  }

  private static ObjectNode shown(Link link, LinkReport report) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("link", link.toString())
        .put("provider", link.name().provider())
        .put("model", link.name().model())
        .put("state", link.provider().usable() ? report.state().code() : "no_api_key");
    if (!report.reason().isEmpty()) {
      node.put("reason", report.reason());
    }
    if (!report.left().isZero()) {
      node.put("leftMillis", report.left().toMillis());
    }
    LinkReport.LastFailure last = report.lastFailure();
    if (last.known()) {
      node.putObject("lastFailure")
          .put("reason", last.kind().code())
          .put("status", last.status())
          .put("message", last.message())
          .put("agoMillis", last.ago().toMillis());
    }
    node.put("failureRate", report.failureRate()).put("callsInWindow", report.calls());
    LinkReport.Times times = report.times();
    if (times.answers() > 0) {
      node.putObject("latencyMillis")
          .put("p50", times.p50Millis())
          .put("p95", times.p95Millis())
          .put("p99", times.p99Millis());
    }
    facts(node, link.facts());
    return node;
  }

  private static void facts(ObjectNode node, ModelFacts facts) {
    if (facts.contextWindow() > 0) {
      node.put("contextWindow", facts.contextWindow());
    }
    if (facts.retired()) {
      node.put("retired", true);
      facts.replacementIfAny().ifPresent(model -> node.put("replacement", model));
    }
  }
}
