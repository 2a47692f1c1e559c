package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is UTF-8 is what the JDK's strict decoder takes. */
class Utf8Test {
  private static final int[] EDGES = {
    0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
    0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff
  };

  @Test
  void knowsEverySequenceOfTwo() {
    for (int pair = 0; pair < 0x10000; pair++) {
      check((byte) (pair >> 8), (byte) pair);
    }
  }

  @Test
  void knowsEverySequenceOnTheEdges() {
    for (int first : EDGES) {
      for (int second : EDGES) {
        for (int third : EDGES) {
          check((byte) first, (byte) second, (byte) third);
          for (int fourth : EDGES) {
            check((byte) first, (byte) second, (byte) third, (byte) fourth);
          }
        }
      }
    }
  }

  @Test
  void knowsLongTextsWithOneFault() {
    Random random = new Random(42);
    byte[] text = "Habari “ya” leo? Nzuri – ሰላም 😀. ".repeat(20).getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = Arrays.copyOf(text, random.nextInt(text.length + 1));
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }

      check(bytes);
    }
  }

  private static void check(byte... bytes) {
    assertThat(Utf8.isWhole(bytes)).as(() -> Arrays.toString(bytes)).isEqualTo(decodable(bytes));
  }

  private static boolean decodable(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException broken) {
      return false;
    }
  }
}
