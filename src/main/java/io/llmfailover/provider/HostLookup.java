package io.llmfailover.provider;

import io.llmfailover.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves host names away from the threads that send. A client resolves on the thread it connects
 * on; a resolver that takes ten seconds would hold that thread, and no timeout would end it. So
 * each name is asked for here first, and the client is then told the address that was found.
 *
 * <p>An answer holds for a second, so that a busy name costs one question a second and not one a
 * call; how long the JVM remembers is its own affair ({@code networkaddress.cache.ttl}, 30 s by
 * default). A failure is not remembered here.
 *
 * <p>All calls waiting for one name share one question, so that a silent resolver holds one thread
 * for each name and not for each call. Thread-safe.
 */
final class HostLookup implements DnsResolver, AutoCloseable {
  /** How a name is resolved; throws when it cannot be. */
  @FunctionalInterface
  interface Resolver {
    /** All addresses of the host. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private static final int THREADS = 8;
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  /** More hosts than anyone configures; beyond it those long unused are forgotten. */
  private static final int MOST_HOSTS = 1000;

  private static final long UNUSED_NANOS = Duration.ofMinutes(10).toNanos();

  private record Known(InetAddress[] addresses, long sinceNanos) {}

  private final Resolver resolver;
  private final Ticker ticker;
  private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, CompletableFuture<Void>> asked =
      new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  HostLookup(Resolver resolver, Ticker ticker) {
    this.resolver = resolver;
    this.ticker = ticker;
    this.threads =
        new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), HostLookup::named);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread named(Runnable task) {
    Thread made = new Thread(task, "llm-resolver");
    made.setDaemon(true);
    return made;
  }

  /** Whether the host is an address already. */
  static boolean literal(String host) {
    boolean number = true;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == ':') {
        return true;
      }
      number &= c == '.' || c >= '0' && c <= '9';
    }
    return number;
  }

  /** Whether there is nothing to be asked: it is an address, or was resolved just now. */
  boolean knows(String host) {
    Known found = known.get(host);
    return found == null ? literal(host) : ticker.nanos() - found.sinceNanos() < FRESH_NANOS;
  }

  /**
   * Asks for the host's addresses, so that they are known.
   *
   * @return completes on a thread of the resolver's, which must not be kept; exceptionally with an
   *     {@link UnknownHostException}
   */
  CompletableFuture<Void> lookUp(String host) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> others = asked.putIfAbsent(host, mine);
    if (others != null) {
      return others;
    }
    try {
      threads.execute(() -> ask(host, mine));
    } catch (OutOfMemoryError noThread) {
      // Otherwise all later calls would wait for an answer to a question never asked.
      asked.remove(host);
      mine.completeExceptionally(noThread);
    }
    return mine;
  }

  private void ask(String host, CompletableFuture<Void> waiting) {
    try {
      InetAddress[] found = resolver.resolve(host);
      if (known.size() >= MOST_HOSTS) {
        long now = ticker.nanos();
        known.values().removeIf(other -> now - other.sinceNanos() > UNUSED_NANOS);
      }
      known.put(host, new Known(found, ticker.nanos()));
      asked.remove(host);
      waiting.complete(null);
    } catch (UnknownHostException | RuntimeException | Error unknown) {
      asked.remove(host);
      waiting.completeExceptionally(unknown);
    }
  }

  /**
   * The address found last; asks nobody.
   *
   * @throws UnknownHostException when none was found
   */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    Known found = known.get(host);
    if (found != null && found.addresses().length > 0) {
      return found.addresses();
    }
    if (literal(host)) {
      return new InetAddress[] {InetAddress.getByName(host)};
    }
    throw new UnknownHostException("the host has no address");
  }

  /** One address only: each further one would be given the whole connect timeout again. */
  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    return List.of(new InetSocketAddress(resolve(host)[0], port));
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /** Asks nothing more; its threads end by themselves. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
