package io.llmfailover.api;

import io.llmfailover.failover.Engine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the server's own calls come in while it warms up: past the keys of callers, to an engine of
 * their own. It opens to a word made up for this start and told to nobody else. Closed at first.
 * Thread-safe.
 */
@ApplicationScoped
public class WarmUpDoor {
  /** The header that carries the word. */
  public static final String HEADER = "llm-warm-up";

  private RequestBody requestBody;
  private Streams streams;
  private volatile Open open;

  /** The word, and what it opens. Prints without the word. */
  private record Open(String word, GenerationDoor door) {
    @Override
    public String toString() {
      return "Open";
    }
  }

  /** For the proxy. */
  protected WarmUpDoor() {}

  /** Reads requests and writes answers as the callers' door does. */
  @Inject
  WarmUpDoor(RequestBody requestBody, Streams streams) {
    this.requestBody = requestBody;
    this.streams = streams;
  }

  /**
   * Opens it to this engine.
   *
   * @return the word to show in {@link #HEADER}
   */
  public String open(Engine engine) {
    String word = UUID.randomUUID().toString();
    open = new Open(word, new GenerationDoor(engine, requestBody, streams));
    return word;
  }

  /** Closes it for good, or until it is opened with another word. */
  public void close() {
    open = null;
  }

  /** The door for a request that shows the word; empty for all others. */
  public Optional<GenerationDoor> behind(HttpServletRequest request) {
    Open now = open;
    return now != null && now.word().equals(request.getHeader(HEADER))
        ? Optional.of(now.door())
        : Optional.empty();
  }
}
