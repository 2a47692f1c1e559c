package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.config.LiveSettings;
import io.llmfailover.config.MapValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
  private static final int LIMIT = 3 * 1024 * 1024;

  private final MapValues values = MapValues.of("llm.max-body", "3MB");
  private final RequestBody body = new RequestBody(new LiveSettings(() -> values));

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** Gives a few bytes at a time, as a connection does. */
  private static InputStream inPieces(byte[] all) {
    return new ByteArrayInputStream(all) {
      @Override
      public synchronized int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(length, 1000));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 4711, 1024 * 1024, 1024 * 1024 + 1, 2_500_000, LIMIT})
  void readsAsMuchAsWasAnnounced(int length) {
    byte[] sent = bytes(length);

    byte[] read = body.read(inPieces(sent), length);

    assertThat(read).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4711, LIMIT})
  void readsToTheEndWhenNothingWasAnnounced(int length) {
    byte[] sent = bytes(length);

    byte[] read = body.read(inPieces(sent), -1);

    assertThat(read).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(longs = {LIMIT + 1, 100L * LIMIT, Long.MAX_VALUE, -1})
  void refusesMoreThanTheLimitWithoutReadingAllOfIt(long announced) {
    InputStream sent = new ByteArrayInputStream(bytes(2 * LIMIT));

    assertThatThrownBy(() -> body.read(sent, announced))
        .isInstanceOf(BodyTooLargeException.class)
        .hasMessageContaining("llm.max-body");
    assertThat(sent).satisfies(rest -> assertThat(rest.available()).isGreaterThan(LIMIT - 10_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 2_000_000})
  void refusesLessThanWasAnnounced(int announced) {
    InputStream sent = new ByteArrayInputStream(bytes(10));

    assertThatThrownBy(() -> body.read(sent, announced))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("body");
  }

  @Test
  void refusesWhatCannotBeRead() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }
        };

    assertThatThrownBy(() -> body.read(broken, 10)).isInstanceOf(InvalidPromptException.class);
    assertThatThrownBy(() -> body.read(broken, -1)).isInstanceOf(InvalidPromptException.class);
  }
}
