package io.llmfailover.structured.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.llmfailover.LlmTool;
import io.llmfailover.ToolCall;
import io.llmfailover.structured.ArgumentTypes;
import io.llmfailover.structured.Lessons;
import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One call: what the tool is given, and what the model is told. */
class BeanToolTest {
  private final Desk desk = new Desk();
  private final PlainBeans beans = PlainBeans.of(desk);

  private ToolResult run(String tool, String arguments) {
    ToolBox box = ToolBox.of(Desk.class, beans, new ArgumentTypes());
    ToolMethod method =
        box.tools().stream()
            .filter(one -> one.tool().name().equals(tool))
            .findFirst()
            .orElseThrow();
    return new BeanTool(box.bean(), method)
        .run(ToolCall.of("call_1", tool, arguments), "id-1")
        .toCompletableFuture()
        .join();
  }

  private ToolResult failing(Supplier<? extends RuntimeException> thrown) {
    desk.does =
        () -> {
          throw thrown.get();
        };
    return run("ask", "{}");
  }

  private ToolResult giving(Object value) {
    desk.does = () -> value;
    return run("ask", "{}");
  }

  @Test
  void readsArgumentsIntoTheTypesOfTheParameters() {
    ToolResult told =
        run("book", "{\"by\":\"2026-12-14\",\"seats\":2,\"names\":[\"Amina\"],\"stay\":\"PT2H\"}");

    assertThat(told).isEqualTo(new ToolResult("done", false));
    assertThat(desk.booked).isEqualTo("2026-12-14 2 [Amina] Optional[PT2H] Optional.empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"by\":\"2026-12-14\",\"seats\":2}                           | /names: is missing",
        "{\"by\":null,\"seats\":2,\"names\":[]}                        | /by: is missing",
        "{\"by\":\"2026-12-14\",\"seats\":2,\"names\":[],\"v/p\":true} | /v~1p: is not asked for",
        "{\"by\":\"soon\",\"seats\":2,\"names\":[]}                    | /by: \"soon\" is no LocalDate",
        "{\"by\":\"2026-12-14\",\"seats\":2.5,\"names\":[]}            | /seats: 2.5 is no int",
        "{\"by\":\"2026-12-14\",\"seats\":\"2\",\"names\":[]}          | /seats: Cannot coerce",
        "{\"by\":\"2026-12-14\",\"seats\":2,\"names\":[{\"a\":1}]}     | /names/0: ",
        "[]                                                            | no JSON object",
        "{\"seats\":2,\"seats\":3}                                     | no JSON: Duplicate",
        "{\"by\":\"2026-12-14\"                                        | no JSON: ",
        "{\"by\":\"2026-12-14\"} x                                     | no JSON: ",
      })
  void tellsWhatIsWrongWithArgumentsAndRunsNothing(String arguments, String problem) {
    ToolResult told = run("book", arguments);

    assertThat(told.failed()).isTrue();
    assertThat(told.content()).contains(problem).doesNotContain("\n");
    assertThat(desk.booked).isEmpty();
    assertThat(beans.borrowed()).isZero();
  }

  @Test
  void tellsResults() {
    assertThat(giving("as it is").content()).isEqualTo("as it is");
    assertThat(giving(null).content()).isEqualTo("null");
    assertThat(giving(List.of(1, 2)).content()).isEqualTo("[1,2]");
    assertThat(giving(LocalDate.of(2026, 12, 14)).content()).isEqualTo("\"2026-12-14\"");
    assertThat(giving(Optional.of("x")).content()).isEqualTo("\"x\"");
    assertThat(giving(CompletableFuture.completedFuture("later")).content()).isEqualTo("later");
    assertThat(run("await", "{}").content()).isEqualTo("done");
  }

  @Test
  void cutsResultsNoModelCouldRead() {
    ToolResult told = giving("x".repeat(99_999) + "😀 and more");

    assertThat(told.content())
        .startsWith("xxx")
        .endsWith("x\n[cut here: the first 99999 of 100010 characters]");
  }

  @Test
  void endsTheLifeOfWhatWasBorrowedWithTheCall() {
    CompletableFuture<String> later = new CompletableFuture<>();
    desk.does = () -> later;
    ToolBox box = ToolBox.of(Desk.class, beans, new ArgumentTypes());
    CompletionStage<ToolResult> told =
        new BeanTool(box.bean(), box.tools().get(0)).run(ToolCall.of("1", "ask", "{}"), "id-1");

    assertThat(beans.closed()).isZero();
    later.complete("now");

    assertThat(told.toCompletableFuture()).isCompletedWithValue(ToolResult.of("now"));
    assertThat(beans.closed()).isEqualTo(1);
  }

  @Test
  void tellsWhatTheModelCanMend() {
    ToolResult told = failing(() -> new IllegalArgumentException("no order A-1"));

    assertThat(told).isEqualTo(ToolResult.failure("no order A-1"));
  }

  @Test
  void tellsWhatTheModelCanMendBehindTheEnterpriseContainer() {
    ToolResult told = failing(() -> new EJBException(new IllegalArgumentException("no order A-1")));

    assertThat(told).isEqualTo(ToolResult.failure("no order A-1"));
  }

