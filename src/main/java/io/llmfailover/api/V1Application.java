package io.llmfailover.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** All that lies under {@code /v1}: every resource that does not say otherwise. */
@ApplicationPath("/v1")
public class V1Application extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return JaxRsBeans.where(resource -> !resource.isAnnotationPresent(UnderV1Beta.class));
  }
}
