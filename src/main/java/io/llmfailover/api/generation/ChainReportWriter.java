package io.llmfailover.api.generation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.failover.ChainReport;
import io.llmfailover.failover.Finding;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** Writes what a chain is worth as JSON. */
final class ChainReportWriter {
  private ChainReportWriter() {}

  static ObjectNode written(ChainReport report) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("ready", report.ready());
    node.put("worstCaseSeconds", seconds(report.worstCase()));
    node.put("worstCaseWithRetriesSeconds", seconds(report.worstCaseWithRetries()));
    node.put("worstCaseToFirstTokenSeconds", seconds(report.worstCaseToFirstToken()));
    node.put("deadlineSeconds", seconds(report.deadline()));
    ArrayNode links = node.putArray("links");
    report.links().forEach(link -> links.add(written(link)));
    ArrayNode findings = node.putArray("findings");
    report.findings().forEach(finding -> findings.add(written(finding)));
    return node;
  }

  private static ObjectNode written(ChainReport.OfLink link) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("link", link.link());
    node.put("key", link.ready() ? "ready" : "no_api_key");
    node.put("model", link.model().code());
    if (!link.replacement().isEmpty()) {
      node.put("replacement", link.replacement());
    }
    if (link.contextWindow() > 0) {
      node.put("contextWindow", link.contextWindow());
    }
    if (link.maxOutputTokens() > 0) {
      node.put("maxOutputTokens", link.maxOutputTokens());
    }
    ArrayNode capabilities = node.putArray("capabilities");
    link.capabilities().stream()
        .sorted()
        .forEach(capability -> capabilities.add(capability.name().toLowerCase(Locale.ROOT)));
    node.put("timeoutSeconds", seconds(link.timeouts().attempt()));
    node.put("firstTokenTimeoutSeconds", seconds(link.timeouts().firstToken()));
    node.put("connectTimeoutSeconds", seconds(link.timeouts().connect()));
    return node.put("retries", link.retries());
  }

  private static ObjectNode written(Finding finding) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("severity", finding.severity().code()).put("code", finding.code());
    if (!finding.link().isEmpty()) {
      node.put("link", finding.link());
    }
    return node.put("message", finding.message());
  }

  private static BigDecimal seconds(Duration span) {
    BigDecimal exact = BigDecimal.valueOf(span.toMillis(), 3).stripTrailingZeros();
    // 60, not 6E+1.
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
