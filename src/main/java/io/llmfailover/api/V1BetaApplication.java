package io.llmfailover.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** All that lies under {@code /v1beta}: the resources that say so, see {@link UnderV1Beta}. */
@ApplicationPath("/v1beta")
public class V1BetaApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return JaxRsBeans.where(resource -> resource.isAnnotationPresent(UnderV1Beta.class));
  }
}
