package io.llmfailover.api.warmup;

import io.llmfailover.Deadline;
import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import io.llmfailover.api.WarmUpDoor;
import io.llmfailover.config.ConfiguredValues;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.Settings;
import io.llmfailover.config.SettingsReader;
import io.llmfailover.config.WarmUpSettings;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineApart;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Exercises the server after its start, one call at a time but for a few now and then, until the
 * compiler has nothing left to do or the time of {@code llm.warm-up.time} is over. It pauses while
 * anybody's generation is under way. What goes wrong ends it with a line in the log, and hurts
 * nobody.
 */
@ApplicationScoped
class WarmUp {
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  /** The first answers after a start are somebody's who waited for it. */
  private static final Duration LATER = Duration.ofSeconds(2);

  private static final long PAUSE_MILLIS = 250;
  private static final int OK = 200;

  /** A minute of tries: until then the server may still be about to listen. */
  private static final int MOST_TRIES = 240;

  /**
   * So often somebody else may answer, the server itself among them before it knows the address.
   */
  private static final int MOST_STRANGERS = 40;

  /** The compiler looks at a method for good when it was called some thousand times. */
  private static final int LEAST_CALLS = 10_000;

  /** So many calls are made one by one, then some together. */
  private static final int ALONE = 1000;

  private CurrentSettings settings;
  private Engine engine;
  private EngineApart apart;
  private WarmUpDoor door;
  private Ticker ticker;
  private Timer timer;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** For the proxy. */
  protected WarmUp() {}

  @Inject
  WarmUp(
      CurrentSettings settings,
      Engine engine,
      EngineApart apart,
      WarmUpDoor door,
      Ticker ticker,
      Timer timer) {
    this.settings = settings;
    this.engine = engine;
    this.apart = apart;
    this.door = door;
    this.ticker = ticker;
    this.timer = timer;
  }

  void later(@Observes @Initialized(ApplicationScoped.class) Object started) {
    WarmUpSettings wanted = settings.get().warmUp();
    if (wanted.address().isPresent() && !wanted.most().isZero()) {
      URI server = wanted.address().get();
      timer.schedule(LATER, () -> start(server, wanted.most()));
    }
  }

  private void start(URI server, Duration most) {
    new DaemonThread("llm-warm-up", () -> run(server, most)).start();
  }

  private void run(URI server, Duration most) {
    Deadline end = Deadline.after(most, ticker);
    long begun = ticker.nanos();
    try (WarmUpUpstream upstream = new WarmUpUpstream();
        WarmUpCalls calls = new WarmUpCalls(server, word(upstream))) {
      if (!reached(calls, end)) {
        if (closed.getCount() > 0) {
          LOG.info(
              "LLMF0055I: The server did not warm up: at llm.warm-up.url, "
                  + server
                  + ", it does not find itself");
        }
        return;
      }
      exercise(calls, end);
      long seconds = TimeUnit.NANOSECONDS.toSeconds(ticker.nanos() - begun);
      LOG.info(
          "LLMF0054I: The server warmed up with " + calls.made() + " calls in " + seconds + "s");
    } catch (IOException | RuntimeException broken) {
      LOG.log(Level.INFO, "LLMF0056I: The server did not warm up to the end", broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      door.close();
    }
  }

  /** Opens the door to an engine that knows this provider only. */
  private String word(WarmUpUpstream upstream) {
    // Read without the log: what it lacks for real work is nobody's concern.
    Settings own = SettingsReader.read(Own.at(upstream.address())).settings();
    return door.open(apart.with(new Fixed(own)));
  }

  private boolean reached(WarmUpCalls calls, Deadline end) throws InterruptedException {
    int strangers = 0;
    for (int tries = 0; tries < MOST_TRIES && !end.passed(); tries++) {
      try {
        if (calls.next() == OK) {
          return true;
        }
        if (++strangers > MOST_STRANGERS) {
          return false;
        }
      } catch (IOException notThereYet) {
        // It listens only when all applications have been started.
      }
      if (pausedToTheEnd()) {
        return false;
      }
    }
    return false;
  }

  private void exercise(WarmUpCalls calls, Deadline end) throws IOException, InterruptedException {
    CompilerWatch compiler = new CompilerWatch(ticker);
    int rounds = 0;
    while (!end.passed() && !(calls.made() >= LEAST_CALLS && compiler.isIdle())) {
      if (engine.inFlight() == 0) {
        boolean several = ++rounds % ALONE == 0;
        if ((several ? calls.together() : calls.next()) != OK) {
          throw new IOException("a call of the warm-up was not answered");
        }
      } else if (pausedToTheEnd()) {
        return;
      }
      if (closed.getCount() == 0) {
        return;
      }
    }
  }

  private boolean pausedToTheEnd() throws InterruptedException {
    return closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void close() {
    closed.countDown();
  }

  private record Fixed(Settings get) implements CurrentSettings {
    @Override
    public Optional<String> problem() {
      return Optional.empty();
    }
  }

  /** The configuration of an engine that knows one provider. */
  private record Own(Map<String, String> values) implements ConfiguredValues {
    private static final String WELL = WarmUpUpstream.PROVIDER + "/" + WarmUpUpstream.WELL;
    private static final String OVERLOADED =
        WarmUpUpstream.PROVIDER + "/" + WarmUpUpstream.OVERLOADED;

    static Own at(String address) {
      return new Own(
          Map.of(
              "llm.chain",
              WELL,
              "llm.chain." + WarmUpCalls.FAILOVER,
              OVERLOADED + ", " + WELL,
              // Nothing rests: the link that fails is to be called each time.
              "llm.cooldown",
              "0s",
              "llm.health.failure-rate",
              "1",
              "llm.provider." + WarmUpUpstream.PROVIDER + ".url",
              address,
              "llm.provider." + WarmUpUpstream.PROVIDER + ".keyless",
              "true"));
    }

    @Override
    public Optional<Found> find(String key) {
      return Optional.ofNullable(values.get(key)).map(value -> new Found(value, "warm-up"));
    }

    @Override
    public Iterable<String> names() {
      return values.keySet();
    }
  }
}
