package io.llmfailover.provider;

import io.llmfailover.Ticker;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A guess at how many connections lie idle in a client's pool, for the client does not say whether
 * it sends on a new one or an old one. It errs towards too many: an idle connection the upstream
 * closed is noticed by the client and not by us. Thread-safe.
 */
final class IdleConnections {
  /**
   * How long the client itself keeps them; JDK 17's own default is 20 minutes, newer ones' 30 s.
   */
  private static final Duration KEPT =
      Duration.ofSeconds(Integer.getInteger("jdk.httpclient.keepalive.timeout", 1200));

  /** More upstreams than anyone configures; beyond it the guess starts anew. */
  private static final int MOST_UPSTREAMS = 1000;

  private record Idle(int connections, long sinceNanos) {}

  private final Ticker ticker;
  private final ConcurrentHashMap<String, Idle> byUpstream = new ConcurrentHashMap<>();

  IdleConnections(Ticker ticker) {
    this.ticker = ticker;
  }

  /** An exchange ended and left its connection to the pool. */
  void leave(URI uri) {
    if (byUpstream.size() >= MOST_UPSTREAMS) {
      byUpstream.clear();
    }
    long now = ticker.nanos();
    byUpstream.merge(
        upstream(uri),
        new Idle(1, now),
        (before, one) -> new Idle(before.connections() + 1, one.sinceNanos()));
  }

  /** An exchange starts: whether it probably takes a connection that was used before. */
  boolean take(URI uri) {
    boolean[] taken = {false};
    byUpstream.computeIfPresent(
        upstream(uri),
        (name, idle) -> {
          taken[0] = ticker.nanos() - idle.sinceNanos() < KEPT.toNanos();
          return !taken[0] || idle.connections() == 1
              ? null
              : new Idle(idle.connections() - 1, idle.sinceNanos());
        });
    return taken[0];
  }

  private static String upstream(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
