package io.llmfailover.api.warmup;

/** A thread of the warm-up, which keeps no server from ending. */
final class DaemonThread extends Thread {
  DaemonThread(String name, Runnable work) {
    super(work, name);
    setDaemon(true);
  }
}
