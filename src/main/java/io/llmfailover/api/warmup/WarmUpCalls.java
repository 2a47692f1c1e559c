package io.llmfailover.api.warmup;

import io.llmfailover.api.WarmUpDoor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The calls of a warm-up, one after the other, to the server's own address. Not thread-safe. */
final class WarmUpCalls {
  private static final int OK = 200;
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String BEFORE =
      "\"messages\":[{\"role\":\"system\",\"content\":\"You are a friendly assistant.\"},"
          + "{\"role\":\"user\",\"content\":\"";
  private static final String QUESTION = "Say something of ordinary length, please. ";
  private static final String BEHIND = "\"}]}";

  /** Prompts are often a few kilobytes long. */
  private static final int REPETITIONS = 100;

  /** Whole answers are what most callers want; a stream costs as much as dozens of them. */
  private static final List<byte[]> ROUND =
      List.of(
          whole(1),
          whole(1),
          whole(1),
          whole(REPETITIONS),
          whole(1),
          whole(1),
          whole(1),
          streamed());

  private final URL address;
  private final String word;
  private int made;

  /**
   * Calls to this server.
   *
   * @param server up to and including the context root
   * @param word opens the {@link WarmUpDoor}
   */
  WarmUpCalls(URI server, String word) throws IOException {
    this.address = new URL(server + "/v1/chat/completions");
    this.word = word;
  }

  private static byte[] whole(int times) {
    return asked("", QUESTION.repeat(times));
  }

  private static byte[] streamed() {
    return asked("\"stream\":true,", QUESTION);
  }

  private static byte[] asked(String more, String question) {
    String body = "{\"model\":\"auto\"," + more + BEFORE + question + BEHIND;
    return body.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Makes the next one and waits for all of its answer.
   *
   * @return its status; anything but 200 means that nobody, or not this server, is there
   * @throws IOException when there is no answer
   */
  int next() throws IOException {
    HttpURLConnection call = (HttpURLConnection) address.openConnection(Proxy.NO_PROXY);
    call.setConnectTimeout(PATIENCE_MILLIS);
    call.setReadTimeout(PATIENCE_MILLIS);
    call.setRequestProperty("Content-Type", "application/json");
    call.setRequestProperty("Accept", "application/json");
    call.setRequestProperty(WarmUpDoor.HEADER, word);
    call.setDoOutput(true);
    try (OutputStream out = call.getOutputStream()) {
      out.write(ROUND.get(made % ROUND.size()));
    }
    int status = call.getResponseCode();
    try (InputStream answer = status == OK ? call.getInputStream() : call.getErrorStream()) {
      if (answer != null) {
        answer.readAllBytes();
      }
    }
    made++;
    return status;
  }

  /** Calls answered, however. */
  int made() {
    return made;
  }
}
