package io.llmfailover.provider;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A provider asked over HTTP, with Fault Tolerance around {@link #generate} and without it around
 * {@link #ask}.
 *
 * <p>An asynchronous Fault Tolerance call costs more than all the rest of a generation (figures:
 * docs/performance.md), and has nothing to do as long as nothing fails: calls under way are counted
 * before, and their time is the transport's affair. So a call is asked without it first; only one
 * that may be repeated is handed over to {@code generate}, which then stands where it would stand
 * had it made that call itself. The classes that extend this one are beans, and carry the
 * annotations themselves, because the runtime looks for them there. No method here may be final: a
 * class that has one gets no proxy of its own type.
 */
public abstract class HttpProvider implements Provider {
  private HttpCaller caller;

  /** For the proxy. */
  protected HttpProvider() {}

  /** Asks through this caller. */
  protected HttpProvider(HttpCaller caller) {
    this.caller = caller;
  }

  /** Asks the link once; completes as {@link #generate}. */
  public CompletionStage<Reply> ask(ProviderCall call) {
    return caller.ask(call, mayRepeat(call));
  }

  /** What {@link #generate} does under its annotations. */
  protected CompletionStage<Reply> askOrFailAsHandedOver(ProviderCall call) {
    Optional<RepeatableProviderException> failed = call.takeOver();
    return failed.isPresent() ? CompletableFuture.failedFuture(failed.get()) : ask(call);
  }

  /** Whether this module has nothing against a repeat; Fault Tolerance counts them. */
  protected boolean mayRepeat(ProviderCall call) {
    return true;
  }
}
