package io.llmfailover.failover;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Message;
import io.llmfailover.Piece;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.PieceTaker;
import io.llmfailover.provider.Provider;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Providers;
import io.llmfailover.provider.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Providers whose links speak in pieces as a test wrote it for them, on the thread that asks, or
 * when the test says so.
 */
final class SpeakingLinks implements Providers {
  /** What a link does in its turn. */
  @FunctionalInterface
  interface Act {
    void play(ProviderCall call, PieceTaker taker, CompletableFuture<Reply> end);
  }

  private final Map<String, Deque<Act>> acts = new HashMap<>();
  private final List<ProviderCall> calls = new ArrayList<>();

  /** Says what a link does in its next turn. */
  SpeakingLinks on(String link, Act act) {
    acts.computeIfAbsent(link, name -> new ArrayDeque<>()).add(act);
    return this;
  }

  /** A link that says these words, one piece each, and then has ended well. */
  SpeakingLinks saying(String link, String... words) {
    return on(link, (call, taker, end) -> whole(call, taker, end, List.of(words)));
  }

  /** A link that says these words, one piece each, and then fails. */
  SpeakingLinks breaking(String link, FailureKind kind, String... words) {
    return on(
        link,
        (call, taker, end) -> {
          say(call, taker, List.of(words));
          end.completeExceptionally(failure(kind));
        });
  }

  static void whole(
      ProviderCall call, PieceTaker taker, CompletableFuture<Reply> end, List<String> words) {
    say(call, taker, words);
    end.complete(reply(String.join("", words)));
  }

  static void say(ProviderCall call, PieceTaker taker, List<String> words) {
    words.forEach(word -> take(call, taker, new Piece.Text(word)));
  }

  /** As a provider does it: nothing more is said once the call is given up. */
  static void take(ProviderCall call, PieceTaker taker, Piece piece) {
    if (!call.cancelled()) {
      call.speaks();
      taker.take(piece);
    }
  }

  static ProviderException failure(FailureKind kind) {
    return new ProviderException(Failure.of(kind, 200, kind.code()));
  }

  static Reply reply(String text) {
    return new Reply(text, "", "", List.of(), FinishReason.STOP, Usage.of(10, 20), "", 200);
  }

  static Reply reply(String text, ToolCall... tools) {
    return new Reply(
        text, "", "", List.of(tools), FinishReason.TOOL_CALLS, Usage.of(10, 20), "", 200);
  }

  /** The links called so far, in order. */
  List<String> called() {
    return calls.stream().map(call -> call.link().toString()).toList();
  }

  /** The calls made so far, in order. */
  List<ProviderCall> calls() {
    return List.copyOf(calls);
  }

  /** The last turn of the prompt of a call. */
  Message lastTurn(int call) {
    List<Message> messages = calls.get(call).prompt().messages();
    return messages.get(messages.size() - 1);
  }

  @Override
  public Provider named(String provider) {
    return call -> {
      calls.add(call);
      call.countCall();
      CompletableFuture<Reply> end = new CompletableFuture<>();
      Deque<Act> script = acts.get(call.link().toString());
      Act act = script.size() > 1 ? script.poll() : script.peek();
      act.play(call, call.streaming().orElseThrow().taker(), end);
      return end;
    };
  }
}
