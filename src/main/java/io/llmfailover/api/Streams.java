package io.llmfailover.api;

import io.llmfailover.Answer;
import io.llmfailover.PieceSink;
import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Begins answers that come as streams of events, and has the threads that write them. */
@ApplicationScoped
class Streams {
  /**
   * A client that takes nothing for so long is given up, and its generation with it. As long as the
   * longest pauses of mobile networks; server.xml sets the same as {@code writeTimeout}, which ends
   * the write that hangs.
   */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private Ticker ticker;
  private Timer timer;
  private WriterThreads threads;

  /** For the proxy. */
  protected Streams() {}

  /** Runs on this time. */
  @Inject
  Streams(Ticker ticker, Timer timer) {
    this.ticker = ticker;
    this.timer = timer;
    this.threads = new WriterThreads();
  }

  /**
   * Begins one. Called on the request's thread; returns at once.
   *
   * @param id the generation's
   * @param refusal answers with an ordinary error, when nothing was sent
   * @param generations begins the generation that sends its pieces to a sink
   */
  public void begin(
      String id,
      StreamWriter writer,
      HttpServletRequest request,
      Consumer<Throwable> refusal,
      Function<PieceSink, CompletableFuture<Answer>> generations) {
    ServletOutlet outlet = ServletOutlet.of(request);
    EventPump pump = new EventPump(outlet, threads, timer, ticker, PATIENCE);
    StreamedAnswer answer = new StreamedAnswer(id, writer, pump, timer, threads, refusal);
    outlet.whenLost(pump::lose);
    answer.begin(generations);
  }

  @PreDestroy
  void close() {
    threads.close();
  }
}