  @Test
  void tellsConstraintsThatArgumentsViolate() {
    ToolResult told = run("count", "{\"least\":-1,\"word\":\" \"}");

    assertThat(told.failed()).isTrue();
    assertThat(told.content())
        .isEqualTo("/least: must be greater than or equal to 0; /word: must not be blank");
  }

  @Test
  void callsPlacesOfConstraintsAsTheModelWroteThem() {
    ToolResult told =
        run(
            "teach",
            """
            {"lesson":{"title":"Halves","steps":[{"text":"Cut","minutes":1},
              {"text":"","minutes":0}]},"tags":["ok"," "],"address":{"postal_code":""}}""");

    assertThat(told.content())
        .isEqualTo(
            "/address/postal_code: must not be blank; /lesson/steps/1/minutes: must be greater than"
                + " 0; /lesson/steps/1/text: must not be blank; /tags/1: must not be blank");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"title\":\"Halves\"}                             | /lesson/steps: is missing",
        "{\"title\":1,\"steps\":[]}                         | /lesson/title: 1 is no String",
        "{\"title\":\"\",\"title\":\"a\",\"steps\":[]}      | no JSON: Duplicate field 'title'",
        "{\"title\":\"\",\"steps\":[{\"text\":\"\",\"minutes\":\"3\"}]}"
            + " | /lesson/steps/0/minutes: Cannot coerce String value (\"3\") to `int` value"
      })
  void readsRecordsAsStrictlyAsAnswers(String lesson, String problem) {
    ToolResult told =
        run("teach", "{\"lesson\":" + lesson + ",\"tags\":[],\"address\":{\"postal_code\":\"\"}}");

    assertThat(told.failed()).isTrue();
    assertThat(told.content()).contains(problem);
    assertThat(beans.borrowed()).isZero();
  }

  @Test
  void readsSealedTypesByTheirNames() {
    run("draw", "{\"shape\":{\"type\":\"Circle\",\"radius\":2}}");

    assertThat(desk.drawn).isEqualTo(new Lessons.Circle(2));
  }

  @Test
  void keepsConstraintsOfOthersToItself() {
    ToolResult told = run("innerCount", "{}");

    assertThat(told).isEqualTo(ToolResult.failure("the tool failed"));
  }

  @Test
  void tellsThatTheCallerMayNot() {
    ToolResult refused = ToolResult.failure("not permitted");

    assertThat(failing(() -> new SecurityException("role boss"))).isEqualTo(refused);
    assertThat(failing(() -> new EJBAccessException("role boss"))).isEqualTo(refused);
  }

  @Test
  void tellsNothingOfOtherFailures() {
    ToolResult failed = ToolResult.failure("the tool failed");

    assertThat(failing(() -> new IllegalStateException("db-7 is down"))).isEqualTo(failed);
    assertThat(giving(CompletableFuture.failedFuture(new IOException("db-7")))).isEqualTo(failed);
    assertThat(giving(new Unwritable())).isEqualTo(failed);
    assertThat(beans.closed()).isEqualTo(beans.borrowed());
  }

  @Test
  void answersNoError() {
    assertThatThrownBy(
            () -> giving(CompletableFuture.failedFuture(new AssertionError("no way on"))))
        .hasCauseInstanceOf(AssertionError.class);
  }

  /** Where somebody lives. */
  record Address(@JsonProperty("postal_code") @NotBlank String postalCode) {}

  /** Tools of all kinds. */
  static class Desk {
    private Supplier<Object> does = () -> "";
    private String booked = "";
    private Lessons.Shape drawn;

    @LlmTool("Does what a test has it do.")
    Object ask() {
      return does.get();
    }

    @LlmTool("Waits.")
    CompletionStage<Void> await() {
      return CompletableFuture.completedFuture(null);
    }

    @LlmTool("Books a table.")
    void book(
        LocalDate by,
        int seats,
        List<String> names,
        Optional<Duration> stay,
        Optional<String> note) {
      booked = by + " " + seats + " " + names + " " + stay + " " + note;
    }

    @LlmTool("Counts.")
    int count(@Min(0) int least, @NotBlank String word) throws NoSuchMethodException {
      throw violated(Desk.class.getDeclaredMethod("count", int.class, String.class), least, word);
    }

    @LlmTool("Teaches.")
    int teach(@Valid Lessons.Lesson lesson, List<@NotBlank String> tags, @Valid Address address)
        throws NoSuchMethodException {
      throw violated(
          Desk.class.getDeclaredMethod("teach", Lessons.Lesson.class, List.class, Address.class),
          lesson,
          tags,
          address);
    }

    @LlmTool("Draws.")
    void draw(Lessons.Shape shape) {
      drawn = shape;
    }

    private ConstraintViolationException violated(Method method, Object... arguments) {
      try (ValidatorFactory factory = Validation.buildDefaultValidatorFactory()) {
        return new ConstraintViolationException(
            factory.getValidator().forExecutables().validateParameters(this, method, arguments));
      }
    }

    @LlmTool("Counts in a roundabout way.")
    int innerCount() throws NoSuchMethodException {
      return count(-1, "");
    }
  }

  /** Cannot be written. */
  public static final class Unwritable {
    /** Fails. */
    public String getName() {
      throw new IllegalArgumentException("db-7");
    }
  }
}
