package io.llmfailover.structured.tools;

/** Finds the beans an application offers tools of. Thread-safe. */
@FunctionalInterface
interface BeanSource {
  /**
   * The bean of this type.
   *
   * @throws io.llmfailover.InvalidPromptException when there is none, or more than one
   */
  FoundBean find(Class<?> type);

  /** A bean that was found. Thread-safe. */
  interface FoundBean {
    /** The class whose methods the bean has. */
    Class<?> beanClass();

    /** A reference to it, as an injection point would get. */
    BorrowedBean borrow();
  }

  /** A reference for one call. */
  interface BorrowedBean extends AutoCloseable {
    /** What its methods are called on: a proxy, where the bean has one. */
    Object reference();

    /** Ends the life of what lives for this call only. */
    @Override
    void close();
  }
}
