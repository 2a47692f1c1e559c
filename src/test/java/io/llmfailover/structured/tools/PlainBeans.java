package io.llmfailover.structured.tools;

import io.llmfailover.InvalidPromptException;
import java.util.HashMap;
import java.util.Map;

/** Beans that are plain objects, by the type they are known by. */
final class PlainBeans implements BeanSource {
  private final Map<Class<?>, Object> beans = new HashMap<>();
  private int looks;
  private int borrowed;
  private int closed;

  static PlainBeans of(Object... all) {
    PlainBeans beans = new PlainBeans();
    for (Object bean : all) {
      beans.beans.put(bean.getClass(), bean);
    }
    return beans;
  }

  /** Knows it by an interface. */
  PlainBeans as(Class<?> type, Object bean) {
    beans.put(type, bean);
    return this;
  }

  int looks() {
    return looks;
  }

  synchronized int borrowed() {
    return borrowed;
  }

  synchronized int closed() {
    return closed;
  }

  @Override
  public FoundBean find(Class<?> type) {
    looks++;
    Object bean = beans.get(type);
    if (bean == null) {
      throw new InvalidPromptException("toolsOf", type.getName() + " is no bean");
    }
    return new FoundBean() {
      @Override
      public Class<?> beanClass() {
        return bean.getClass();
      }

      @Override
      public BorrowedBean borrow() {
        count(1, 0);
        return new BorrowedBean() {
          @Override
          public Object reference() {
            return bean;
          }

          @Override
          public void close() {
            count(0, 1);
          }
        };
      }
    };
  }

  private synchronized void count(int more, int ended) {
    borrowed += more;
    closed += ended;
  }
}
