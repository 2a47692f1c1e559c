package io.llmfailover.api;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.config.CurrentSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a request's body as far as it may go. Thread-safe. */
@ApplicationScoped
public class RequestBody {
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
      throw new InvalidPromptException("body", "cannot be read as its headers announce it");
    }
  }

  private static byte[] upTo(long limit, InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(Math.max(512, in.available()));
    byte[] piece = new byte[8192];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      body.write(piece, 0, read);
      if (body.size() > limit) {
        throw new BodyTooLargeException(limit);
      }
    }
    return body.toByteArray();
  }
}
