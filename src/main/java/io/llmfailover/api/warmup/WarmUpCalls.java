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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The calls of a warm-up, to the server's own address. Used by one thread. */
final class WarmUpCalls implements AutoCloseable {
  /** The chain whose first link fails. */
  static final String FAILOVER = "failover";

  private static final int OK = 200;
  private static final int PATIENCE_MILLIS = 20_000;

  /** As many as the JDK keeps connections for. */
  private static final int TOGETHER = 4;

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
          whole("auto", 1),
          whole(WarmUpUpstream.PROVIDER + "/" + WarmUpUpstream.WELL, 1),
          whole(FAILOVER, 1),
          whole("auto", REPETITIONS),
          whole("auto", 1),
          whole("auto", 1),
          whole("auto", 1),
          streamed());

  private final URL address;
  private final String word;
  private final ExecutorService others;
  private final AtomicInteger made = new AtomicInteger();

  /**
   * Calls to this server.
   *
   * @param server up to and including the context root
   * @param word opens the {@link WarmUpDoor}
   */
  WarmUpCalls(URI server, String word) throws IOException {
    this.address = new URL(server + "/v1/chat/completions");
    this.word = word;
    this.others =
        Executors.newFixedThreadPool(TOGETHER, work -> new DaemonThread("llm-warm-up-call", work));
  }

  private static byte[] whole(String model, int times) {
    return asked(model, "", QUESTION.repeat(times));
  }

  private static byte[] streamed() {
    return asked("auto", "\"stream\":true,", QUESTION);
  }

  private static byte[] asked(String model, String more, String question) {
    String body = "{\"model\":\"" + model + "\"," + more + BEFORE + question + BEHIND;
    return body.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Makes the next one and waits for all of its answer.
   *
   * @return its status; anything but 200 means that nobody, or not this server, is there
   * @throws IOException when there is no answer
   */
  int next() throws IOException {
    return call(ROUND.get(made.getAndIncrement() % ROUND.size()));
  }

  /**
   * Makes some at the same time, as callers do, and waits for all.
   *
   * @return as {@link #next}: 200 when all were answered so
   * @throws IOException when one has no answer
   */
  int together() throws IOException, InterruptedException {
    Callable<Integer> several =
        () -> {
          int status = OK;
          for (int i = 0; i < ROUND.size() && status == OK; i++) {
            status = next();
          }
          return status;
        };
    int status = OK;
    for (Future<Integer> one : others.invokeAll(Collections.nCopies(TOGETHER, several))) {
      try {
        status = status == OK ? one.get() : status;
      } catch (ExecutionException unanswered) {
        throw new IOException(unanswered.getCause());
      }
    }
    return status;
  }

  private int call(byte[] body) throws IOException {
    HttpURLConnection call = (HttpURLConnection) address.openConnection(Proxy.NO_PROXY);
    call.setConnectTimeout(PATIENCE_MILLIS);
    call.setReadTimeout(PATIENCE_MILLIS);
    call.setRequestProperty("Content-Type", "application/json");
    call.setRequestProperty("Accept", "application/json");
    call.setRequestProperty(WarmUpDoor.HEADER, word);
    call.setDoOutput(true);
    try (OutputStream out = call.getOutputStream()) {
      out.write(body);
    }
    int status = call.getResponseCode();
    try (InputStream answer = status == OK ? call.getInputStream() : call.getErrorStream()) {
      if (answer != null) {
        answer.readAllBytes();
      }
    }
    return status;
  }

  /** Calls begun. */
  int made() {
    return made.get();
  }

  @Override
  public void close() {
    others.shutdownNow();
  }
}
