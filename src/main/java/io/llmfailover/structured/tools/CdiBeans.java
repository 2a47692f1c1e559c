package io.llmfailover.structured.tools;

import io.llmfailover.InvalidPromptException;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds beans in the container, EJBs among them, whatever their qualifiers. */
final class CdiBeans implements BeanSource {
  private final BeanManager manager;

  CdiBeans(BeanManager manager) {
    this.manager = manager;
  }

  @Override
  public FoundBean find(Class<?> type) {
    Set<Bean<?>> candidates = manager.getBeans(type, Any.Literal.INSTANCE);
    if (candidates.isEmpty()) {
      throw new InvalidPromptException(
          "toolsOf",
          type.getName()
              + " is no bean's type here. Name the class as it would be injected: an EJB with"
              + " business interfaces by one of these");
    }
    return new Found(type, resolved(type, candidates));
  }

  private Bean<?> resolved(Class<?> type, Set<Bean<?>> candidates) {
    // A bean's subclass that is a bean too has its type, but was not asked for.
    Set<Bean<?>> ofThisClass =
        candidates.stream().filter(bean -> bean.getBeanClass() == type).collect(Collectors.toSet());
    try {
      return manager.resolve(ofThisClass.isEmpty() ? candidates : ofThisClass);
    } catch (AmbiguousResolutionException several) {
      String all =
          candidates.stream()
              .map(bean -> bean.getBeanClass().getName())
              .sorted()
              .collect(Collectors.joining(", "));
      throw new InvalidPromptException(
          "toolsOf", type.getName() + " is the type of more than one bean: " + all);
    }
  }

  private final class Found implements FoundBean {
    private final Class<?> type;
    private final Bean<?> bean;

    private Found(Class<?> type, Bean<?> bean) {
      this.type = type;
      this.bean = bean;
    }

    @Override
    public Class<?> beanClass() {
      // A producer's bean class is the producer's own.
      return type.isAssignableFrom(bean.getBeanClass()) ? bean.getBeanClass() : type;
    }

    @Override
    public BorrowedBean borrow() {
      CreationalContext<?> context = manager.createCreationalContext(bean);
      Object reference = manager.getReference(bean, type, context);
      return new BorrowedBean() {
        @Override
        public Object reference() {
          return reference;
        }

        @Override
        public void close() {
          context.release();
        }
      };
    }
  }
}
