package io.llmfailover.structured;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * Where a constraint is violated, as JSON calls it. To be loaded only where Jakarta Validation is
 * there.
 */
final class ViolatedPath {
  private ViolatedPath() {}

  /**
   * The rest of a path as a JSON pointer.
   *
   * @param root the type of the value the path leads on from
   * @param place the pointer to that value
   */
  static String pointer(Iterator<Path.Node> path, JavaType root, String place, ReadTypes types) {
    StringBuilder pointer = new StringBuilder(place);
    JavaType at = root;
    while (path.hasNext()) {
      Path.Node node = path.next();
      if (node.isInIterable()) {
        Optional.ofNullable(node.getIndex()).ifPresent(index -> pointer.append(Words.step(index)));
        Optional.ofNullable(node.getKey()).ifPresent(key -> pointer.append(Words.step(key)));
      }
      at = within(at);
      if (node.getKind() == ElementKind.PROPERTY) {
        Class<?> owner = at.getRawClass();
        pointer.append(Words.step(types.nameOf(owner, node.getName()).orElse(node.getName())));
        at =
            types
                .definition(owner, node.getName())
                .map(BeanPropertyDefinition::getPrimaryType)
                .orElse(at);
      }
    }
    return pointer.toString();
  }

  /** What a path goes on in: containers have no properties of their own. */
  private static JavaType within(JavaType type) {
    JavaType at = type;
    while ((at.isContainerType() || at.isReferenceType()) && at.getContentType() != null) {
      at = at.getContentType();
    }
    return at;
  }
}
