package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyCollectorTest {
  private static final int LIMIT = 3_000_000;
  private static final int PIECE = 8192;

  private final WireHead head = new WireHead(200, HttpHeaders.of(Map.of(), (name, value) -> true));
  private final AtomicInteger refused = new AtomicInteger();

  private BodyCollector announcing(long announced) {
    return new BodyCollector(head, announced, LIMIT, refused::incrementAndGet);
  }

  private static void take(BodyCollector collector, byte[] body) {
    for (int from = 0; from < body.length; from += PIECE) {
      collector.take(ByteBuffer.wrap(body, from, Math.min(PIECE, body.length - from)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, -1",
    "1, 1",
    "10, -1",
    "65536, 65536",
    "65537, 65537",
    "70000, 9000000",
    "1000000, 1000000",
    "1000000, -1",
    "2500000, 2500000",
    "3000000, 3000000",
    "3000000, -1",
    // Not what HTTP allows, but nothing may break of it.
    "100000, 10"
  })
  void collectsWhatCame(int length, long announced) {
    byte[] sent = new byte[length];
    new Random(length).nextBytes(sent);
    BodyCollector collector = announcing(announced);

    take(collector, sent);

    byte[] body = collector.answer(WireAnswer.Ending.WHOLE).toCompletableFuture().join().body();
    assertThat(body).isEqualTo(sent);
    assertThat(refused).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({"3000001", "-1"})
  void refusesOnceWhatIsTooLong(long announced) {
    BodyCollector collector = announcing(announced);

    take(collector, new byte[2 * LIMIT]);

    assertThat(refused).hasValue(1);
  }

  @Test
  void makesNoRoomForWhatIsOnlyAnnounced() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(self);

    take(announcing(Long.MAX_VALUE), new byte[10]);

    assertThat(threads.getThreadAllocatedBytes(self) - before).isLessThan(LIMIT / 10);
  }
}
