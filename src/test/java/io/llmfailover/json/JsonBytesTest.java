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
        if (random.nextInt(3) == 0) {
          bytes.refer(some, from, some.length - from);
        } else {
          bytes.write(some, from, some.length - from);
        }
        bytes.write(step);
        expected.write(some, from, some.length - from);
        expected.write(step);
      }

      WrittenJson written = bytes.written();
      assertThat(written.whole()).isEqualTo(expected.toByteArray());
      assertThat(written.length()).isEqualTo(expected.size());
    }
  }

  @Test
  void isOnePieceUnlessItRefersToAnother() {
    JsonBytes bytes = new JsonBytes();
    bytes.expect(10_000);
    bytes.write(new byte[5_000], 0, 5_000);

    assertThat(bytes.written().pieces()).isEqualTo(1);
  }

  @Test
  void copiesNothingItRefersTo() {
    byte[] elsewhere = {0, 1, 2, 3, 4};
    JsonBytes bytes = new JsonBytes();
    bytes.write('"');
    bytes.refer(elsewhere, 1, 3);
    WrittenJson written = bytes.written();

    elsewhere[2] = 9;

    assertThat(written.whole()).containsExactly('"', 1, 9, 3);
  }
}
