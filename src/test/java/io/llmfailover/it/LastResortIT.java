package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import io.llmfailover.Prompt;
import io.llmfailover.it.app.CannedAnswers;
import io.llmfailover.it.app.EventLog;
import io.llmfailover.it.app.NoAnswers;
import io.llmfailover.it.app.Polling;
import io.llmfailover.it.app.UnneededAnswers;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Generators of the application itself behind a chain, and the events it hears. In the server. */
@ExtendWith(ArquillianExtension.class)
@Timeout(120)
class LastResortIT {
  private static final Prompt PROMPT = Prompt.of("Anybody there?");

  @Inject private CannedAnswers canned;
  @Inject private NoAnswers declining;
  @Inject private UnneededAnswers unneeded;

  @Inject
  @LlmGenerator("shaky")
  private Llm shaky;

  @Inject private EventLog events;

  @Deployment
  static WebArchive applicationWithLastResorts() {
    return EmbeddingWar.make("resort.war");
  }

  @Test
  void answersFromItsOwnBodyWhenNoLinkDoes() {
    assertThat(canned.generate("Anybody there?").text()).isEqualTo(CannedAnswers.WORDS);
    assertThat(canned.generate(PROMPT).text()).isEqualTo(CannedAnswers.WORDS);
  }

  @Test
  void answersFromItsOwnBodyLaterWhenNoLinkDoes() throws Exception {
    assertThat(get(canned.generateAsync(PROMPT)).text()).isEqualTo(CannedAnswers.WORDS);
  }

  @Test
  void isNotNeededWhileLinkAnswers() throws Exception {
    assertThat(unneeded.generate("Anybody there?").link()).isEqualTo("gemini/gemini-2.5-flash");
    assertThat(get(unneeded.generateAsync(PROMPT)).link()).isEqualTo("gemini/gemini-2.5-flash");
  }

  @Test
  void tellsTheChainsOwnFailureWhenItDeclines() {
    AllLinksFailedException end =
        catchThrowableOfType(
            AllLinksFailedException.class, () -> declining.generate("Anybody there?"));

    assertThat(end.attempts()).hasSize(2);
  }

  @Test
  void tellsTheChainsOwnFailureLaterWhenItDeclines() {
    ExecutionException end =
        catchThrowableOfType(ExecutionException.class, () -> get(declining.generateAsync(PROMPT)));

    assertThat(end.getCause()).isInstanceOf(AllLinksFailedException.class);
  }

  @Test
  void hearsOfEveryAttemptAndSwitch() throws Exception {
    Answer answer = shaky.generate("Anybody there?");

    awaitEvents(answer.id(), 6);
    assertThat(events.of(answer.id()))
        .filteredOn(line -> line.startsWith("sync "))
        .containsExactly(
            "sync attempt shaky openai/down=overloaded",
            "sync switch shaky openai/down>gemini/gemini-2.5-flash overloaded",
            "sync attempt shaky gemini/gemini-2.5-flash=answered");
    assertThat(events.of(answer.id()))
        .filteredOn(line -> line.startsWith("async "))
        .containsExactlyInAnyOrder(
            "async attempt shaky openai/down=overloaded",
            "async switch shaky openai/down>gemini/gemini-2.5-flash overloaded",
            "async attempt shaky gemini/gemini-2.5-flash=answered");
  }

  @Test
  void hearsOfHandOver() throws Exception {
    AllLinksFailedException end =
        catchThrowableOfType(
            AllLinksFailedException.class, () -> declining.generate("Anybody there?"));

    String line = "exhausted support " + end.handoffId() + " after 2";
    String generation = events.generationOf("sync " + line);
    awaitEvents(generation, 8);
    List<String> heard = events.of(generation);
    assertThat(heard).contains("sync " + line, "async " + line);
  }

  private void awaitEvents(String generation, int count) {
    Polling.until(() -> events.of(generation), heard -> heard.size() >= count);
  }

  private static Answer get(CompletionStage<Answer> stage) throws Exception {
    return stage.toCompletableFuture().get(90, TimeUnit.SECONDS);
  }
}
