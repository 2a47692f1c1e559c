package io.llmfailover.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * The response of one asynchronous request, taken over for a stream of events. What was found on
 * Open Liberty 26.0.0.3 and is relied on here:
 *
 * <ul>
 *   <li>Where the request came through JAX-RS, {@code @Suspended} has started it. As long as the
 *       {@code AsyncResponse} is not resumed, its {@link AsyncContext} can be used beside it: a
 *       response written there and completed is an ordinary one for the container, the connection
 *       lives on. Filters of JAX-RS do not see it.
 *   <li>Injected requests and responses are proxies that know their thread. The asynchronous
 *       context holds the real ones, and must be asked for them on the request's thread.
 *   <li>Status and headers leave at once with {@code flushBuffer()}. Without it the first bytes
 *       written stay behind, flushed or not, until others follow.
 *   <li>A {@code WriteListener} is accepted but of no use: {@code isReady()} is always true, and
 *       {@code write} blocks all the same when the client takes nothing (the method meant to write
 *       without blocking is private and hides another one). So writes block by design here, on
 *       threads that may: see {@link WriterThreads}. They end with an {@code IOException} after the
 *       {@code writeTimeout} of server.xml, and the connection is then closed without the last
 *       chunk.
 *   <li>A client that went away is noticed by a write alone, and if it closed its connection in an
 *       orderly way, by the second one.
 * </ul>
 */
final class ServletOutlet implements EventOutlet {
  private static final int STATUS_OK = 200;

  /** What all three vendors send: their SDKs look at the part before the semicolon, if at all. */
  private static final String EVENTS = "text/event-stream; charset=utf-8";

  private final AsyncContext connection;
  private final HttpServletResponse response;
  private ServletOutputStream out;

  private ServletOutlet(AsyncContext connection) {
    this.connection = connection;
    this.response = (HttpServletResponse) connection.getResponse();
  }

  /** The response to this request; called on its thread. */
  static ServletOutlet of(HttpServletRequest request) {
    AsyncContext connection = request.getAsyncContext();
    // A stream has its own limits; the container's would cut it off in silence.
    connection.setTimeout(0);
    return new ServletOutlet(connection);
  }

  /** Has {@code lost} run when the container gives the connection up. */
  void whenLost(Runnable lost) {
    connection.addListener(
        new AsyncListener() {
          @Override
          public void onComplete(AsyncEvent event) {
            lost.run();
          }

          @Override
          public void onTimeout(AsyncEvent event) {
            lost.run();
          }

          @Override
          public void onError(AsyncEvent event) {
            lost.run();
          }

          @Override
          public void onStartAsync(AsyncEvent event) {
            // Nobody starts it again.
          }
        });
  }

  @Override
  public void open(Map<String, String> headers) throws IOException {
    response.setStatus(STATUS_OK);
    response.setContentType(EVENTS);
    headers.forEach(response::setHeader);
    response.flushBuffer();
    out = response.getOutputStream();
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void end() {
    ServletAnswer.complete(connection);
  }
}
