package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.Piece;
import io.llmfailover.Usage;
import java.util.function.Consumer;

/**
 * Reads one stream of one dialect, event by event. Used once, by one thread at a time. Error
 * objects never come here, nor does what is no JSON.
 */
public interface StreamReader {
  /**
   * Reads one event and hands on the pieces in it, in order; often none.
   *
   * @param type the event's type; empty when it has none
   * @param data its data, parsed
   * @throws ProviderException when the event says that the answer failed
   */
  void read(String type, JsonNode data, Consumer<Piece> pieces);

  /** The dialect's mark that nothing follows ({@code [DONE]}) came. */
  void done();

  /** Whether the model has said why it stopped: what is missing then is only formality. */
  boolean finished();

  /** Whether nothing of use can follow. */
  boolean ended();

  /** Tokens counted so far; {@link Usage#UNKNOWN} when none were told. */
  Usage usage();

  /**
   * The whole answer, when the stream is over.
   *
   * @throws ProviderException when the model has not said why it stopped ({@code truncated}), or
   *     stopped for a reason that is a failure
   */
  Reply reply();
}
