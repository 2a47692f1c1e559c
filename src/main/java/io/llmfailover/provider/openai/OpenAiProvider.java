package io.llmfailover.provider.openai;

import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.HttpProvider;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.RepeatableProviderException;
import io.llmfailover.provider.Reply;
import io.llmfailover.provider.Serves;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Calls OpenAI.
 *
 * <p>Fault Tolerance supplies the same-link retry and the bulkhead ({@code
 * llm.provider.openai.retries}, {@code .max-concurrent}) and a last ceiling on a call's time; the
 * timeouts people tune are the transport's, because they change while the server runs.
 */
@ApplicationScoped
@Serves("openai")
public class OpenAiProvider extends HttpProvider {
  /** For the proxy. */
  protected OpenAiProvider() {}

  /** Asks through this caller. */
  @Inject
  public OpenAiProvider(HttpCaller caller) {
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
}
