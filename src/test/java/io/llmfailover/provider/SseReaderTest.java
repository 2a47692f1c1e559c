package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.upstream.WireSample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
  private static final int CHUNKINGS = 1_000_000;
  private static final long SEED = 20261120;

  /** Everything the format allows, and what it does not but servers do. */
  private static final List<String> STREAMS =
      List.of(
          "data: a\n\n",
          "data:a\r\n\r\ndata: b\r\n\r\n",
          "data: a\r\rdata: b\r\r",
          "data: a\n\r\ndata: b\r\n\ndata: c\r\n\r",
          "\uFEFFdata: Gr\u00fc\u00dfe \uD83D\uDC4B\n\n",
          ": ping\n\n:\nevent: x\ndata: 1\ndata: 2\ndata\n\n",
          "event: only a type\n\ndata: none\n\n",
          "id: 7\nretry: 3\ndata:  two blanks\nnothing: here\n\n",
          "\n\r\n\rdata: \u4f60\u597d\r\n\ndata: last without an end",
          "event:error\r\ndata:\uD83D\uDE00\r\n\r\ndata:\n\n",
          "data: [DONE]\r");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "data: a~~|<:a>",
        "data:a~~|<:a>",
        "data:  a~~|<: a>",
        "data: a^~^~|<:a>",
        "data: a^^|<:a>",
        "data: a^~~data: b~^~|<:a><:b>",
        "data: a|<:a>",
        "data: a~|<:a>",
        "data: a^|<:a>",
        "data: a~data: b~~|<:a/b>",
        "data: a~data~data:~~|<:a//>",
        "data:~~|<:>",
        "event: error~data: x~~data: y~~|<error:x><:y>",
        "event: ping~~data: x~~|<:x>",
        ": a comment~:~: ~~data: x~~|<:x>",
        "id: 1~retry: 5~data: x~foo: bar~DATA: y~~|<:x>",
        "\uFEFFdata: a~~|<:a>",
        "data: a~~\uFEFFdata: b~~|<:a>",
        "data: a\uFEFF~~|<:a\uFEFF>",
        "~~~|''",
        "''|''",
        "data: a: b~~|<:a: b>",
      })
  void readsEvents(String stream, String expected) {
    String bytes = stream.replace('~', '\n').replace('^', '\r');

    List<String> read = read(bytes.getBytes(StandardCharsets.UTF_8), 1 << 20);

    assertThat(String.join("", read).replace('\n', '/')).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compatible/compatible-stream-crlf-multibyte.sse",
        "compatible/openrouter-stream-comments.sse",
        "anthropic/stream-tool-call.sse",
        "gemini/stream-thinking-signature.sse"
      })
  void readsTheSameByteByByte(String sample) {
    byte[] body = WireSample.of(sample).body();

    List<String> whole = read(body, body.length);

    assertThat(whole).hasSizeGreaterThan(2);
    for (int size = 1; size < 40; size++) {
      assertThat(read(body, size)).isEqualTo(whole);
    }
  }

  @Test
  void readsTheSameHoweverTheBytesAreCut() {
    Random random = new Random(SEED);
    List<byte[]> streams = new ArrayList<>();
    List<List<String>> expected = new ArrayList<>();
    for (String stream : STREAMS) {
      byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
      streams.add(bytes);
      expected.add(read(bytes, bytes.length));
    }

    for (int chunking = 0; chunking < CHUNKINGS; chunking++) {
      int which = chunking % streams.size();
      long cuts = random.nextLong() & random.nextLong();
      List<String> read = readCut(streams.get(which), cuts);
      if (!read.equals(expected.get(which))) {
        assertThat(read).as("seed %d, cuts %x", SEED, cuts).isEqualTo(expected.get(which));
      }
    }
    assertThat(expected).allMatch(events -> !events.isEmpty());
  }

  @Test
  void refusesLineThatNeverEnds() {
    SseReader reader = new SseReader();
    byte[] chunk = new byte[100_000];
    Arrays.fill(chunk, (byte) 'x');

    int fed = 0;
    while (!reader.tooLong() && fed < 1000) {
      reader.feed(ByteBuffer.wrap(chunk));
      assertThat(reader.next()).isFalse();
      fed++;
    }

    assertThat(fed).isEqualTo(SseReader.MOST / chunk.length + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {16_384, 5_500_000})
  void refusesEventLongerThanFiveMegabytes(int chunk) {
    byte[] lines = "data: 0123456789\n".repeat(SseReader.MOST / 10).getBytes();

    SseReader reader = new SseReader();
    for (int at = 0; at < lines.length; at += chunk) {
      reader.feed(ByteBuffer.wrap(lines, at, Math.min(chunk, lines.length - at)));
      assertThat(reader.next()).isFalse();
    }

    assertThat(reader.tooLong()).isTrue();
  }

  @Test
  void readsEventOfAlmostFiveMegabytesAndTheNext() {
    String large = "x".repeat(SseReader.MOST - 100);
    byte[] stream = ("data: " + large + "\n\ndata: y\n\n").getBytes();

    List<String> read = read(stream, 16_384);

    assertThat(read).containsExactly("<:" + large + ">", "<:y>");
  }

  @Test
  void readsBuffersWithoutAnArray() {
    byte[] stream = "data: a\n\n".getBytes();
    ByteBuffer direct = ByteBuffer.allocateDirect(100).put(stream).flip();
    SseReader reader = new SseReader();

    reader.feed(direct);

    assertThat(reader.next()).isTrue();
    assertThat(reader.data()).isEqualTo("a");
  }

  private static List<String> read(byte[] stream, int chunk) {
    SseReader reader = new SseReader();
    List<String> events = new ArrayList<>();
    for (int at = 0; at < stream.length; at += chunk) {
      reader.feed(ByteBuffer.wrap(stream, at, Math.min(chunk, stream.length - at)));
      drain(reader, events);
    }
    reader.end();
    drain(reader, events);
    return events;
  }

  /** Cut after each byte whose bit is set; bits are used again for longer streams. */
  private static List<String> readCut(byte[] stream, long cuts) {
    SseReader reader = new SseReader();
    List<String> events = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < stream.length; at++) {
      if ((cuts >>> at % 64 & 1) == 1) {
        reader.feed(ByteBuffer.wrap(stream, from, at + 1 - from));
        drain(reader, events);
        from = at + 1;
      }
    }
    reader.feed(ByteBuffer.wrap(stream, from, stream.length - from));
    drain(reader, events);
    reader.end();
    drain(reader, events);
    return events;
  }

  private static void drain(SseReader reader, List<String> events) {
    while (reader.next()) {
      events.add("<" + reader.type() + ":" + reader.data() + ">");
    }
  }
}
