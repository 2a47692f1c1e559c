package io.llmfailover.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
  private final Random random = new Random(42);

  @Test
  void isWhatWasWritten() {
    for (int round = 0; round < 1_000; round++) {
      JsonBytes bytes = new JsonBytes();
      ByteArrayOutputStream expected = new ByteArrayOutputStream();

      for (int step = random.nextInt(20); step > 0; step--) {
        byte[] some = new byte[random.nextInt(2_000)];
        random.nextBytes(some);
        int from = random.nextInt(some.length + 1);
        if (random.nextInt(4) == 0) {
          bytes.expect(random.nextInt(3_000));
        }
        bytes.write(some, from, some.length - from);
        bytes.write(step);
        expected.write(some, from, some.length - from);
        expected.write(step);
      }

      assertThat(bytes.whole()).isEqualTo(expected.toByteArray());
    }
  }
}
