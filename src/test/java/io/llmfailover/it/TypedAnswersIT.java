package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.Objection;
import io.llmfailover.Prompt;
import io.llmfailover.Typed;
import io.llmfailover.failover.AnswerTypes;
import io.llmfailover.it.app.EventLog;
import io.llmfailover.it.app.Lesson;
import io.llmfailover.it.app.NamingCheck;
import io.llmfailover.it.app.NoAnswers;
import io.llmfailover.it.app.Polling;
import io.llmfailover.it.app.TypedEjb;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers read into types of the application, in an enterprise bean. Runs in the server. */
@ExtendWith(ArquillianExtension.class)
@Timeout(120)
class TypedAnswersIT {
  private static final Prompt PROMPT = Prompt.of("A lesson on fractions.");
  private static final Lesson LESSON =
      new Lesson(
          "Halves",
          List.of(new Lesson.Step("Cut the cake", 3)),
          LocalDate.of(2026, 12, 14),
          Optional.empty());

  @Inject private TypedEjb ejb;
  @Inject private NoAnswers declining;
  @Inject private EventLog events;
  @Inject private AnswerTypes types;
  @Inject private NamingCheck check;

  @Deployment
  static WebArchive applicationThatAsksForLessons() {
    return TypedWar.make();
  }

  @Test
  void readsTheFirstUsableAnswerIntoTheType() {
    assertThat(ejb.byClass()).isEqualTo(LESSON);
    assertThat(ejb.byLiteral()).containsExactly(LESSON, LESSON);
  }

  @Test
  void tellsWhoAnsweredToo() throws Exception {
    Typed<Lesson> lesson = get(ejb.byClassLater());
    Typed<List<Lesson>> lessons = get(ejb.byLiteralLater());

    assertThat(lesson.value()).isEqualTo(LESSON);
    assertThat(trail(lesson.answer())).containsExactly("openai/cut", "openai/whole");
    assertThat(lessons.value()).containsExactly(LESSON, LESSON);
    assertThat(trail(lessons.answer())).containsExactly("openai/cut", "openai/list");
  }

  @Test
  void injectsChainsThatAnswerWithOneType() throws Exception {
    assertThat(ejb.byChain()).isEqualTo(LESSON);
    assertThat(get(ejb.byChainLater()).value()).isEqualTo(LESSON);
    assertThat(ejb.byGenericChain()).containsExactly(LESSON, LESSON);
  }

  @Test
  void goesOnWhenAnAnswerBreaksConstraint() throws Exception {
    Typed<Lesson> lesson = get(ejb.withoutBlanks());

    assertThat(lesson.value()).isEqualTo(LESSON);
    assertThat(trail(lesson.answer())).containsExactly("openai/blank", "openai/whole");
  }

  @Test
  void letsChecksOfAnswersLookUpNamesOfTheApplication() {
    ejb.byClass();

    assertThat(check.module()).isEqualTo("typed");
  }

  @Test
  void refusesTypesNoSchemaCanBeMadeOf() {
    assertThatThrownBy(() -> ejb.unfit())
        .satisfiesAnyOf(
            thrown -> assertThat(thrown).isInstanceOf(InvalidPromptException.class),
            thrown -> assertThat(thrown).hasRootCauseInstanceOf(InvalidPromptException.class));
  }

  @Test
  void walksTheChainOfBeansThatKnowNothingOfTypes() {
    AllLinksFailedException byClass =
        failed(() -> declining.generate("A lesson on fractions.", Lesson.class));
    AllLinksFailedException byLiteral =
        failed(() -> declining.generate(PROMPT, new TypeLiteral<List<Lesson>>() {}));
    ExecutionException later =
        catchThrowableOfType(
            ExecutionException.class, () -> get(declining.generateAsync(PROMPT, Lesson.class)));

    assertThat(byClass.attempts()).hasSize(2);
    assertThat(byLiteral.attempts()).hasSize(2);
    assertThat(later.getCause()).isInstanceOf(AllLinksFailedException.class);
  }

  @Test
  void walksOnceWhereOneTypedMethodCallsAnother() {
    long before = events.exhausted();

    AllLinksFailedException end =
        failed(() -> declining.generate("A lesson on fractions.", Lesson.class));

    String line = "sync exhausted support " + end.handoffId() + " after 2";
    Polling.until(() -> events.generationOf(line), generation -> !generation.isEmpty());
    assertThat(events.exhausted()).isEqualTo(before + 1);
  }

  @Test
  void holdsValuesAgainstTheConstraintsOfTheServersOwnValidator() {
    Prompt asked = types.of(Lesson.class).asking(PROMPT);
    Answer blank =
        Answer.builder("1", "openai", "gpt-4o")
            .text(
                "{\"title\":\" \",\"steps\":[{\"text\":\"Cut\",\"minutes\":0}],"
                    + "\"day\":\"2026-12-14\",\"note\":null}")
            .build();

    assertThat(asked.checks().get(0).check(asked, blank))
        .contains(
            Objection.mendable(
                "/steps/0/minutes: must be greater than 0; /title: must not be blank"));
  }

  private static AllLinksFailedException failed(Runnable asking) {
    return catchThrowableOfType(AllLinksFailedException.class, asking::run);
  }

  private static List<String> trail(Answer answer) {
    return answer.attempts().stream().map(attempt -> attempt.link()).toList();
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(90, TimeUnit.SECONDS);
  }
}
