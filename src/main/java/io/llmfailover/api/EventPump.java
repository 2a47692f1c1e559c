package io.llmfailover.api;

import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import io.llmfailover.failover.QueueingSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Gets events out to one client without holding up whoever has them to say. They wait in a queue; a
 * thread that may block writes them, and is there only while any are waiting. What is queued
 * together is flushed together, and a single event at once.
 *
 * <p>Thread-safe, and runs nobody's code while it holds its lock. Exactly one thread at a time is
 * in the outlet: whoever finds {@code draining} false starts the next.
 */
final class EventPump implements EventSink {
  /** A sender is asked to pause when so many bytes wait, … */
  static final int HIGH_WATER = 64 * 1024;

  /** … and to go on when only so many are left. One event may be larger than either. */
  static final int LOW_WATER = 16 * 1024;

  /** Bytes written in one go, so that a long event is seen to be taken. */
  private static final int SLICE = 16 * 1024;

  private static final Timer.Scheduled NONE = () -> {};
  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BLANK = " ".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = {};

  private final EventOutlet outlet;
  private final Executor threads;
  private final Timer timer;
  private final Ticker ticker;
  private final Duration patience;

  private final Runnable drain = this::drain;
  private final Deque<byte[]> queue = new ArrayDeque<>();
  private Map<String, String> headers = Map.of();
  private CompletableFuture<Void> room;
  private Runnable lost = () -> {};
  private long waiting;
  private boolean opened;
  private boolean begun;
  private boolean ending;
  private boolean over;
  private boolean draining;
  private boolean released;
  private Timer.Scheduled watch = NONE;
  private long queuedAt;
  private long takenAt;

  /** Only the draining thread touches it. */
  private boolean headersOut;

  /**
   * A pump into this outlet.
   *
   * @param threads run what may block
   * @param patience how long a client may take nothing although bytes wait for it
   */
  EventPump(EventOutlet outlet, Executor threads, Timer timer, Ticker ticker, Duration patience) {
    this.outlet = outlet;
    this.threads = threads;
    this.timer = timer;
    this.ticker = ticker;
    this.patience = patience;
  }

  /**
   * What to run, once and on one of the threads, when the client went away or was given up before
   * the end. Said before anything else.
   */
  synchronized void whenLost(Runnable task) {
    lost = task;
  }

  /** Sends status and headers; nothing leaves before. */
  void open(Map<String, String> with) {
    synchronized (this) {
      if (opened || over) {
        return;
      }
      opened = true;
      headers = with;
      queuedAt = ticker.nanos();
    }
    drainLater();
  }

  @Override
  public void event(String type, byte[] data) {
    byte[] whole = framed(type, data);
    boolean starts;
    synchronized (this) {
      queue(begun ? Arrays.copyOfRange(whole, DATA.length, whole.length) : whole);
      begun = false;
      starts = startsDraining();
    }
    if (starts) {
      threads.execute(drain);
    }
  }

  private static byte[] framed(String type, byte[] data) {
    byte[] head =
        type.isEmpty() ? NOTHING : ("event: " + type + '\n').getBytes(StandardCharsets.UTF_8);
    int dataAt = head.length + DATA.length;
    byte[] event = Arrays.copyOf(head, dataAt + data.length + 2);
    System.arraycopy(DATA, 0, event, head.length, DATA.length);
    System.arraycopy(data, 0, event, dataAt, data.length);
    event[event.length - 2] = '\n';
    event[event.length - 1] = '\n';
    return event;
  }

  @Override
  public void bare(byte[] line) {
    byte[] ended = Arrays.copyOf(line, line.length + 1);
    ended[line.length] = '\n';
    synchronized (this) {
      queue(ended);
    }
    drainLater();
  }

  /** Shows that the stream is still there; needless when something is on its way anyhow. */
  void beat(Beat form) {
    synchronized (this) {
      if (waiting > 0) {
        return;
      }
      if (form == Beat.COMMENT) {
        queue(COMMENT);
      } else {
        queue(begun ? BLANK : DATA);
        begun = true;
      }
    }
    drainLater();
  }

  /** Called with the lock, so that what belongs together stays together. */
  private void queue(byte[] bytes) {
    if (ending || over) {
      return;
    }
    queue.add(bytes);
    waiting += bytes.length;
    queuedAt = ticker.nanos();
  }

