package io.llmfailover.failover;

import io.llmfailover.Prompt;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.config.Settings;
import jakarta.interceptor.Interceptor;
import java.util.List;

/**
 * Puts the links of a chain into another order before a generation starts. Thread-safe, quick.
 *
 * <p>Rules are asked one after the other, in the order of the {@link jakarta.annotation.Priority}
 * on their bean's class, lowest first, so that a later one has the last word. {@code llm.order} is
 * at {@value #ORDER}, {@code llm.sticky} at {@value #STICKY}, a rule without one between them.
 */
@FunctionalInterface
public interface RoutingRule {
  /** Where {@code llm.order} is. */
  int ORDER = Interceptor.Priority.LIBRARY_BEFORE;

  /** Where {@code llm.sticky} is. */
  int STICKY = Interceptor.Priority.LIBRARY_AFTER;

  /**
   * The links in the order they shall be tried: the same links, none added and none left out.
   *
   * @param links the order so far
   */
  List<Link> order(Chain chain, Prompt prompt, Settings settings, List<Link> links);
}
