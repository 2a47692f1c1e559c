package io.llmfailover.provider;

import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import java.time.Duration;
import java.util.function.Consumer;

/** When an exchange is given up by itself because it takes too long. Thread-safe. */
interface ExchangeTimes {
  /** Never. */
  ExchangeTimes NONE =
      new ExchangeTimes() {
        @Override
        public void begin(Consumer<String> onLimit, Consumer<Duration> onSilence) {}

        @Override
        public void heard() {}

        @Override
        public void end() {}
      };

  /**
   * The exchange begins.
   *
   * @param onLimit told, in words, which limit was reached
   * @param onSilence told for how long its body rested
   */
  void begin(Consumer<String> onLimit, Consumer<Duration> onSilence);

  /** A piece of the body came. */
  void heard();

  /** Ends the watch; nothing is kept in the timer. */
  void end();

  /** At the link's attempt timeout or the call's deadline, and when the body rests. */
  final class OfCall implements ExchangeTimes {
    private final ProviderCall call;
    private final Timer timer;
    private final SilenceWatch silence;
    private volatile Consumer<Duration> onSilence = rested -> {};
    private volatile Timer.Scheduled limit = () -> {};

    OfCall(ProviderCall call, Timer timer, Ticker ticker) {
      this.call = call;
      this.timer = timer;
      Duration idle = call.link().timeouts().idle();
      this.silence = new SilenceWatch(timer, ticker, idle, () -> onSilence.accept(idle));
    }

    @Override
    public void begin(Consumer<String> onLimit, Consumer<Duration> rested) {
      onSilence = rested;
      Duration attempt = call.link().timeouts().attempt();
      Duration left = call.deadline().remaining();
      limit =
          left.compareTo(attempt) < 0
              ? timer.schedule(left, () -> onLimit.accept("before the deadline"))
              : timer.schedule(attempt, () -> onLimit.accept("within " + attempt));
    }

    @Override
    public void heard() {
      silence.heard();
    }

    @Override
    public void end() {
      limit.cancel();
      silence.end();
    }
  }
}
