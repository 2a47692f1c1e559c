package io.llmfailover.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Resolves host names away from the threads that send. {@code HttpClient} resolves on the thread it
 * is called on; a resolver that takes ten seconds would hold that thread, and no timeout would end
 * it. So each name is asked for here first, and the client then finds it in the JVM's own cache (30
 * s by default, ten for a failure; with {@code networkaddress.cache.ttl=0} it asks again).
 *
 * <p>All calls waiting for one name share one question, so that a silent resolver holds one thread
 * for each name and not for each call. Thread-safe.
 */
final class HostLookup {
  /** How a name is resolved; throws when it cannot be. */
  @FunctionalInterface
  interface Resolver {
    /** All addresses of the host. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private static final int THREADS = 8;
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[.*]|.*:.*");

  private final Resolver resolver;
  private final ConcurrentHashMap<String, CompletableFuture<Void>> asked =
      new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  HostLookup(Resolver resolver) {
    this.resolver = resolver;
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
    return LITERAL.matcher(host).matches();
  }

  /**
   * Asks for the host's addresses, so that the JVM knows them.
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
      resolver.resolve(host);
      asked.remove(host);
      waiting.complete(null);
    } catch (UnknownHostException | RuntimeException | Error unknown) {
      asked.remove(host);
      waiting.completeExceptionally(unknown);
    }
  }
}
