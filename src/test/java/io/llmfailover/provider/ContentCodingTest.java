package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.provider.ContentCoding.Decoded;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ContentCodingTest {
  private static final int LIMIT = 10_000;
  private static final byte[] TEXT = "Habari ya leo? ".repeat(20).getBytes(StandardCharsets.UTF_8);

  @Test
  void leavesBodyWithoutEncodingAlone() {
    assertThat(decode(TEXT).bytes()).isSameAs(TEXT);
    assertThat(decode(TEXT, "identity").bytes()).isSameAs(TEXT);
    assertThat(decode(TEXT, "").bytes()).isSameAs(TEXT);
  }

  @Test
  void takesOffGzipUnderBothItsNames() throws Exception {
    byte[] packed = gzip(TEXT);

    assertThat(decode(packed, "gzip").bytes()).isEqualTo(TEXT);
    assertThat(decode(packed, "X-GZip").bytes()).isEqualTo(TEXT);
    assertThat(decode(packed, "gzip").whole()).isTrue();
  }

  @Test
  void takesOffDeflateWithAndWithoutZlibHeader() throws Exception {
    assertThat(decode(deflate(TEXT, false), "deflate").bytes()).isEqualTo(TEXT);
    assertThat(decode(deflate(TEXT, true), "deflate").bytes()).isEqualTo(TEXT);
  }

  @Test
  void takesLayersOffFromTheOutside() throws Exception {
    byte[] packed = gzip(deflate(TEXT, false));

    assertThat(decode(packed, "deflate, gzip").bytes()).isEqualTo(TEXT);
    assertThat(decode(packed, "deflate", "gzip").bytes()).isEqualTo(TEXT);
  }

  @Test
  void refusesMoreLayersThanAnyoneNeeds() throws Exception {
    Decoded decoded = decode(gzip(gzip(gzip(TEXT))), "gzip, gzip, gzip");

    assertThat(decoded.whole()).isFalse();
    assertThat(decoded.bytes()).isEmpty();
  }

  @Test
  void readsAsMuchAsTheLimitAndNotOneByteMore() throws Exception {
    Decoded fits = decode(gzip(new byte[LIMIT]), "gzip");
    Decoded tooLong = decode(gzip(new byte[LIMIT + 1]), "gzip");

    assertThat(fits.whole()).isTrue();
    assertThat(fits.bytes()).hasSize(LIMIT);
    assertThat(tooLong.whole()).isFalse();
    assertThat(tooLong.bytes()).hasSizeLessThanOrEqualTo(LIMIT);
  }

  @Test
  void yieldsNothingOfAnEncodingItDoesNotKnow() {
    Decoded decoded = decode(TEXT, "br");

    assertThat(decoded.whole()).isFalse();
    assertThat(decoded.bytes()).isEmpty();
  }

  @Test
  void yieldsTheBeginningOfWhatWasCut() throws Exception {
    byte[] packed = gzip(TEXT);
    Decoded decoded = decode(Arrays.copyOf(packed, packed.length - 8), "gzip");

    assertThat(decoded.whole()).isFalse();
    assertThat(decoded.bytes()).isEqualTo(TEXT);
  }

  @Test
  void acceptsThatAnEmptyBodyWasNotEncoded() {
    assertThat(decode(new byte[0], "gzip").whole()).isTrue();
  }

  private static Decoded decode(byte[] body, String... encodings) {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Content-Encoding", List.of(encodings)), (name, value) -> true);
    return ContentCoding.decode(headers, body, LIMIT);
  }

  private static byte[] gzip(byte[] plain) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  private static byte[] deflate(byte[] plain, boolean bare) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream deflate =
        new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_SPEED, bare))) {
      deflate.write(plain);
    }
    return packed.toByteArray();
  }
}
