package io.llmfailover.failover;

import io.llmfailover.chain.Capability;
import io.llmfailover.chain.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What a chain is worth as it is configured: known without calling anybody. Holds no secret.
 *
 * @param chain its name
 * @param links in order
 * @param worstCase how long it takes until the last link has failed, when each that can be called
 *     uses its whole timeout once
 * @param worstCaseWithRetries the same with every retry on the same link
 * @param worstCaseToFirstToken the same as {@code worstCase} for streams, until the first token
 * @param deadline the time there is
 * @param findings what somebody should know; those about links in the order of the links
 */
public record ChainReport(
    String chain,
    List<OfLink> links,
    Duration worstCase,
    Duration worstCaseWithRetries,
    Duration worstCaseToFirstToken,
    Duration deadline,
    List<Finding> findings) {
  /** Copies the lists. */
  public ChainReport {
    Objects.requireNonNull(chain, "chain");
    links = List.copyOf(links);
    findings = List.copyOf(findings);
  }

  /** How many links have a key, or need none. */
  public int ready() {
    return (int) links.stream().filter(OfLink::ready).count();
  }

  /** What is known about a link's model. */
  public enum Model {
    /** The catalogue lists it. */
    KNOWN,
    /** Not listed; the configuration tells what it can do. */
    DECLARED,
    /** Nothing is known. */
    UNKNOWN,
    /** Its provider has announced to switch it off. */
    DEPRECATED,
    /** Its provider has switched it off. */
    RETIRED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name users see. */
    public String code() {
      return code;
    }
  }

  /**
   * One link of a chain.
   *
   * @param link its name
   * @param ready whether it has a key, or needs none
   * @param model what is known about its model
   * @param replacement the link that takes over from a retired model, or should from a deprecated
   *     one; empty when there is none
   * @param contextWindow tokens it reads at most; 0 when unknown
   * @param maxOutputTokens tokens it writes at most; 0 when unknown
   * @param capabilities what it can do; empty when nothing is known
   * @param timeouts how long it may be silent
   * @param retries repeats on the same link
   */
  public record OfLink(
      String link,
      boolean ready,
      Model model,
      String replacement,
      int contextWindow,
      int maxOutputTokens,
      Set<Capability> capabilities,
      Timeouts timeouts,
      int retries) {
    /** Copies the capabilities. */
    public OfLink {
      capabilities = Set.copyOf(capabilities);
    }
  }
}
