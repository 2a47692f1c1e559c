package io.llmfailover.api;

import java.io.IOException;
import java.util.Map;

/**
 * Where the bytes of one stream of events go. Its methods may block, for as long as the client
 * takes nothing; one thread at a time calls them.
 */
interface EventOutlet {
  /** Sends status and headers; called once, before anything is written. */
  void open(Map<String, String> headers) throws IOException;

  /** Takes these bytes; they may stay in a buffer. */
  void write(byte[] bytes, int from, int length) throws IOException;

  /** Sends what is in the buffer. */
  void flush() throws IOException;

  /** Nothing follows: called once, last, whether or not all went well. */
  void end();
}
