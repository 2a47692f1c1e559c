package io.llmfailover.provider;

import io.llmfailover.Deadline;
import io.llmfailover.Prompt;
import io.llmfailover.chain.Link;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One link being asked one prompt: what to ask, how long, and what happened on the way. Made by the
 * walk for each attempt; thread-safe.
 */
public final class ProviderCall {
  private final Link link;
  private final Prompt prompt;
  private final Deadline deadline;

  private final Streaming streaming;

  private final Object lock = new Object();
  private int calls;
  private boolean cancelled;
  private boolean spoken;
  private Runnable canceller = () -> {};
  private RepeatableProviderException handedOver;
  private final Set<String> notices = new LinkedHashSet<>();

  /** A call of {@code link} for a whole answer that must be over by {@code deadline}. */
  public ProviderCall(Link link, Prompt prompt, Deadline deadline) {
    this(link, prompt, deadline, null);
  }

  private ProviderCall(Link link, Prompt prompt, Deadline deadline, Streaming streaming) {
    this.link = Objects.requireNonNull(link, "link");
    this.prompt = Objects.requireNonNull(prompt, "prompt");
    this.deadline = Objects.requireNonNull(deadline, "deadline");
    this.streaming = streaming;
  }

  /**
   * A call of {@code link} for an answer in pieces.
   *
   * @param deadline when its first piece must be there
   * @param streaming who takes the pieces, and when the last must be there
   */
  public static ProviderCall streaming(
      Link link, Prompt prompt, Deadline deadline, Streaming streaming) {
    return new ProviderCall(link, prompt, deadline, Objects.requireNonNull(streaming, "streaming"));
  }

  /**
   * How an answer is wanted in pieces.
   *
   * @param taker takes them
   * @param end when the last must be there
   */
  public record Streaming(PieceTaker taker, Deadline end) {
    /** Checks that both are there. */
    public Streaming {
      Objects.requireNonNull(taker, "taker");
      Objects.requireNonNull(end, "end");
    }
  }

  /** How the answer is wanted in pieces; empty when it is wanted whole. */
  public Optional<Streaming> streaming() {
    return Optional.ofNullable(streaming);
  }

  /** Notes that a piece was handed on: the same link must not be asked again. */
  public void speaks() {
    synchronized (lock) {
      spoken = true;
    }
  }

  /** Whether a piece was handed on. */
  public boolean spoken() {
    synchronized (lock) {
      return spoken;
    }
  }

  /** Whom to ask. */
  public Link link() {
    return link;
  }

  /** What to ask. */
  public Prompt prompt() {
    return prompt;
  }

  /** When it must be over, repeats included; a stream: when its first piece must be there. */
  public Deadline deadline() {
    return deadline;
  }

  /** Counts a request sent to the provider. */
  public void countCall() {
    synchronized (lock) {
      calls++;
    }
  }

  /** Counts the requests of an earlier call of the same turn, and keeps what it noted. */
  public void follows(ProviderCall earlier) {
    int sent = earlier.calls();
    List<String> noted = earlier.notices();
    synchronized (lock) {
      calls += sent;
      notices.addAll(noted);
    }
  }

  /** Leaves it to Fault Tolerance whether this call, which failed so, is repeated. */
  void handOver(RepeatableProviderException failure) {
    synchronized (lock) {
      handedOver = failure;
    }
  }

  /** What was handed over; once. */
  Optional<RepeatableProviderException> takeOver() {
    synchronized (lock) {
      RepeatableProviderException failure = handedOver;
      handedOver = null;
      return Optional.ofNullable(failure);
    }
  }

  /** Requests sent to the provider so far. */
  public int calls() {
    synchronized (lock) {
      return calls;
    }
  }

  /** Notes what the link could not be given; each sentence is kept once. */
  public void notice(String sentence) {
    synchronized (lock) {
      notices.add(sentence);
    }
  }

  /** What the link could not be given, one sentence each. */
  public List<String> notices() {
    synchronized (lock) {
      return new ArrayList<>(notices);
    }
  }

  /**
   * Says how the request under way is given up; replaces the one before. Runs at once when the call
   * was given up already.
   */
  public void onCancel(Runnable giveUp) {
    boolean already;
    synchronized (lock) {
      canceller = giveUp;
      already = cancelled;
    }
    if (already) {
      giveUp.run();
    }
  }

  /** Gives the call up: nobody waits for it any more. No repeat follows. */
  public void cancel() {
    Runnable giveUp;
    synchronized (lock) {
      cancelled = true;
      giveUp = canceller;
    }
    giveUp.run();
  }

  /** Whether the call was given up. */
  public boolean cancelled() {
    synchronized (lock) {
      return cancelled;
    }
  }
}
