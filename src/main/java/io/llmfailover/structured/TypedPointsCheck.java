package io.llmfailover.structured;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.failover.TypedPoint;
import io.llmfailover.failover.TypedPoints;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;

/** Stops an application that injects a chain of a type no JSON Schema can be made of. */
public class TypedPointsCheck implements Extension {
  void check(@Observes AfterDeploymentValidation validation, BeanManager beans) {
    TypeSchemas schemas =
        new TypeSchemas(new ReadTypes(ModelJson.mapper()), TypeBeans.constraintsAreThere());
    for (TypedPoint point : beans.getExtension(TypedPoints.class).all()) {
      try {
        schemas.of(point.type());
      } catch (InvalidPromptException unfit) {
        validation.addDeploymentProblem(
            new IllegalArgumentException(
                "LLMF0091E: TypedLlm<"
                    + point.type().getTypeName()
                    + "> at "
                    + point.place()
                    + " cannot be asked for: "
                    + unfit.getMessage()));
      }
    }
  }
}
