package io.llmfailover.structured.schema;

import com.networknt.schema.ExecutionConfig;
import java.util.HashSet;
import java.util.Set;

/**
 * How much work one check may still be. A schema of a few lines can ask for more work than a
 * machine does in a year: references that double at each level, expressions that try every way to
 * match. Belongs to the thread it began on, until it is closed; does not nest.
 */
final class Effort implements AutoCloseable {
  /** Some seconds at worst. A check of an honest answer takes some thousands. */
  private static final int MOST_STEPS = 1_000_000;

  /** How many more of a keyword's ancestors make it cost a step more to make. */
  private static final int ANCESTORS = 4;

  /** Characters all regular expressions of one check may look at: about a quarter of a second. */
  private static final int MOST_READ = 5_000_000;

  private static final ThreadLocal<Effort> CURRENT = new ThreadLocal<>();

  private final Set<String> givenUp = new HashSet<>();
  private final Findings findings = new Findings();
  private int steps;
  private int read;
  private int made;

  private Effort() {}

  /** The work is too much. */
  static final class ExceededException extends UnusableSchemaException {
    private static final long serialVersionUID = 1L;

    ExceededException(String message) {
      super(message);
    }
  }

  /** Allows the work of one check on this thread. */
  static Effort begin() {
    Effort begun = new Effort();
    CURRENT.set(begun);
    return begun;
  }

  /** What the check on this thread may still do. */
  static Effort current() {
    Effort current = CURRENT.get();
    return current == null ? new Effort() : current;
  }

  /** What the validator asks at each keyword it applies, which is the one place to count them. */
  ExecutionConfig counting() {
    return new ExecutionConfig() {
      @Override
      public boolean isDebugEnabled() {
        step();
        return false;
      }

      @Override
      public Boolean getFormatAssertionsEnabled() {
        return Boolean.FALSE;
      }
    };
  }

  private void step() {
    spend(1);
  }

  /** A keyword of a schema is made, this deep in what evaluation passes through. */
  void make(int depth) {
    made++;
    spend(1 + depth / ANCESTORS);
  }

  /** How many keywords were made. */
  int made() {
    return made;
  }

  private void spend(int work) {
    steps += work;
    if (steps > MOST_STEPS) {
      throw new ExceededException("takes too much work to apply");
    }
  }

  /** What turned up while keywords were made. */
  Findings findings() {
    return findings;
  }

  /** A regular expression looks at a character. */
  void read() {
    if (++read > MOST_READ) {
      throw new ExceededException("takes too long to match");
    }
  }

  /** This regular expression is not applied: it would take too long. */
  void giveUp(String expression) {
    givenUp.add(expression);
  }

  /** The regular expressions that were not applied. */
  Set<String> givenUp() {
    return Set.copyOf(givenUp);
  }

  @Override
  public void close() {
    CURRENT.remove();
  }
}
