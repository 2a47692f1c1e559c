package io.llmfailover;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Time that passes only when a test says so. Thread-safe. */
public final class VirtualTime implements Timer, Ticker {
  private record Waiting(long atNanos, long order, Runnable task) {}

  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          Comparator.comparingLong(Waiting::atNanos).thenComparingLong(Waiting::order));
  private long now;
  private long added;

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public synchronized Scheduled schedule(Duration delay, Runnable task) {
    Waiting later = new Waiting(now + Math.max(0, delay.toNanos()), added++, task);
    waiting.add(later);
    notifyAll();
    return () -> takeBack(later);
  }

  private synchronized void takeBack(Waiting task) {
    waiting.remove(task);
  }

  /** Lets time pass and runs what becomes due, in order, on the calling thread. */
  public void pass(Duration span) {
    long end = nanos() + span.toNanos();
    for (Waiting due = nextUntil(end); due != null; due = nextUntil(end)) {
      due.task().run();
    }
    synchronized (this) {
      now = end;
    }
  }

  private synchronized Waiting nextUntil(long end) {
    Waiting next = waiting.peek();
    if (next == null || next.atNanos() > end) {
      return null;
    }
    waiting.poll();
    now = Math.max(now, next.atNanos());
    return next;
  }

  /** Waits, in real time, until so many tasks wait for theirs. */
  public synchronized void awaitTasks(int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (waiting.size() != count) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("tasks: " + waiting.size() + ", not " + count);
      }
      wait(Math.max(1, Math.min(20, left / 1_000_000)));
    }
  }

  /** Tasks that wait for their time. */
  public synchronized int tasks() {
    return waiting.size();
  }
}
