package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.VirtualTime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HostLookupTest {
  private final VirtualTime time = new VirtualTime();

  @Test
  void asksOnceForAllThatWaitForOneName() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    HostLookup lookup =
        new HostLookup(
            host -> {
              questions.incrementAndGet();
              awaitOn(answer);
              return new InetAddress[0];
            },
            time);

    CompletableFuture<Void> first = lookup.lookUp("api.example");
    CompletableFuture<Void> second = lookup.lookUp("api.example");
    answer.countDown();
    CompletableFuture.allOf(first, second).get(20, TimeUnit.SECONDS);

    assertThat(questions).hasValue(1);
  }

  @Test
  void asksAgainAfterAnAnswer() throws Exception {
    AtomicInteger questions = new AtomicInteger();
    HostLookup lookup =
        new HostLookup(
            host -> {
              questions.incrementAndGet();
              return new InetAddress[0];
            },
            time);

    lookup.lookUp("api.example").get(20, TimeUnit.SECONDS);
    lookup.lookUp("api.example").get(20, TimeUnit.SECONDS);

    assertThat(questions).hasValue(2);
  }

  @Test
  void knowsNameForOneSecondAndItsAddressLonger() throws Exception {
    InetAddress address = InetAddress.getByName("192.0.2.7");
    HostLookup lookup = new HostLookup(host -> new InetAddress[] {address}, time);
    lookup.lookUp("api.example").get(20, TimeUnit.SECONDS);

    boolean atOnce = lookup.knows("api.example");
    time.pass(Duration.ofSeconds(1));

    assertThat(atOnce).isTrue();
    assertThat(lookup.knows("api.example")).isFalse();
    assertThat(lookup.resolve("api.example", 443))
        .containsExactly(new InetSocketAddress(address, 443));
    assertThat(catchThrowable(() -> lookup.resolve("other.example", 443)))
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void oneSilentNameDoesNotHoldUpAnother() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    HostLookup lookup =
        new HostLookup(
            host -> {
              if (host.equals("silent.example")) {
                awaitOn(never);
              }
              return new InetAddress[0];
            },
            time);
    CompletableFuture<Void> silent = lookup.lookUp("silent.example");

    lookup.lookUp("api.example").get(20, TimeUnit.SECONDS);

    assertThat(silent).isNotDone();
    never.countDown();
  }

  @Test
  void failsAsTheResolverDidAndAsksAgain() {
    AtomicInteger questions = new AtomicInteger();
    HostLookup lookup =
        new HostLookup(
            host -> {
              questions.incrementAndGet();
              throw new UnknownHostException(host);
            },
            time);

    Throwable first = catchThrowable(() -> lookup.lookUp("x.invalid").get(20, TimeUnit.SECONDS));
    Throwable second = catchThrowable(() -> lookup.lookUp("x.invalid").get(20, TimeUnit.SECONDS));

    assertThat(first).hasCauseInstanceOf(UnknownHostException.class);
    assertThat(second).hasCauseInstanceOf(UnknownHostException.class);
    assertThat(questions).hasValue(2);
  }

  @Test
  void knowsAnAddressFromName() {
    assertThat(HostLookup.literal("127.0.0.1")).isTrue();
    assertThat(HostLookup.literal("::1")).isTrue();
    assertThat(HostLookup.literal("fe80::1")).isTrue();
    assertThat(HostLookup.literal("api.openai.com")).isFalse();
    assertThat(HostLookup.literal("localhost")).isFalse();
  }

  private static void awaitOn(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
