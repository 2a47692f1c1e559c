package io.llmfailover.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is found many bytes at once is what is found by looking at each. */
class TextBytesTest {
  private static final byte[] DRAWN =
      "au\\\"?\n \u0000\u001f!#[]t\u007f\u0080\u0081\u00a2\u00dc\u00f5\u00ff"
          .getBytes(StandardCharsets.ISO_8859_1);

  private final Random random = new Random(42);

  @Test
  void findsCodeEscapesWhereverTheyAre() {
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = bytes();

      int found = TextBytes.indexOfCodeEscape(bytes, 0, bytes.length);

      int index = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\\u");
      assertThat(found).isEqualTo(index < 0 ? bytes.length : index);
    }
  }

  @Test
  void findsTheEndOfAscii() {
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = bytes();

      int found = TextBytes.endOfAscii(bytes, 0, bytes.length);

      int end = 0;
      while (end < bytes.length && bytes[end] >= 0) {
        end++;
      }
      assertThat(found).isEqualTo(end);
    }
  }

  @Test
  void findsAndCopiesWhatIsPlain() {
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = bytes();
      byte[] room = new byte[bytes.length];

      int copied = TextBytes.copyPlain(bytes, 0, bytes.length, room, 0);

      int end = 0;
      while (end < bytes.length && TextBytes.isPlain(bytes[end])) {
        end++;
      }
      assertThat(copied).isEqualTo(end);
      assertThat(TextBytes.endOfPlain(bytes, 0, bytes.length)).isEqualTo(end);
      assertThat(Arrays.copyOf(room, end)).isEqualTo(Arrays.copyOf(bytes, end));
    }
  }

  @Test
  void copiesPlainAsciiOnly() {
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = bytes();
      byte[] room = new byte[bytes.length];

      int copied = TextBytes.copyPlainAscii(bytes, 0, bytes.length, room, 0);

      int end = TextBytes.endOfAscii(bytes, 0, bytes.length);
      assertThat(copied).isEqualTo(TextBytes.endOfPlain(bytes, 0, end));
      assertThat(Arrays.copyOf(room, copied)).isEqualTo(Arrays.copyOf(bytes, copied));
    }
  }

  /** Mostly of one kind, with a few others among it. */
  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(70)];
    int oneIn = 1 + random.nextInt(30);
    byte usual = DRAWN[random.nextInt(DRAWN.length)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = random.nextInt(oneIn) == 0 ? DRAWN[random.nextInt(DRAWN.length)] : usual;
    }
    return bytes;
  }
}