  /** Nothing follows: ends the response when all is out. */
  void end() {
    synchronized (this) {
      ending = true;
    }
    drainLater();
  }

  /** When the next event may come: at once, unless too many bytes wait. Always completes. */
  CompletionStage<Void> ready() {
    synchronized (this) {
      if (over || waiting < HIGH_WATER) {
        return QueueingSink.NOW;
      }
      if (room == null) {
        room = new CompletableFuture<>();
      }
      return room.minimalCompletionStage();
    }
  }

  /** How long nothing has been said, and no beat has been. */
  Duration silence() {
    synchronized (this) {
      return Duration.ofNanos(ticker.nanos() - queuedAt);
    }
  }

  /** The client is gone, or is given up: what waits is forgotten, what follows is ignored. */
  void lose() {
    CompletableFuture<Void> waiter;
    Runnable task;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      task = lost;
      queue.clear();
      waiting = 0;
      waiter = room;
      room = null;
    }
    if (waiter != null) {
      waiter.complete(null);
    }
    threads.execute(task);
    drainLater();
  }

  private void drainLater() {
    boolean starts;
    synchronized (this) {
      starts = startsDraining();
    }
    if (starts) {
      threads.execute(drain);
    }
  }

  /** Called with the lock: whether the caller must start a thread that drains. */
  private boolean startsDraining() {
    if (draining || released || !opened && !over) {
      return false;
    }
    draining = true;
    takenAt = ticker.nanos();
    if (watch == NONE) {
      // Looks again after its time, rather than being set anew for each batch.
      watch = timer.schedule(patience, this::watch);
    }
    return true;
  }

  /** Gives a client up that has taken nothing for too long. Looks again while bytes wait. */
  private void watch() {
    synchronized (this) {
      watch = NONE;
      if (over || !draining) {
        return;
      }
      Duration left = patience.minusNanos(ticker.nanos() - takenAt);
      if (!left.isNegative() && !left.isZero()) {
        watch = timer.schedule(left, this::watch);
        return;
      }
    }
    lose();
  }

  private void drain() {
    try {
      boolean buffered = false;
      while (true) {
        if (!headersOut && isOpened()) {
          headersOut = true;
          outlet.open(headers);
        }
        byte[] next = next();
        if (next.length > 0) {
          write(next);
          buffered = true;
        } else {
          if (buffered) {
            outlet.flush();
            buffered = false;
          }
          if (rest()) {
            return;
          }
        }
      }
    } catch (IOException | RuntimeException unwritable) {
      lose();
      rest();
    }
  }

  private void write(byte[] bytes) throws IOException {
    boolean wanted = true;
    for (int from = 0; from < bytes.length && wanted; from += SLICE) {
      int length = Math.min(SLICE, bytes.length - from);
      outlet.write(bytes, from, length);
      wanted = taken(length);
    }
  }

  /** Whether the client is still there for more. */
  private boolean taken(int bytes) {
    CompletableFuture<Void> waiter = null;
    boolean lost;
    synchronized (this) {
      lost = over;
      takenAt = ticker.nanos();
      waiting = Math.max(0, waiting - bytes);
      if (waiting <= LOW_WATER) {
        waiter = room;
        room = null;
      }
    }
    if (waiter != null) {
      waiter.complete(null);
    }
    return !lost;
  }

  /**
   * Lets go of the thread when there is nothing to do; ends the response when nothing follows.
   *
   * @return false when there is something to write after all
   */
  private boolean rest() {
    synchronized (this) {
      takenAt = ticker.nanos();
      if (!over && !queue.isEmpty()) {
        return false;
      }
      draining = false;
      boolean last = over || ending;
      if (!last || released) {
        return true;
      }
      letGo();
    }
    outlet.end();
    return true;
  }

  /** The response is not for events after all: somebody else writes and ends it. */
  void leave() {
    synchronized (this) {
      letGo();
    }
  }

  /** The timer must not keep a response that is done with. */
  private void letGo() {
    over = true;
    released = true;
    watch.cancel();
    watch = NONE;
  }

  private synchronized byte[] next() {
    byte[] next = queue.poll();
    return next == null ? new byte[0] : next;
  }

  private synchronized boolean isOpened() {
    return opened && !over;
  }

  /** Whether nothing can be said any more: all is out, or the client is gone. */
  synchronized boolean isOver() {
    return over;
  }
}
