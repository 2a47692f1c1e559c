package io.llmfailover.provider;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.locks.Lock;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.EventMask;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection as the client's reader and writer see it, with more patience than they have.
 *
 * <ul>
 *   <li>It tells of its end one look later than of the last bytes before it. The reader of chunked
 *       bodies throws away what it has read when it finds the end in the same look; but those bytes
 *       may be the very ones that say why, or all of an answer.
 *   <li>After an answer it begins no request before it was looked at once more, and it is lost when
 *       bytes come that no request asked for. The reader leaves in the socket what an upstream sent
 *       behind the length it announced, and a request that goes out before those bytes are found
 *       gets them for its answer: what belongs to one user would be told to another.
 * </ul>
 *
 * <p>What comes from other threads is passed on; the rest is for the connection's thread.
 */
final class PatientSession implements IOSession {
  private final IOSession session;
  private boolean readInThisLook;
  private boolean asked;
  private boolean answeredInThisLook;

  PatientSession(IOSession session) {
    this.session = session;
  }

  /** The answer has come to its end. */
  void answered() {
    asked = false;
    answeredInThisLook = true;
    // So that this look ends with a poll, of which the next request's is then told apart.
    session.setEvent(EventMask.WRITE);
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
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
    if (answeredInThisLook && session.getStatus() == Status.ACTIVE) {
      answeredInThisLook = false;
      if (session.hasCommands()) {
        session.setEvent(EventMask.WRITE);
      }
      return null;
    }
    Command next = session.poll();
    if (next instanceof RequestExecutionCommand request) {
      asked = true;
      ((Sending.Context) request.getContext()).sending().goesOutOn(this);
    }
    return next;
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
    session.setEvent(op);
  }

  @Override
  public void clearEvent(int op) {
    session.clearEvent(op);
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
    readInThisLook = false;
    session.updateReadTime();
  }

  @Override
  public void updateWriteTime() {
    session.updateWriteTime();
  }

  @Override
  public String toString() {
    return session.toString();
  }
}
