package io.llmfailover.structured;

import com.fasterxml.jackson.databind.JavaType;
import io.llmfailover.failover.AnswerTypes;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks for types by their JSON Schema. What it has learned of types it remembers, for as long as
 * the application it is part of runs. Plain Java; thread-safe.
 */
final class JsonAnswerTypes implements AnswerTypes {
  /** More types than any application asks for; one that makes types up must not fill the heap. */
  private static final int MOST = 1_000;

  private final ReadTypes types = new ReadTypes(ModelJson.mapper());
  private final Map<JavaType, AnswerType> known = new ConcurrentHashMap<>();
  private final TypeSchemas schemas;
  private final Supplier<Constraints> constraints;

  /**
   * Types whose values are held against these constraints.
   *
   * @param shown whether Jakarta Validation is there, so that schemas can say constraints
   * @param constraints found when the first answer is checked
   */
  JsonAnswerTypes(boolean shown, Function<ReadTypes, Constraints> constraints) {
    this.schemas = new TypeSchemas(types, shown);
    this.constraints = new FoundOnce(() -> constraints.apply(types));
  }

  @Override
  public AnswerType of(Type type) {
    TypeSurvey.requireResolved(type);
    JavaType java = types.mapper().constructType(type);
    AnswerType before = known.get(java);
    if (before != null) {
      return before;
    }
    AnswerType made = new ReadType(java, schemas.of(type), types.mapper(), constraints);
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(java, made);
    return made;
  }

  /** Looks for constraints once, and only when they are needed. */
  private static final class FoundOnce implements Supplier<Constraints> {
    private final Supplier<Constraints> search;
    private Constraints found;

    private FoundOnce(Supplier<Constraints> search) {
      this.search = search;
    }

    @Override
    public synchronized Constraints get() {
      if (found == null) {
        found = search.get();
      }
      return found;
    }
  }
}
