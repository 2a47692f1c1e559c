package io.llmfailover.structured;

import com.fasterxml.jackson.databind.JavaType;
import java.util.List;

/** Holds values against the constraints of their types. Thread-safe. */
@FunctionalInterface
interface Constraints {
  /** Where nothing can check constraints: the schema alone says them. */
  Constraints NONE = (value, type, place) -> List.of();

  /**
   * What a value breaks, each with its place as a JSON pointer; in a fixed order.
   *
   * @param place the pointer to the value itself
   */
  List<String> broken(Object value, JavaType type, String place);
}
