package io.llmfailover.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.Prompt;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.AnswerTypes.AnswerType;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.health.HealthBoard;
import io.llmfailover.health.LinkReport;
import io.llmfailover.provider.DaemonTimer;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.HttpTransport;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import io.llmfailover.structured.schema.SchemaCheck;
import io.llmfailover.structured.tools.ToolTrial;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How one of the systems this module comes from began: a teacher asks for a lesson plan, the first
 * model is overloaded, the second sends half of it, the third gives it.
 */
@Timeout(60)
class LessonStoryTest {
  private static final String FIRST = "gemini/gemini-3-flash-preview";
  private static final String SECOND = "gemini/gemini-2.5-flash";
  private static final String THIRD = "openai/gpt-4o";
  private static final String WHOLE =
      "{\"title\":\"Halves and quarters\",\"steps\":[{\"activity\":\"Cut a cake\",\"minutes\":10},"
          + "{\"activity\":\"Draw the pieces\",\"minutes\":15}]}";

  private final WireServer gemini = WireServer.start();
  private final WireServer openAi = WireServer.start();
  private final DaemonTimer timer = new DaemonTimer();
  private final HttpTransport transport = new HttpTransport(timer, System::nanoTime);
  private final ExecutorService walkers = Executors.newCachedThreadPool();
  private final Settings settings =
      MapValues.of(
              "llm.chain", String.join(", ", FIRST, SECOND, THIRD),
              "llm.provider.gemini.url", gemini.uri("/v1beta").toString(),
              "llm.provider.gemini.api-key", "AIzaLessonStory",
              "llm.provider.openai.url", openAi.uri("/v1").toString(),
              "llm.provider.openai.api-key", "sk-lesson-story")
          .settings();
  private final HealthBoard health = new HealthBoard(ToolTrial.fixed(settings), System::nanoTime);
  private final AnswerType lessons =
      new JsonAnswerTypes(true, types -> Constraints.NONE).of(Lesson.class);

  record Lesson(@NotBlank String title, @Size(min = 1) List<Step> steps) {}

  record Step(String activity, int minutes) {}

  @AfterEach
  void close() {
    transport.close();
    timer.close();
    walkers.shutdownNow();
    gemini.close();
    openAi.close();
  }

  private Engine engine() {
    HttpCaller caller =
        new HttpCaller(
            transport,
            new Dialects(List.of(new OpenAiDialect(), new GeminiDialect())),
            new FailureJudge(Clock.systemUTC()),
            timer,
            System::nanoTime,
            () -> 0,
            walkers);
    return new EngineFixture(
            System::nanoTime, timer, walkers, name -> call -> caller.ask(call, false))
        .configured(() -> settings)
        .checking(new SchemaCheck())
        .remembering(health)
        .engine();
  }

  private static String inGeminisWords(String text, String finish, int tokens) {
    return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":"
        + TextNode.valueOf(text)
        + "}]},\"finishReason\":\""
        + finish
        + "\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":40,\"candidatesTokenCount\":"
        + tokens
        + ",\"totalTokenCount\":"
        + (40 + tokens)
        + "},\"modelVersion\":\"gemini-2.5-flash\"}";
  }

  private static String inOpenAisWords(String text) {
    return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"gpt-4o-2024-08-06\","
        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        + TextNode.valueOf(text)
        + "},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":50,"
        + "\"completion_tokens\":60,\"total_tokens\":110}}";
  }

  @Test
  void givesTheTeacherHisLessonWhenOneModelIsOverloadedAndOneSendsHalfOfIt() throws Exception {
    gemini.onModel("gemini-3-flash-preview").answer("gemini/err-503-overloaded.http");
    gemini
        .onModel("gemini-2.5-flash")
        .answer(WireReply.json(inGeminisWords(WHOLE.substring(0, 70), "STOP", 30)));
    openAi.answer(WireReply.json(inOpenAisWords(WHOLE)));

    Prompt asked = lessons.asking(Prompt.of("A lesson on fractions for grade 5."));
    Answer answer = engine().generate("", asked).get(50, TimeUnit.SECONDS);

    assertThat(lessons.read(answer))
        .isEqualTo(
            new Lesson(
                "Halves and quarters",
                List.of(new Step("Cut a cake", 10), new Step("Draw the pieces", 15))));
    assertThat(EngineFixture.trail(answer.attempts()))
        .isEqualTo(FIRST + "=overloaded, " + SECOND + "=truncated, " + THIRD + "=answered");
    keysWentToTheirOwners();
    everyLinkWasAskedForTheSchema();
    everyAttemptWasPriced(answer);
    nobodyIsBlamedForMoreThanHeDid();
  }

  private void keysWentToTheirOwners() {
    assertThat(gemini.requests())
        .hasSize(3)
        .allSatisfy(
            request -> {
              assertThat(request.header("x-goog-api-key")).isEqualTo("AIzaLessonStory");
              assertThat(request.toString() + request.text()).doesNotContain("sk-lesson-story");
            });
    assertThat(openAi.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.bearer()).isEqualTo("sk-lesson-story");
              assertThat(request.toString() + request.text()).doesNotContain("AIzaLessonStory");
            });
  }

  private void everyLinkWasAskedForTheSchema() {
    ReceivedRequest repair = gemini.requests().get(2);
    JsonNode contents = repair.json().path("contents");
    assertThat(contents).as("the half lesson is shown, and what is wrong with it").hasSize(3);
    assertThat(contents.get(1).path("role").asText()).isEqualTo("model");
    assertThat(contents.get(2).path("parts").get(0).path("text").asText())
        .contains("the JSON that was asked for is cut off");
    for (ReceivedRequest request : gemini.requests()) {
      JsonNode schema = request.json().path("generationConfig").path("responseJsonSchema");
      assertThat(schema.path("properties").path("steps").path("items").isMissingNode()).isFalse();
    }
    JsonNode format = openAi.requests().get(0).json().path("response_format");
    assertThat(format.path("type").asText()).isEqualTo("json_schema");
    assertThat(format.path("json_schema").path("strict").asBoolean()).isTrue();
    assertThat(openAi.requests().get(0).json().path("messages"))
        .as("of the repair the next link knows nothing")
        .hasSize(1);
  }

  private static void everyAttemptWasPriced(Answer answer) {
    List<Attempt> attempts = answer.attempts();
    assertThat(attempts).extracting(Attempt::calls).containsExactly(1, 2, 1);
    assertThat(attempts.get(0).spent().usage().known()).isFalse();
    assertThat(attempts.get(1).spent().usage().outputTokens()).isEqualTo(60);
    assertThat(attempts.get(2).spent().usage().outputTokens()).isEqualTo(60);
    assertThat(answer.cost().orElseThrow())
        .isEqualByComparingTo(
            attempts
                .get(1)
                .spent()
                .cost()
                .orElseThrow()
                .add(attempts.get(2).spent().cost().orElseThrow()));
  }

  private void nobodyIsBlamedForMoreThanHeDid() {
    assertThat(List.of(FIRST, SECOND, THIRD))
        .extracting(this::report)
        .as("one stray 503 and one broken answer bench nobody")
        .extracting(LinkReport::state)
        .containsOnly(LinkReport.State.READY);
    assertThat(report(FIRST).lastFailure().kind()).isEqualTo(FailureKind.OVERLOADED);
    assertThat(report(SECOND).lastFailure().kind()).isEqualTo(FailureKind.TRUNCATED);
    assertThat(report(THIRD).lastFailure().known()).isFalse();
  }

  private LinkReport report(String link) {
    return health.report(settings, settings.link(LinkName.parse(link)).orElseThrow());
  }
}
