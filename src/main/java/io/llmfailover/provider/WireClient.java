package io.llmfailover.provider;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.IdleConnectionEvictor;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;

/**
 * The HTTP client with all its connections and threads. What it has by default and is not wanted
 * here is off: redirects, repeats, cookies, passwords, compression; each request is complete when
 * it comes here, so that nothing is added to it either.
 *
 * <p>Its threads are daemons named {@code llm-http-N}: as many as there are processors read and
 * write, four at most, one watches over them, and one closes what was idle for {@link #KEPT}.
 */
final class WireClient implements AutoCloseable {
  /**
   * How long an idle connection is kept: less than most upstreams keep theirs, so that a request
   * rarely meets a connection that is being closed.
   */
  static final TimeValue KEPT = TimeValue.ofSeconds(30);

  /** Of all upstreams together and of each: more than calls are let in. */
  private static final int MOST_CONNECTIONS = 20_000;

  private static final int MOST_THREADS = 4;
  private static final TimeValue SWEPT_EVERY = TimeValue.ofSeconds(5);

  /** How exactly the client keeps the connect timeout. */
  private static final TimeValue LOOKS_AT_TIMEOUTS_EVERY = TimeValue.ofMilliseconds(100);

  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_HEADERS = 256;

  private final CloseableHttpAsyncClient client;
  private final PoolingAsyncClientConnectionManager connections;
  private final IdleConnectionEvictor sweeper;

  private WireClient(
      CloseableHttpAsyncClient client,
      PoolingAsyncClientConnectionManager connections,
      IdleConnectionEvictor sweeper) {
    this.client = client;
    this.connections = connections;
    this.sweeper = sweeper;
  }

  /** Starts one. */
  static WireClient start(HostLookup addresses) {
    PoolingAsyncClientConnectionManager connections =
        PoolingAsyncClientConnectionManagerBuilder.create()
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setMaxConnTotal(MOST_CONNECTIONS)
            .setMaxConnPerRoute(MOST_CONNECTIONS)
            .setDnsResolver(addresses)
            .setTlsStrategy(new UpstreamTls())
            .setDefaultTlsConfig(
                TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                    .build())
            .build();
    ThreadFactory threads = threads();
    CloseableHttpAsyncClient client =
        HttpAsyncClients.custom()
            .setConnectionManager(connections)
            .setThreadFactory(threads)
            .setIOReactorConfig(
                IOReactorConfig.custom()
                    .setIoThreadCount(
                        Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()))
                    .setSelectInterval(LOOKS_AT_TIMEOUTS_EVERY)
                    .setTcpNoDelay(true)
                    .build())
            .setHttp1Config(
                Http1Config.custom()
                    // A body is read on only when its taker asks for more.
                    .setInitialWindowSize(1)
                    .setMaxLineLength(LONGEST_LINE)
                    .setMaxHeaderCount(MOST_HEADERS)
                    .build())
            // Also takes the place of one that writes all bytes to the log when that is turned on.
            .setIoSessionDecorator(PatientSession::new)
            .setUserAgent("llm-failover")
            .setRoutePlanner((target, context) -> ((Sending.Context) context).way())
            .replaceExecInterceptor(
                ChainElement.PROTOCOL.name(),
                (request, body, scope, chain, callback) ->
                    chain.proceed(request, body, scope, callback))
            .replaceExecInterceptor(
                ChainElement.MAIN_TRANSPORT.name(),
                (request, body, scope, chain, callback) ->
                    ((Sending.Context) scope.clientContext).sending().connected(scope))
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableConnectionState()
            .build();
    client.start();
    IdleConnectionEvictor sweeper =
        new IdleConnectionEvictor(connections, threads, SWEPT_EVERY, KEPT);
    sweeper.start();
    return new WireClient(client, connections, sweeper);
  }

  private static ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread made = new Thread(task, "llm-http-" + number.incrementAndGet());
      made.setDaemon(true);
      return made;
    };
  }

  /** Sends; what comes of it is told to the sending. */
  void execute(Sending sending, Sending.Context context) {
    client.execute(context.way().getTargetHost(), sending, sending, null, context, sending);
  }

  @Override
  public void close() {
    sweeper.shutdown();
    connections.close(CloseMode.IMMEDIATE);
    // The threads end when they have told every call that its connection is gone.
    client.close(CloseMode.GRACEFUL);
  }
}
