package io.llmfailover.failover;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Usage;
import io.llmfailover.provider.Failure;
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
import java.util.concurrent.CompletionStage;

/**
 * Providers whose links say what a test wrote for them: in turn, the last one for ever. A link
 * nobody wrote for answers with its own name.
 */
final class ScriptedLinks implements Providers {
  private final Map<String, Deque<CompletionStage<Reply>>> scripts = new HashMap<>();
  private final List<ProviderCall> calls = new ArrayList<>();

  /** Says what a link does. */
  ScriptedLinks on(String link, CompletionStage<Reply> does) {
    scripts.computeIfAbsent(link, name -> new ArrayDeque<>()).add(does);
    return this;
  }

  /** Says that a link fails. */
  ScriptedLinks failing(String link, FailureKind kind, int status) {
    return failing(link, Failure.of(kind, status, kind.code() + " of " + link));
  }

  /** Says how exactly a link fails. */
  ScriptedLinks failing(String link, Failure failure) {
    return on(link, CompletableFuture.failedFuture(new ProviderException(failure)));
  }

  /** Says what a link answers. */
  ScriptedLinks saying(String link, String text) {
    return on(link, CompletableFuture.completedFuture(reply(text)));
  }

  /** Makes a link silent until the test ends the stage given back. */
  CompletableFuture<Reply> silent(String link) {
    CompletableFuture<Reply> silence = new CompletableFuture<>();
    on(link, silence);
    return silence;
  }

  static Reply reply(String text) {
    return new Reply(text, "", "", List.of(), FinishReason.STOP, Usage.of(1000, 100), "", 200);
  }

  /** The links called so far, in order. */
  List<String> called() {
    return calls.stream().map(call -> call.link().toString()).toList();
  }

  /** The calls made so far, in order. */
  List<ProviderCall> calls() {
    return List.copyOf(calls);
  }

  @Override
  public Provider named(String provider) {
    return call -> {
      calls.add(call);
      call.countCall();
      Deque<CompletionStage<Reply>> script = scripts.get(call.link().toString());
      if (script == null) {
        return CompletableFuture.completedFuture(reply(call.link().toString()));
      }
      return script.size() > 1 ? script.poll() : script.peek();
    };
  }
}
