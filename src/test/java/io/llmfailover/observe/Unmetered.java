package io.llmfailover.observe;

import io.llmfailover.config.CurrentSettings;
import io.llmfailover.failover.AttemptListener;
import java.lang.reflect.Proxy;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The meters on a registry that makes every series and counts nothing. */
public final class Unmetered {
  private Unmetered() {}

  /** Meters for these settings. */
  public static AttemptListener listening(CurrentSettings settings) {
    return new GenerationMeters(silent(MetricRegistry.class), settings);
  }

  /** Does nothing; what it returns does nothing either. */
  private static <T> T silent(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            Unmetered.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Class<?> wanted = method.getReturnType();
              return wanted.isInterface() ? silent(wanted) : null;
            }));
  }
}
