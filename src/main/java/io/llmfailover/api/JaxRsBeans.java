package io.llmfailover.api;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The JAX-RS classes of this module, as CDI knows them. An application that names none gets every
 * one the server finds; with two applications each resource would lie under both paths. Asking CDI
 * saves a list that somebody would forget: so each resource, filter and mapper must be a bean.
 */
final class JaxRsBeans {
  private static final String HERE = JaxRsBeans.class.getPackageName();

  private JaxRsBeans() {}

  /** The filters and mappers, which serve every application, and the chosen resources. */
  static Set<Class<?>> where(Predicate<Class<?>> chosen) {
    Set<Class<?>> classes = new HashSet<>();
    for (Bean<?> bean :
        CDI.current().getBeanManager().getBeans(Object.class, Any.Literal.INSTANCE)) {
      Class<?> type = bean.getBeanClass();
      boolean provider = type.isAnnotationPresent(Provider.class);
      boolean resource = type.isAnnotationPresent(Path.class) && chosen.test(type);
      if (type.getName().startsWith(HERE) && (provider || resource)) {
        classes.add(type);
      }
    }
    return classes;
  }
}
