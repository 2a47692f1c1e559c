package io.llmfailover.api;

import java.util.Arrays;
import java.util.function.Function;

/**
 * The events of a stream that differ in one text alone. What stands around it is written once; of a
 * text that is not easily escaped the whole event is. Immutable.
 *
 * <pre>{@code
 * TextEvent piece = new TextEvent(words -> Json.write(object().put("text", words)));
 * events.event(piece.with("Habari"));
 * }</pre>
 */
public final class TextEvent {
  private static final String MARK = "(the text)";

  private static final int HARD = -1;
  private static final char LAST_OF_ONE_BYTE = 0x7F;
  private static final char LAST_OF_TWO_BYTES = 0x7FF;

  private final Function<String, byte[]> written;
  private final byte[] before;
  private final byte[] after;

  /**
   * Events as this writes them.
   *
   * @param written writes the JSON of the event with a text; the rest must be the same each time
   */
  public TextEvent(Function<String, byte[]> written) {
    this.written = written;
    byte[] whole = written.apply(MARK);
    byte[] empty = written.apply("");
    int at = Arrays.mismatch(whole, empty);
    // Where the mark begins the other has the end of an empty string.
    this.before = Arrays.copyOf(whole, at);
    this.after = Arrays.copyOfRange(whole, at + MARK.length(), whole.length);
  }

  /** The event with this text. */
  public byte[] with(String text) {
    int length = escapedLength(text);
    if (length == HARD) {
      return written.apply(text);
    }
    byte[] event = Arrays.copyOf(before, before.length + length + after.length);
    fill(text, event, before.length);
    System.arraycopy(after, 0, event, before.length + length, after.length);
    return event;
  }

  private static int escapedLength(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one == '"' || one == '\\' || one == '\n') {
        length += 2;
      } else if (one < ' ' || Character.isSurrogate(one)) {
        return HARD;
      } else {
        length += one <= LAST_OF_ONE_BYTE ? 1 : one <= LAST_OF_TWO_BYTES ? 2 : 3;
      }
    }
    return length;
  }

  private static void fill(String text, byte[] into, int from) {
    int at = from;
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one == '"' || one == '\\' || one == '\n') {
        into[at++] = '\\';
        into[at++] = (byte) (one == '\n' ? 'n' : one);
      } else if (one <= LAST_OF_ONE_BYTE) {
        into[at++] = (byte) one;
      } else if (one <= LAST_OF_TWO_BYTES) {
        into[at++] = (byte) (0xC0 | one >> 6);
        into[at++] = (byte) (0x80 | one & 0x3F);
      } else {
        into[at++] = (byte) (0xE0 | one >> 12);
        into[at++] = (byte) (0x80 | one >> 6 & 0x3F);
        into[at++] = (byte) (0x80 | one & 0x3F);
      }
    }
  }
}
