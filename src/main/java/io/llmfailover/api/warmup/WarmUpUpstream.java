package io.llmfailover.api.warmup;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A provider on this machine's loopback that answers every call at once with the same words, whole
 * or as a stream; one of its models is always overloaded. Its whole answers take turns in how they
 * are put, because providers differ in that. It speaks just enough HTTP for this module's own
 * client: bodies whose length is told, connections that are kept. A daemon thread for each
 * connection, of which the calls of a warm-up need a few.
 */
final class WarmUpUpstream implements AutoCloseable {
  /** What it is called by whoever configures it as a provider. */
  static final String PROVIDER = "warm-up";

  /** The model that answers. */
  static final String WELL = "warm-up";

  /** The model that refuses every call. */
  static final String OVERLOADED = "overloaded";

  private static final int BACKLOG = 16;
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final int LONGEST_HEAD = 64 * 1024;

  /** About as long as what people get who ask something simple; as it stands in JSON. */
  private static final List<String> PIECES =
      List.of(
          "Habari! This is ",
          "what a provider ",
          "says while the ",
          "server warms up: ",
          "a few sentences ",
          "of ordinary length. ",
          "There are \\\"quotes\\\" ",
          "in it, a break ",
          "of the line\\nand ",
          "a word or two ",
          "more, so that what ",
          "reads and writes ",
          "answers sees what it ",
          "will see later on. ",
          "Nobody reads it, ",
          "and nobody pays ",
          "for it.");

  private static final List<byte[]> WHOLE =
      List.of(
          response("200 OK", "application/json", whole()),
          inChunks("application/json; charset=utf-8", whole()),
          response("200 OK", "application/json", spaced(whole())));

  private static final byte[] STREAM = inChunks("text/event-stream", stream());
  private static final String WANTS_STREAM = "\"stream\":true";
  private static final byte[] REFUSAL =
      response(
          "503 Service Unavailable",
          "application/json",
          "{\"error\":{\"message\":\"The engine is currently overloaded, please try again later\","
              + "\"type\":\"server_error\",\"param\":null,\"code\":null}}");
  private static final String WANTS_OVERLOADED = "\"" + OVERLOADED + "\"";

  private final ServerSocket listener;
  private final Thread acceptor;
  private final Set<Socket> callers = ConcurrentHashMap.newKeySet();

  /**
   * Listens at once, at a port the system chooses.
   *
   * @throws IOException when it cannot
   */
  WarmUpUpstream() throws IOException {
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    acceptor = new DaemonThread("llm-warm-up-upstream", this::accept);
    acceptor.start();
  }

  /** The base address to configure a provider with. */
  String address() {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/v1";
  }

  private int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = listener.accept();
        caller.setTcpNoDelay(true);
        callers.add(caller);
        new DaemonThread("llm-warm-up-upstream-call", () -> serve(caller)).start();
      }
    } catch (IOException closed) {
      hangUp();
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      InputStream in = new BufferedInputStream(caller.getInputStream());
      OutputStream out = caller.getOutputStream();
      int served = 0;
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
        out.write(answerTo(body, served));
        out.flush();
        served++;
      }
    } catch (IOException gone) {
      // The client closed its connection, or this provider is being closed.
    } finally {
      callers.remove(caller);
    }
  }

  private static byte[] answerTo(String request, int served) {
    if (request.contains(WANTS_OVERLOADED)) {
      return REFUSAL;
    }
    return request.contains(WANTS_STREAM) ? STREAM : WHOLE.get(served % WHOLE.size());
  }

  /** A request's line and headers in lower case; empty at the connection's end. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder(512);
    while (head.indexOf(END_OF_HEAD, head.length() - END_OF_HEAD.length()) < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      if (head.length() > LONGEST_HEAD) {
        throw new EOFException("no end of the headers");
      }
      head.append((char) Character.toLowerCase(next));
    }
    return head.toString();
  }

  private static int length(String head) {
    String name = "\r\ncontent-length:";
    int at = head.indexOf(name);
    if (at < 0) {
      return 0;
    }
    int from = at + name.length();
    return Integer.parseInt(head.substring(from, head.indexOf("\r\n", from)).strip());
  }

  private static String whole() {
    return "{\"id\":\"chatcmpl-warm-up\",\"object\":\"chat.completion\",\"created\":1750000000,"
        + "\"model\":\"warm-up\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
        + String.join("", PIECES)
        + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
        + "\"usage\":{\"prompt_tokens\":21,\"completion_tokens\":74,\"total_tokens\":95,"
        + "\"prompt_tokens_details\":{\"cached_tokens\":0}},\"system_fingerprint\":\"fp_warm_up\"}";
  }

  /** The same with space between its parts. */
  private static String spaced(String json) {
    return json.replace(",\"", ",\n  \"").replace("\":", "\": ");
  }

  private static String stream() {
    StringBuilder events = new StringBuilder();
    event(events, "{\"role\":\"assistant\",\"content\":\"\"}", "null");
    for (String piece : PIECES) {
      event(events, "{\"content\":\"" + piece + "\"}", "null");
    }
    event(events, "{}", "\"stop\"");
    return events.append("data: [DONE]\n\n").toString();
  }

  private static void event(StringBuilder events, String delta, String finish) {
    events
        .append("data: {\"id\":\"chatcmpl-warm-up\",\"object\":\"chat.completion.chunk\",")
        .append("\"created\":1750000000,\"model\":\"warm-up\",\"choices\":[{\"index\":0,\"delta\":")
        .append(delta)
        .append(",\"finish_reason\":")
        .append(finish)
        .append("}]}\n\n");
  }

  private static byte[] response(String status, String type, String body) {
    String length = "content-length: " + body.getBytes(StandardCharsets.UTF_8).length;
    return message(status, type, length, body);
  }

  /** As much as a provider sends at once. */
  private static byte[] inChunks(String type, String body) {
    String size = Integer.toHexString(body.getBytes(StandardCharsets.UTF_8).length);
    String chunks = size + "\r\n" + body + "\r\n0\r\n\r\n";
    return message(
        "200 OK", type, "x-request-id: req_warm_up\r\ntransfer-encoding: chunked", chunks);
  }

  private static byte[] message(String status, String type, String more, String body) {
    String head = "HTTP/1.1 " + status + "\r\ncontent-type: " + type + "\r\n" + more;
    return (head + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8);
  }

  private void hangUp() {
    for (Socket caller : callers) {
      close(caller);
    }
  }

  private static void close(AutoCloseable what) {
    try {
      what.close();
    } catch (Exception alreadyGone) {
      // Nothing is waited for any more.
    }
  }

  /** The port is open until the thread that waits at it has left, and so is waited for. */
  @Override
  public void close() {
    close(listener);
    hangUp();
    try {
      acceptor.join();
    } catch (InterruptedException now) {
      Thread.currentThread().interrupt();
    }
  }
}
