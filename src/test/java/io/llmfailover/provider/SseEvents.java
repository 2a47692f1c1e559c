package io.llmfailover.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of a body, read all at once and by the book: what a reader that gets the same bytes
 * piece by piece must find as well.
 */
public final class SseEvents {
  private SseEvents() {}

  /**
   * One event.
   *
   * @param type empty when it has none
   * @param data its lines, joined
   */
  public record Event(String type, String data) {}

  /** The events of a recorded stream. */
  public static List<Event> ofSample(String file) {
    try (InputStream in = SseEvents.class.getResourceAsStream("/wire/" + file)) {
      return of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The events of these bytes. One that is not followed by a blank line counts too: providers end
   * streams without.
   */
  public static List<Event> of(byte[] body) {
    List<Event> events = new ArrayList<>();
    String type = "";
    List<String> data = new ArrayList<>();
    String text = new String(body, StandardCharsets.UTF_8);
    for (String line : (text + "\n\n").split("\r\n|\r|\n", -1)) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          events.add(new Event(type, String.join("\n", data)));
        }
        type = "";
        data.clear();
      } else if (line.startsWith("data:")) {
        data.add(valueOf(line));
      } else if (line.startsWith("event:")) {
        type = valueOf(line);
      }
    }
    return events;
  }

  private static String valueOf(String line) {
    String value = line.substring(line.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }
}
