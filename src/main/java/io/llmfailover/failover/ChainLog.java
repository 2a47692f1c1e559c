package io.llmfailover.failover;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Writes reports on chains into the log, {@code LLMF0051} to {@code LLMF0053}: a line for each
 * chain and one for each finding. What has been written is not written again. Thread-safe.
 */
final class ChainLog {
  private final BiConsumer<Level, String> out;

  // Guarded by this.
  private Set<ChainReport> written = Set.of();

  ChainLog() {
    this(Logger.getLogger("io.llmfailover")::log);
  }

  ChainLog(BiConsumer<Level, String> out) {
    this.out = out;
  }

  /** Writes those that differ from the last ones. */
  synchronized void write(List<ChainReport> reports) {
    for (ChainReport report : reports) {
      if (!written.contains(report)) {
        write(report);
      }
    }
    written = new HashSet<>(reports);
  }

  private void write(ChainReport report) {
    String chain = ": Chain " + report.chain() + ": ";
    out.accept(Level.INFO, "LLMF0051I" + chain + inOneLine(report));
    for (Finding finding : report.findings()) {
      String about = finding.link().isEmpty() ? "" : finding.link() + ": ";
      String text = chain + about + finding.message();
      switch (finding.severity()) {
        case WARNING -> out.accept(Level.WARNING, "LLMF0052W" + text);
        case INFO -> out.accept(Level.INFO, "LLMF0053I" + text);
      }
    }
  }

  private static String inOneLine(ChainReport report) {
    String links = report.links().stream().map(ChainLog::shown).collect(Collectors.joining(", "));
    String line = report.ready() + " of " + report.links().size() + " links ready: " + links;
    return report.ready() == 0
        ? line
        : line
            + "; worst case "
            + Seconds.of(report.worstCase())
            + " ("
            + Seconds.of(report.worstCaseWithRetries())
            + " with retries), deadline "
            + Seconds.of(report.deadline());
  }

  private static String shown(ChainReport.OfLink link) {
    List<String> remarks = new ArrayList<>();
    if (!link.ready()) {
      remarks.add("no key");
    }
    switch (link.model()) {
      case RETIRED, DEPRECATED, UNKNOWN -> remarks.add(link.model().code());
      case KNOWN, DECLARED -> {}
    }
    return remarks.isEmpty() ? link.link() : link.link() + " (" + String.join(", ", remarks) + ")";
  }
}
