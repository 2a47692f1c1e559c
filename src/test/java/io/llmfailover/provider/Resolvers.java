package io.llmfailover.provider;

import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Real transports that resolve names badly. */
public final class Resolvers {
  private Resolvers() {}

  /** Says nothing until the latch lets go, and then that there is no such host. */
  public static Transport silent(Timer timer, Ticker ticker, CountDownLatch until) {
    return new HttpTransport(
        timer,
        ticker,
        host -> {
          try {
            until.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        });
  }

  /** Knows no host so many times, and every host afterwards. */
  public static Transport failing(Timer timer, Ticker ticker, int times) {
    AtomicInteger left = new AtomicInteger(times);
    return new HttpTransport(
        timer,
        ticker,
        host -> {
          if (left.getAndDecrement() > 0) {
            throw new UnknownHostException(host);
          }
          return InetAddress.getAllByName(host);
        });
  }
}
