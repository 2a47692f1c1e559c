package io.llmfailover.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.locks.Lock;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ssl.SSLIOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection as the client's reader and writer see it, with more patience than they have.
 *
 * <ul>
 *   <li>It tells of its end one look later than of the last bytes before it. The reader of chunked
 *       bodies throws away what it has read when it finds the end in the same look; but those bytes
 *       may be the very ones that say why, or all of an answer.
 *   <li>It begins no request when anything lies behind the last answer, and is lost when bytes come
 *       that no request asked for. The reader leaves in the socket what an upstream sent behind the
 *       length it announced, and a request that goes out before those bytes are found gets them for
 *       its answer: what belongs to one user would be told to another.
 *   <li>A request leaves in the look in which it is found, not in the one after it.
 *   <li>It is not read again in a look in which it gave less than there was room for, and the
 *       thread that looks is not woken for what it sets itself, if that is set already.
 * </ul>
 *
 * <p>What may come from any thread is passed on; the rest is for the connection's thread.
 */
final class PatientSession implements IOSession {
  private final IOSession session;
  private volatile Thread looking; // null until it was looked at
  private boolean readInThisLook;
  private boolean emptiedInThisLook;
  private boolean asked;
  private boolean used;

  PatientSession(IOSession session) {
    this.session = session;
  }

  /** The answer has come to its end. */
  void answered() {
    asked = false;
    used = true;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (emptiedInThisLook) {
      return 0;
    }
    int room = into.remaining();
    int bytes;
    try {
      bytes = session.read(into);
    } catch (IOException lost) {
      if (readInThisLook) {
        return 0;
      }
      throw lost;
    }
    if (bytes > 0) {
      if (!asked) {
        throw new IOException("the upstream sent what no request asked for");
      }
      readInThisLook = true;
      emptiedInThisLook = bytes < room;
    }
    return bytes < 0 && readInThisLook ? 0 : bytes;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return session.write(from);
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public String getId() {
    return session.getId();
  }

  @Override
  public IOEventHandler getHandler() {
    return session.getHandler();
  }

  @Override
  public void upgrade(IOEventHandler handler) {
    session.upgrade(handler);
  }

  @Override
  public Lock getLock() {
    return session.getLock();
  }

  @Override
  public void enqueue(Command command, Command.Priority priority) {
    session.enqueue(command, priority);
  }

  @Override
  public boolean hasCommands() {
    return session.hasCommands();
  }

  /** {@inheritDoc} A request learns here on which connection it goes out. */
  @Override
  public Command poll() {
    // One that is closed is polled to tell all that wait for it.
    if (used && !asked && session.getStatus() == Status.ACTIVE && session.hasCommands()) {
      findNothingBehind();
    }
    Command next = session.poll();
    if (next instanceof RequestExecutionCommand request) {
      asked = true;
      ((Sending.Context) request.getContext()).sending().goesOutOn(this);
    }
    return next;
  }

  /** What it reads is lost, but so is the connection then. */
  private void findNothingBehind() {
    try {
      // Below TLS, too: what is told there between two answers is told before the first one.
      if (session.channel().read(ByteBuffer.allocate(1)) != 0) {
        throw new ConnectionClosedException("something came behind the last answer, or its end");
      }
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  @Override
  public ByteChannel channel() {
    return session.channel();
  }

  @Override
  public SocketAddress getRemoteAddress() {
    return session.getRemoteAddress();
  }

  @Override
  public SocketAddress getLocalAddress() {
    return session.getLocalAddress();
  }

  @Override
  public int getEventMask() {
    return session.getEventMask();
  }

  @Override
  public void setEventMask(int ops) {
    session.setEventMask(ops);
  }

  @Override
  public void setEvent(int op) {
    if (!looksForItself() || (session.getEventMask() & op) != op) {
      session.setEvent(op);
    }
  }

  @Override
  public void clearEvent(int op) {
    if (!looksForItself() || (session.getEventMask() & op) != 0) {
      session.clearEvent(op);
    }
  }

  /** Nobody else takes an event back; but TLS has its own beside those of its user. */
  private boolean looksForItself() {
    return Thread.currentThread() == looking && !(session instanceof SSLIOSession);
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public void close(CloseMode how) {
    session.close(how);
  }

  @Override
  public Status getStatus() {
    return session.getStatus();
  }

  @Override
  public Timeout getSocketTimeout() {
    return session.getSocketTimeout();
  }

  @Override
  public void setSocketTimeout(Timeout timeout) {
    session.setSocketTimeout(timeout);
  }

  @Override
  public long getLastReadTime() {
    return session.getLastReadTime();
  }

  @Override
  public long getLastWriteTime() {
    return session.getLastWriteTime();
  }

  @Override
  public long getLastEventTime() {
    return session.getLastEventTime();
  }

  /** {@inheritDoc} The client does so before each look. */
  @Override
  public void updateReadTime() {
    looking = Thread.currentThread();
    readInThisLook = false;
    emptiedInThisLook = false;
    session.updateReadTime();
  }

  /** {@inheritDoc} The client does so before each look at what is to be written. */
  @Override
  public void updateWriteTime() {
    looking = Thread.currentThread();
    session.updateWriteTime();
    if (!asked && session.hasCommands()) {
      takeUpRequest();
    }
  }

  /** The client writes first and takes up the next request afterwards, to be written next time. */
  private void takeUpRequest() {
    try {
      session.getHandler().outputReady(this);
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  @Override
  public String toString() {
    return session.toString();
  }
}
