package io.llmfailover.structured;

import io.llmfailover.failover.AnswerTypes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.logging.Logger;

/**
 * Gives the container what reads answers into types. Names no type of Jakarta Validation, which an
 * application need not have.
 */
@ApplicationScoped
class TypeBeans {
  private static final Logger LOG = Logger.getLogger("io.llmfailover.structured");

  @Produces
  @Singleton
  AnswerTypes types(@Any Instance<Object> beans) {
    boolean there = constraintsAreThere();
    return new JsonAnswerTypes(there, types -> there ? found(beans, types) : none());
  }

  /** Whether the types of Jakarta Validation are there; without them, no class has constraints. */
  static boolean constraintsAreThere() {
    try {
      Class.forName("jakarta.validation.Validation", false, TypeBeans.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  private static Constraints found(Instance<Object> beans, ReadTypes types) {
    return BeanConstraints.find(beans, types).orElseGet(TypeBeans::none);
  }

  private static Constraints none() {
    LOG.info(
        "LLMF0090I: No provider of Jakarta Validation is there: typed answers are held against"
            + " their JSON Schema only");
    return Constraints.NONE;
  }
}
