package io.llmfailover.provider;

import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Calls any provider that exists by configuration alone: Groq, Ollama, vLLM, OpenRouter, Azure. One
 * bean for each such provider, added when the application starts, so that each has a bulkhead of
 * its own.
 *
 * <p>The beans share this class and so one Fault Tolerance configuration: it gives the largest
 * value configured for any of them, and each call checks its own provider's retries.
 */
@Vetoed
public class CompatibleProvider extends HttpProvider {
  /** For the proxy. */
  protected CompatibleProvider() {}

  /** Asks through this caller. */
  @Inject
  public CompatibleProvider(HttpCaller caller) {
    super(caller);
  }

  @Override
  @Asynchronous
  @Timeout(value = 1, unit = ChronoUnit.HOURS)
  @Retry(
      maxRetries = 1,
      delay = 0,
      jitter = 0,
      maxDuration = 0,
      retryOn = RepeatableProviderException.class)
  @Bulkhead(value = 2000, waitingTaskQueue = 2000)
  public CompletionStage<Reply> generate(ProviderCall call) {
    return askOrFailAsHandedOver(call);
  }

  @Override
  protected boolean mayRepeat(ProviderCall call) {
    return call.calls() < call.link().provider().retries();
  }
}
