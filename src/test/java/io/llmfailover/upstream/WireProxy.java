package io.llmfailover.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A plain forward proxy on a loopback port: tunnels {@code CONNECT}, passes on whole addresses, and
 * remembers the head of what it was asked. Whatever host is named, it connects to the loopback one:
 * so a test can name a host that only a proxy could reach.
 */
public final class WireProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private WireProxy(ServerSocket listener) {
    this.listener = listener;
    daemon(this::accept);
  }

  /** Starts one on a free port. */
  public static WireProxy start() {
    try {
      return new WireProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Its address as it is written in configuration. */
  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** The first head of each connection, with request line and headers. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  private static void daemon(Runnable task) {
    Thread made = new Thread(task, "wire-proxy");
    made.setDaemon(true);
    made.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        daemon(() -> serve(client));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      heads.add(head);
      String[] line = head.substring(0, head.indexOf('\r')).split(" ");
      boolean tunnel = line[0].equals("CONNECT");
      URI target = URI.create(tunnel ? "tunnel://" + line[1] : line[1]);
      try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
        sockets.add(upstream);
        byte[] first =
            (tunnel ? "HTTP/1.1 200 Connected\r\n\r\n" : head)
                .getBytes(StandardCharsets.ISO_8859_1);
        (tunnel ? client : upstream).getOutputStream().write(first);
        daemon(() -> pump(upstream, client));
        pump(client, upstream);
      }
    } catch (IOException hungUp) {
      // Either side closed, which ends the tunnel.
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException hungUp) {
      // Likewise.
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** Closes all connections and the port. */
  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException alreadyGone) {
      throw new UncheckedIOException(alreadyGone);
    }
  }
}
