package io.llmfailover.api.generation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.api.Json;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.failover.ChainProof;
import io.llmfailover.failover.ChainReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code GET /v1/chains}: the chains in force, and what they are worth. */
@Path("chains")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ChainsResource {
  private CurrentSettings settings;
  private ChainProof proof;

  /** For the proxy, and for JAX-RS, which looks for it although CDI makes the bean. */
  public ChainsResource() {}

  /** Shows these settings, and the reports on them. */
  @Inject
  public ChainsResource(CurrentSettings settings, ChainProof proof) {
    this.settings = settings;
    this.proof = proof;
  }

  /** All chains with their links in order, each with its report. */
  @GET
  public byte[] chains() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("chains");
    for (ChainReport report : proof.reports()) {
      ObjectNode one = all.addObject().put("name", report.chain());
      ArrayNode links = one.putArray("links");
      report.links().forEach(link -> links.add(link.link()));
      one.set("report", ChainReportWriter.written(report));
    }
    settings.problem().ifPresent(problem -> body.put("problem", problem));
    return Json.write(body);
  }
}
