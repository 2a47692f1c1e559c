package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.Llm;
import io.llmfailover.LlmGenerator;
import io.llmfailover.Prompt;
import io.llmfailover.it.app.AllPlaces;
import io.llmfailover.it.app.OnlyOne;
import io.llmfailover.it.app.PerApplication;
import io.llmfailover.it.app.PerOwner;
import io.llmfailover.it.app.PerRequest;
import io.llmfailover.it.app.PerSession;
import io.llmfailover.it.app.Question;
import io.llmfailover.it.app.SingletonEjb;
import io.llmfailover.it.app.StatelessEjb;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Somebody else's WAR with the library jar in {@code WEB-INF/lib}. Runs in the server, but for the
 * tests that come from outside.
 */
@ExtendWith(ArquillianExtension.class)
class InjectionIT {
  private static final String TEXT = "The invoice is due on 14 December.";

  @Inject @LlmGenerator private Llm llm;

  @Inject
  @LlmGenerator("spare")
  private Llm spare;

  @Inject
  @LlmGenerator("support")
  private Llm support;

  @Inject private PerRequest perRequest;
  @Inject private PerSession perSession;
  @Inject private PerApplication perApplication;
  @Inject private PerOwner perOwner;
  @Inject private OnlyOne onlyOne;
  @Inject private StatelessEjb stateless;

  @Inject private SingletonEjb singleton;
  @Inject private AllPlaces allPlaces;
  @Inject private Event<Question> questions;

  @Deployment
  static WebArchive applicationOfSomebodyElse() {
    return EmbeddingWar.make("embedding.war");
  }

  @Test
  void answersInTheTestItself() {
    Answer answer = llm.generate("When is the invoice due?");

    assertThat(answer.text()).isEqualTo(TEXT);
    assertThat(answer.link()).isEqualTo("openai/gpt-4o");
    assertThat(answer.cost()).isPresent();
    assertThat(answer.attempts()).singleElement().isInstanceOf(Attempt.Answered.class);
  }

  @Test
  void answersLater() throws Exception {
    Answer answer =
        llm.generateAsync(Prompt.of("When?")).toCompletableFuture().get(90, TimeUnit.SECONDS);

    assertThat(answer.text()).isEqualTo(TEXT);
  }

  @Test
  void answersInRequestScopedBean() {
    assertThat(perRequest.ask("When?")).isEqualTo(TEXT);
  }

  @Test
  void answersInSessionScopedBean() {
    assertThat(perSession.ask("When?")).isEqualTo(TEXT);
  }

  @Test
  void answersInApplicationScopedBean() {
    assertThat(perApplication.ask("When?")).isEqualTo(TEXT);
  }

  @Test
  void answersInDependentBean() {
    assertThat(perOwner.ask("When?")).isEqualTo(TEXT);
  }

  @Test
  void answersInSingletonBean() {
    assertThat(onlyOne.ask("When?")).isEqualTo(TEXT);
  }

  @Test
  void answersInStatelessEnterpriseBean() {
    assertThat(stateless.ask("When?")).isEqualTo(TEXT);
  }

  @Test
  void answersInSingletonEnterpriseBean() {
    assertThat(singleton.ask("When?")).isEqualTo(TEXT);
  }

  @Test
  void answersInObserver() {
    CompletableFuture<String> answer = new CompletableFuture<>();

    questions.fire(new Question("When?", answer));

    assertThat(answer).isCompletedWithValue(TEXT);
  }

  @Test
  void answersInAsynchronousObserver() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();

    questions.fireAsync(new Question("When?", answer));

    assertThat(answer.get(90, TimeUnit.SECONDS)).isEqualTo(TEXT);
  }

  @Test
  void walksTheChainThatIsNamed() {
    assertThat(spare.generate("Who are you?").link()).isEqualTo("gemini/gemini-2.5-flash");
    assertThat(allPlaces.spareLink()).isEqualTo("gemini/gemini-2.5-flash");
    assertThat(allPlaces.usualLink()).isEqualTo("openai/gpt-4o");
  }

  @Test
  void walksTheChainThePromptNames() {
    Answer answer = llm.generate(Prompt.builder().user("Who?").model("spare").build());

    assertThat(answer.link()).isEqualTo("gemini/gemini-2.5-flash");
  }

  @Test
  void tellsEveryAttemptWhenNoLinkAnswers() {
    AllLinksFailedException end =
        Assertions.catchThrowableOfType(
            AllLinksFailedException.class, () -> support.generate("Anybody?"));

    assertThat(end.attempts())
        .extracting(attempt -> attempt.link() + " " + attempt.verdict())
        .containsExactly("openai/down overloaded", "gemini/down overloaded");
    assertThat(end.getCause()).isNotNull();
    assertThat(end.getSuppressed()).hasSize(1);
  }

  @Test
  @RunAsClient
  void answersInResourceOverHttp() {
    Gateway application = Gateway.at("/embedding");

    assertThat(application.get("/api/ask?question=When").body()).isEqualTo(TEXT);
    assertThat(application.get("/api/ask/later?question=When").body()).isEqualTo(TEXT);
  }

  @Test
  @RunAsClient
  void answersInEnterpriseBeanThatIsReferredTo() {
    Gateway application = Gateway.at("/embedding");

    assertThat(application.get("/ejb").body()).isEqualTo(TEXT);
    assertThat(application.get("/ejb?singleton").body()).isEqualTo(TEXT);
  }

  @Test
  @RunAsClient
  void opensNoEndpointOfItsOwn() {
    Gateway application = Gateway.at("/embedding");

    assertThat(application.get("/v1/chains").status()).isEqualTo(404);
    assertThat(application.get("/api/v1/chains").status()).isEqualTo(404);
    assertThat(application.get("/api/chains").status()).isEqualTo(404);
    assertThat(application.post("/v1/generate", "{}").status()).isEqualTo(404);
  }
}
