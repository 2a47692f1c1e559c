package io.llmfailover.provider.simulator;

import io.llmfailover.Timer;
import io.llmfailover.provider.Failure;
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

/** Calls the simulator: {@link ScriptedTransport} says what its models do. */
@ApplicationScoped
@Serves("simulator")
public class SimulatorProvider extends HttpProvider {
  /** For the proxy. */
  protected SimulatorProvider() {}

  /** Asks as this caller does, over the scripted transport; the timer gives streams their pace. */
  @Inject
  public SimulatorProvider(HttpCaller caller, Timer timer) {
    super(caller.over(new ScriptedTransport(timer), SimulatorProvider::ofOneLink));
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

  /**
   * Each simulated link has a key of its own: what one says of its key is no word on the others.
   */
  private static Failure ofOneLink(Failure failure) {
    return failure.scope() == Failure.Scope.PROVIDER
        ? failure.restingOnly(Failure.Scope.LINK)
        : failure;
  }
}
