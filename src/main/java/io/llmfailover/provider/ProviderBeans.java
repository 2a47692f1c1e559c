package io.llmfailover.provider;

import io.llmfailover.config.FaultToleranceKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.Map;

/** The {@link Provider} beans of the application by what they serve, looked up once. */
@ApplicationScoped
class ProviderBeans implements Providers {
  private Map<String, Provider> byName;

  /** For the proxy. */
  protected ProviderBeans() {}

  @Inject
  ProviderBeans(@Any Instance<Provider> beans) {
    Map<String, Provider> found = new HashMap<>();
    for (Instance.Handle<Provider> handle : beans.handles()) {
      for (Annotation qualifier : handle.getBean().getQualifiers()) {
        if (qualifier instanceof Serves serves) {
          found.put(serves.value(), guarded(handle));
        }
      }
    }
    this.byName = Map.copyOf(found);
  }

  private static Provider guarded(Instance.Handle<Provider> handle) {
    String type = handle.getBean().getBeanClass().getName();
    return new GuardedProvider(
        handle.get(), FaultToleranceKeys.limitCalls(type), FaultToleranceKeys.repeatCalls(type));
  }

  @Override
  public Provider named(String provider) {
    Provider own = byName.get(provider);
    return own != null ? own : byName.get(Serves.ANY_OTHER);
  }
}
