package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventPumpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final VirtualTime time = new VirtualTime();
  private final ManualThreads threads = new ManualThreads();
  private final TranscribedOutlet outlet = new TranscribedOutlet();
  private final AtomicInteger losses = new AtomicInteger();
  private final EventPump pump = new EventPump(outlet, threads, time, time, PATIENCE);

  EventPumpTest() {
    pump.whenLost(losses::incrementAndGet);
  }

  @Test
  void sendsNothingBeforeItIsOpened() {
    pump.event(data("early"));

    threads.run();

    assertThat(outlet.heard()).isEmpty();
    assertThat(threads.waiting()).isZero();
  }

  @Test
  void sendsHeadersThenEachEventAtOnce() {
    pump.open(Map.of("x-llm-link", "openai/gpt-4o"));
    threads.run();
    pump.event("piece", data("{\"text\":\"a\"}"));
    threads.run();
    pump.event(data("b"));
    threads.run();

    assertThat(outlet.headers()).containsEntry("x-llm-link", "openai/gpt-4o");
    assertThat(outlet.heard())
        .containsExactly(
            "<open>",
            "event: piece\ndata: {\"text\":\"a\"}\n\n",
            "<flush>",
            "data: b\n\n",
            "<flush>");
  }

  @Test
  void flushesOnceWhatWaitsTogether() {
    pump.open(Map.of());
    pump.event(data("a"));
    pump.event(data("b"));
    pump.end();

    threads.run();

    assertThat(outlet.heard())
        .containsExactly("<open>", "data: a\n\ndata: b\n\n", "<flush>", "<end>");
  }

  @Test
  void writesWhatComesWhileItWritesOnTheSameThread() {
    pump.open(Map.of());
    threads.run();
    outlet.atNextWrite(
        () -> {
          pump.event(data("b"));
          pump.end();
          assertThat(threads.waiting()).isZero();
        });

    pump.event(data("a"));
    threads.run();

    assertThat(outlet.heard())
        .containsExactly("<open>", "data: a\n\ndata: b\n\n", "<flush>", "<end>");
  }

  @Test
  void holdsNoThreadAndNoTaskWhileItHasNothingToSay() {
    for (int i = 0; i < 200; i++) {
      EventPump one = new EventPump(new TranscribedOutlet(), threads, time, time, PATIENCE);
      one.open(Map.of());
      one.event(data("a"));
    }
    threads.run();

    time.pass(PATIENCE);

    assertThat(threads.waiting()).isZero();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void ignoresWhatFollowsTheEnd() {
    pump.open(Map.of());
    pump.event(data("last"));
    pump.end();
    pump.event(data("late"));
    pump.end();
    pump.beat(Beat.COMMENT);
    threads.run();
    pump.lose();
    threads.run();

    assertThat(outlet.heard()).containsExactly("<open>", "data: last\n\n", "<flush>", "<end>");
    assertThat(losses).hasValue(0);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void isReadyUntilTooMuchWaits() {
    pump.open(Map.of());

    pump.event(new byte[EventPump.HIGH_WATER / 2]);

    assertThat(ready()).isDone();
    pump.event(new byte[EventPump.HIGH_WATER / 2]);
    assertThat(ready()).isNotDone();
  }

  @Test
  void isReadyAgainWhenLittleIsLeft() {
    pump.open(Map.of());
    int event = EventPump.LOW_WATER;
    for (int i = 0; i < 5; i++) {
      pump.event(new byte[event]);
    }
    CompletableFuture<Void> ready = ready();
    outlet.atNextWrite(
        () -> outlet.atNextWrite(() -> assertThat(ready).as("most still waits").isNotDone()));

    threads.run();

    assertThat(ready).isCompleted();
  }

  @Test
  void sendsAnEventLargerThanAnyMarkWhole() {
    byte[] large = "x".repeat(5_000_000).getBytes(StandardCharsets.UTF_8);
    pump.open(Map.of());

    pump.event("answer", large);
    pump.end();
    threads.run();

    assertThat(outlet.text()).hasSize("event: answer\ndata: \n\n".length() + large.length);
    assertThat(outlet.heard()).endsWith("<flush>", "<end>");
    assertThat(outlet.writes()).isGreaterThan(100);
  }

  @Test
  void losesTheClientWhoseConnectionBreaks() {
    pump.open(Map.of());
    pump.event(new byte[EventPump.HIGH_WATER]);
    CompletableFuture<Void> ready = ready();
    outlet.atNextWrite(
        () -> {
          throw new IOException("Broken pipe");
        });

    threads.run();

    assertThat(losses).hasValue(1);
    assertThat(ready).isCompleted();
    assertThat(outlet.heard()).containsExactly("<open>", "<end>");
    assertThat(pump.isOver()).isTrue();
  }

  @Test
  void givesUpTheClientThatTakesNothingForTooLong() {
    pump.open(Map.of());
    threads.run();
    outlet.atNextWrite(
        () -> {
          time.pass(PATIENCE.minusMillis(1));
          assertThat(pump.isOver()).isFalse();
          time.pass(Duration.ofMillis(1));
          assertThat(pump.isOver()).isTrue();
        });

    pump.event(new byte[EventPump.HIGH_WATER]);
    pump.event(data("never sent"));
    threads.run();

    assertThat(losses).hasValue(1);
    assertThat(ready()).isDone();
    assertThat(outlet.writes()).isEqualTo(1);
    assertThat(outlet.text()).doesNotContain("never sent");
    assertThat(outlet.heard()).endsWith("<end>");
  }

  @Test
  void bearsWithTheClientThatTakesLittleAtATime() {
    pump.open(Map.of());
    threads.run();
    Duration slow = PATIENCE.minusSeconds(1);
    outlet.atNextWrite(
        () -> {
          time.pass(slow);
          outlet.atNextWrite(
              () -> {
                time.pass(slow);
                outlet.atNextWrite(() -> time.pass(slow));
              });
        });

    pump.event(new byte[EventPump.HIGH_WATER]);
    threads.run();

    assertThat(losses).hasValue(0);
    assertThat(pump.isOver()).isFalse();
  }

  @Test
  void leavesPatienceToEachBatch() {
    pump.open(Map.of());
    pump.event(data("a"));
    threads.run();
    time.pass(PATIENCE.minusSeconds(1));
    outlet.atNextWrite(() -> time.pass(Duration.ofSeconds(2)));

    pump.event(data("b"));
    threads.run();

    assertThat(losses).hasValue(0);
    assertThat(outlet.text()).endsWith("data: b\n\n");
  }

  @Test
  void endsOnceWhenTheContainerGivesTheConnectionUp() {
    pump.open(Map.of());
    threads.run();
    pump.lose();
    pump.lose();

    threads.run();

    assertThat(outlet.heard()).containsExactly("<open>", "<end>");
    assertThat(losses).hasValue(1);
  }

  @Test
  void leavesTheResponseToWhoeverWritesItInstead() {
    pump.leave();
    pump.open(Map.of());
    pump.event(data("a"));
    pump.lose();
    pump.end();

    threads.run();

    assertThat(outlet.heard()).isEmpty();
    assertThat(losses).hasValue(0);
  }

  @Test
  void commentsOnlyWhenNothingWaits() {
    pump.open(Map.of());
    pump.event(data("a"));
    pump.beat(Beat.COMMENT);
    threads.run();
    pump.beat(Beat.COMMENT);
    threads.run();

    assertThat(outlet.text()).isEqualTo("data: a\n\n:\n\n");
  }

  @Test
  void beginsTheNextEventWhereCommentsAreUnknown() {
    pump.open(Map.of());
    pump.beat(Beat.BEGUN_EVENT);
    threads.run();
    pump.beat(Beat.BEGUN_EVENT);
    threads.run();
    pump.event(data("{}"));
    threads.run();
    pump.event(data("[]"));
    threads.run();

    assertThat(outlet.text()).isEqualTo("data:  {}\n\ndata: []\n\n");
  }

  @Test
  void beginsNoEventAfterTheEnd() {
    pump.open(Map.of());
    pump.event(data("{}"));
    pump.end();
    pump.beat(Beat.BEGUN_EVENT);
    threads.run();

    assertThat(outlet.text()).isEqualTo("data: {}\n\n");
  }

  @Test
  void saysForHowLongItWasSilent() {
    pump.open(Map.of());
    pump.event(data("a"));
    time.pass(Duration.ofSeconds(2));

    Duration silence = pump.silence();

    assertThat(silence).isEqualTo(Duration.ofSeconds(2));
  }

  private CompletableFuture<Void> ready() {
    return pump.ready().toCompletableFuture();
  }

  private static byte[] data(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
