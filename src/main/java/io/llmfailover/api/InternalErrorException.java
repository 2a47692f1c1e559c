package io.llmfailover.api;

import io.llmfailover.LlmException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a caller is told of a mistake of ours: the id under which the log has the rest. */
final class InternalErrorException extends LlmException {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private InternalErrorException(String id) {
    super("An internal error; the server's log knows it as " + id + ".", List.of());
  }

  /** Writes the cause to the log and makes what is told instead. */
  static InternalErrorException logged(String id, Throwable cause) {
    LOG.log(Level.SEVERE, "LLMF0050E: Request " + id + " ended in an internal error", cause);
    return new InternalErrorException(id);
  }
}
