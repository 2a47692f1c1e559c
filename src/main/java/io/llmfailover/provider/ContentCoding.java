package io.llmfailover.provider;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Takes the {@code Content-Encoding} off a body: gzip and deflate. We ask for none, but proxies on
 * the way compress all the same. Stateless.
 */
final class ContentCoding {
  private static final int CHUNK = 8192;
  private static final int MOST_LAYERS = 2;

  private ContentCoding() {}

  /**
   * A body without its encoding.
   *
   * @param bytes as far as it could be decoded
   * @param whole whether that is all of it
   */
  record Decoded(byte[] bytes, boolean whole) {}

  /** Decodes up to {@code limit} bytes; an unknown encoding yields nothing at all. */
  static Decoded decode(HttpHeaders headers, byte[] body, int limit) {
    List<String> layers = layers(headers);
    // An empty body has no layers, whatever a proxy says of it.
    if (layers.isEmpty() || body.length == 0) {
      return new Decoded(body, true);
    }
    if (layers.size() > MOST_LAYERS) {
      return new Decoded(new byte[0], false);
    }
    Collections.reverse(layers);
    Decoded decoded = new Decoded(body, true);
    for (String layer : layers) {
      Decoded inner = peel(layer, decoded.bytes(), limit);
      decoded = new Decoded(inner.bytes(), inner.whole() && decoded.whole());
    }
    return decoded;
  }

  /** Whether a body with these headers is said to be encoded. */
  static boolean encoded(HttpHeaders headers) {
    return headers.firstValue("content-encoding").isPresent() && !layers(headers).isEmpty();
  }

  private static List<String> layers(HttpHeaders headers) {
    return headers.allValues("content-encoding").stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !name.isEmpty() && !name.equals("identity"))
        .collect(Collectors.toList());
  }

  private static Decoded peel(String layer, byte[] body, int limit) {
    ByteArrayOutputStream into = new ByteArrayOutputStream();
    try (InputStream from = reader(layer, body)) {
      byte[] chunk = new byte[CHUNK];
      for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
        if (read > limit - into.size()) {
          return new Decoded(into.toByteArray(), false);
        }
        into.write(chunk, 0, read);
      }
      return new Decoded(into.toByteArray(), true);
    } catch (IOException broken) {
      return new Decoded(into.toByteArray(), false);
    }
  }

  private static InputStream reader(String layer, byte[] body) throws IOException {
    InputStream from = new ByteArrayInputStream(body);
    return switch (layer) {
      case "gzip", "x-gzip" -> new GZIPInputStream(from);
      case "deflate" -> inflating(from, body);
      default -> throw new IOException("unknown content encoding");
    };
  }

  /** Deflate means the zlib format, but some servers send it without the zlib header. */
  private static InputStream inflating(InputStream from, byte[] body) throws IOException {
    if (body.length < 2) {
      throw new EOFException();
    }
    boolean zlib = (body[0] & 0x0f) == 8 && (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 == 0;
    if (zlib) {
      return new InflaterInputStream(from);
    }
    Inflater bare = new Inflater(true);
    return new InflaterInputStream(from, bare) {
      @Override
      public void close() throws IOException {
        // The stream ends only an inflater it made itself.
        bare.end();
        super.close();
      }
    };
  }
}
