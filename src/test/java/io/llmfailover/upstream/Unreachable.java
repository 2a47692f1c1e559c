package io.llmfailover.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Addresses at which no answer can be had, each in its own way. */
public final class Unreachable implements AutoCloseable {
  private final ServerSocket listener;
  private final List<SocketChannel> waiting = new ArrayList<>();

  private Unreachable(ServerSocket listener) {
    this.listener = listener;
  }

  /** Nobody listens there ({@code transport-connect-refused}). */
  public static URI refused(String path) {
    try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + gone.getLocalPort() + path);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** There is no such host ({@code transport-unknown-host}). */
  public static URI unknownHost(String path) {
    // RFC 2606 promises that this never resolves.
    return URI.create("http://api.provider.invalid" + path);
  }

  /**
   * Somebody listens and accepts nobody: its queue is full, so that the first packet of a new
   * connection is dropped ({@code transport-connect-timeout}).
   */
  public static Unreachable blackHole() {
    try {
      Unreachable made = new Unreachable(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      made.fill();
      return made;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Somebody accepts and never says a word: neither HTTP nor a TLS handshake gets anywhere. */
  public static Unreachable mute() {
    try {
      // The system accepts for those who wait in the queue.
      return new Unreachable(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  private void fill() throws IOException {
    // A queue of one takes two on Linux; the rest wait for ever, which is what is wanted.
    for (int connection = 0; connection < 8; connection++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
      waiting.add(channel);
    }
  }

  /** Its address. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
  }

  /** Its address for TLS. */
  public URI tlsUri(String path) {
    return URI.create("https://127.0.0.1:" + listener.getLocalPort() + path);
  }

  /** Gives the port back. */
  @Override
  public void close() {
    try {
      listener.close();
      for (SocketChannel channel : waiting) {
        channel.close();
      }
    } catch (IOException alreadyGone) {
      throw new UncheckedIOException(alreadyGone);
    }
  }
}
