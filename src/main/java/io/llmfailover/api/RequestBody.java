package io.llmfailover.api;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a request's body as far as it may go. Thread-safe. */
@ApplicationScoped
public class RequestBody {
  /** So many bytes are made room for because they are announced. */
  private static final int TRUSTED = 128 * 1024;

  /** As many times what has come is made room for then. */
  private static final long TRUSTED_FURTHER = 32;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private CurrentSettings settings;

  /** For the proxy. */
  protected RequestBody() {}

  /** Reads up to {@code llm.max-body}. */
  @Inject
  public RequestBody(CurrentSettings settings) {
    this.settings = settings;
  }

  /**
   * The body, decoded. Reads no more than the limit and one byte, whatever its announced length.
   *
   * @throws BodyTooLargeException when it is longer
   * @throws InvalidPromptException when it cannot be read: the connection failed, or the body is
   *     not encoded as its headers say
   */
  public byte[] read(InputStream in) {
    try {
      return upTo(settings.get().access().maxBodyBytes(), in);
    } catch (IOException unreadable) {
      throw unreadable();
    }
  }

  /**
   * The body as it comes, of which so many bytes were announced: read at once into as much.
   *
   * @param announced in bytes; negative when unknown
   * @throws BodyTooLargeException as {@link #read(InputStream)} does
   * @throws InvalidPromptException likewise, and when less came than was announced
   */
  public byte[] read(InputStream in, long announced) {
    long limit = settings.get().access().maxBodyBytes();
    if (announced < 0 || announced > Math.min(limit, LARGEST_ARRAY)) {
      return read(in);
    }
    try {
      return whole(in, (int) announced);
    } catch (IOException unreadable) {
      throw unreadable();
    }
  }

  /** Whoever announces much must send it before it is made room for. */
  private static byte[] whole(InputStream in, int length) throws IOException {
    byte[] body = new byte[Math.min(length, TRUSTED)];
    int filled = 0;
    while (filled < length) {
      if (filled == body.length) {
        body = Arrays.copyOf(body, (int) Math.min(length, TRUSTED_FURTHER * filled));
      }
      int read = in.read(body, filled, body.length - filled);
      if (read < 0) {
        throw new EOFException();
      }
      filled += read;
    }
    return body;
  }

  private static InvalidPromptException unreadable() {
    return new InvalidPromptException("body", "cannot be read as its headers announce it");
  }

  private static byte[] upTo(long limit, InputStream in) throws IOException {
    byte[] body = in.readNBytes((int) Math.min(limit + 1, LARGEST_ARRAY));
    if (body.length > limit) {
      throw new BodyTooLargeException(limit);
    }
    return body;
  }
}
