package io.llmfailover.structured.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.LlmTool;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.ToolChoice;
import io.llmfailover.ToolRoundsExceededException;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.upstream.WireReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds with tools, over the wire. */
@Timeout(120)
class ToolLoopTest {
  private static final String TEXT = "The invoice is due on 14 December.";

  private final ToolTrial trial = new ToolTrial();
  private final Orders orders = new Orders();

  @AfterEach
  void close() {
    trial.close();
  }

  @Test
  void runsWhatTheModelAsksForAndAsksAgain() throws Exception {
    trial.openai.answer("openai/ok-tool-call.json", "openai/ok-plain.json");

    Answer answer = trial.door(orders).ask(ToolTrial.prompt(Orders.class).build());

    assertThat(answer.text()).isEqualTo(TEXT);
    assertThat(answer.toolCalls()).isEmpty();
    assertThat(orders.ran).containsExactly("find_order A-1009 true", "find_customer");
    JsonNode second = trial.sentTo("openai").get(1).json().path("messages");
    assertThat(second.at("/1/tool_calls/0/id").asText()).isEqualTo("call_aB3dE5fG7hI9jK1lM3nO5pQ7");
    assertThat(second.at("/2/tool_call_id").asText()).isEqualTo("call_aB3dE5fG7hI9jK1lM3nO5pQ7");
    assertThat(second.at("/2/content").asText())
        .isEqualTo("{\"id\":\"A-1009\",\"state\":\"on its way\"}");
    assertThat(second.at("/3/tool_call_id").asText()).isEqualTo("call_Zy8Xw6Vu4Ts2Rq0Po8Nm6Lk4");
    assertThat(second.at("/3/content").asText()).isEqualTo("Wanjiru");
  }

  @Test
  void offersTheToolsWithTheirSchemas() throws Exception {
    trial.openai.answer("openai/ok-plain.json");

    trial.door(orders).ask(ToolTrial.prompt(Orders.class).build());

    JsonNode tools = trial.sentTo("openai").get(0).json().path("tools");
    assertThat(tools.at("/0/function/name").asText()).isEqualTo("find_customer");
    assertThat(tools.at("/1/function/name").asText()).isEqualTo("find_order");
    assertThat(tools.at("/1/function/description").asText()).isEqualTo("Finds an order.");
    assertThat(tools.at("/1/function/parameters/properties/orderId/type").asText())
        .isEqualTo("string");
  }

  @Test
  void tellsWhatAllRoundsCameTo() throws Exception {
    trial.openai.answer("openai/ok-tool-call.json", "openai/ok-plain.json");

    Answer answer = trial.door(orders).ask(ToolTrial.prompt(Orders.class).build());

    assertThat(EngineFixture.trail(answer.attempts()))
        .isEqualTo("openai/gpt-4o=answered, openai/gpt-4o=answered");
    long second = usageOf("openai/ok-plain.json").path("prompt_tokens").asLong();
    assertThat(answer.usage().inputTokens()).isEqualTo(98 + second);
    assertThat(answer.cost()).isPresent();
    assertThat(answer.verbatim()).isEmpty();
  }

  private static JsonNode usageOf(String sample) {
    try (InputStream bytes = ToolLoopTest.class.getResourceAsStream("/wire/" + sample)) {
      return new ObjectMapper().readTree(bytes).path("usage");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void runsCallsOnceWhenAnthropicTakesOverTheNextRound() throws Exception {
    trial.openai.answer("openai/ok-tool-call.json", "openai/err-503-overloaded.http");
    trial.anthropic.answer("anthropic/ok-plain.json");

    Answer answer = trial.door(orders).ask(ToolTrial.prompt(Orders.class).build());

    assertThat(orders.ran).containsExactly("find_order A-1009 true", "find_customer");
    assertThat(EngineFixture.trail(answer.attempts()))
        .isEqualTo(
            "openai/gpt-4o=answered, openai/gpt-4o=overloaded,"
                + " anthropic/claude-haiku-4-5=answered");
    JsonNode messages = trial.sentTo("anthropic").get(0).json().path("messages");
    JsonNode uses = messages.at("/1/content");
    JsonNode results = messages.at("/2/content");
    assertThat(uses).hasSize(2);
    assertThat(results).hasSize(2);
    assertThat(uses.at("/0/type").asText()).isEqualTo("tool_use");
    assertThat(uses.at("/0/input/orderId").asText()).isEqualTo("A-1009");
    assertThat(results.at("/0/type").asText()).isEqualTo("tool_result");
    assertThat(results.at("/0/tool_use_id")).isEqualTo(uses.at("/0/id"));
    assertThat(results.at("/0").toString()).contains("on its way");
    assertThat(results.at("/1/tool_use_id")).isEqualTo(uses.at("/1/id"));
    assertThat(results.at("/1").toString()).contains("Wanjiru");
  }

  @Test
  void runsCallsOnceWhenGeminiTakesOverTheNextRound() throws Exception {
    trial.openai.answer("openai/ok-tool-call.json", "openai/err-503-overloaded.http");
    trial.anthropic.answer("anthropic/err-529.http");
    trial.gemini.answer("gemini/ok-plain.json");

    trial.door(orders).ask(ToolTrial.prompt(Orders.class).build());

    assertThat(orders.ran).containsExactly("find_order A-1009 true", "find_customer");
    JsonNode contents = trial.sentTo("gemini").get(0).json().path("contents");
    assertThat(contents.at("/1/role").asText()).isEqualTo("model");
    assertThat(contents.at("/1/parts/0/functionCall/name").asText()).isEqualTo("find_order");
    assertThat(contents.at("/2/parts/0/functionResponse/name").asText()).isEqualTo("find_order");
    assertThat(contents.at("/2/parts/0/functionResponse/response").toString())
        .contains("on its way");
    assertThat(contents.at("/2/parts/1/functionResponse/name").asText()).isEqualTo("find_customer");
    assertThat(contents.at("/2/parts/1/functionResponse/response").toString()).contains("Wanjiru");
  }

  @Test
  void givesGeminiItsSignatureBack() throws Exception {
    trial.with("llm.chain", "gemini/gemini-2.5-flash");
    trial.gemini.answer("gemini/ok-tool-call.json", "gemini/ok-plain.json");

    trial.door(orders).ask(ToolTrial.prompt(Orders.class).build());

    assertThat(orders.ran).containsExactly("find_order A-1009 true");
    JsonNode call = trial.sentTo("gemini").get(1).json().at("/contents/1/parts/0");
    assertThat(call.path("thoughtSignature").asText()).isEqualTo("EskgCsYgAb4+9vtF7/499YQS2bjZ");
  }

  @Test
  void runsTwoCallsOfOneIdAndKeepsTheirResultsApart() throws Exception {
    trial.openai.answer(
        openAiCalls(
            call("call_0", "find_order", "{\"orderId\":\"A\"}"),
            call("call_0", "find_order", "{\"orderId\":\"B\"}")),
        openAiCalls(call("call_0", "find_customer", "{}")),
        WireReply.of("openai/ok-plain.json"));

    trial.door(orders).ask(ToolTrial.prompt(Orders.class).build());

    assertThat(orders.ran).containsExactly("find_order A", "find_order B", "find_customer");
    JsonNode messages = trial.sentTo("openai").get(2).json().path("messages");
    assertThat(messages.findValuesAsText("tool_call_id")).hasSize(3).doesNotHaveDuplicates();
    assertThat(messages.at("/2/tool_call_id")).isEqualTo(messages.at("/1/tool_calls/0/id"));
    assertThat(messages.at("/3/tool_call_id")).isEqualTo(messages.at("/1/tool_calls/1/id"));
    assertThat(messages.at("/5/tool_call_id")).isEqualTo(messages.at("/4/tool_calls/0/id"));
  }

  @Test
  void mustAnswerAfterTheLastRound() throws Exception {
    trial.with("llm.tools.max-rounds", "2");
    trial.openai.answer(
        "openai/ok-tool-call.json", "openai/ok-tool-call.json", "openai/ok-plain.json");

    Answer answer = trial.door(orders).ask(ToolTrial.prompt(Orders.class).build());

    assertThat(answer.text()).isEqualTo(TEXT);
    assertThat(orders.ran).hasSize(4);
    assertThat(trial.sentTo("openai").get(1).json().path("tool_choice").asText("auto"))
        .isEqualTo("auto");
    JsonNode last = trial.sentTo("openai").get(2).json();
    assertThat(last.path("tool_choice").asText()).isEqualTo("none");
    assertThat(last.path("tools")).hasSize(2);
  }

  @Test
  void endsWhenItAsksForToolsAfterTheLastRound() {
    trial.with("llm.tools.max-rounds", "2");
    trial.openai.answer("openai/ok-tool-call.json");

    ToolRoundsExceededException end =
        catchThrowableOfType(
            ToolRoundsExceededException.class,
            () -> trial.door(orders).ask(ToolTrial.prompt(Orders.class).build()));

    assertThat(end.rounds()).isEqualTo(2);
    assertThat(end.attempts()).hasSize(3);
    assertThat(orders.ran).hasSize(4);
  }

  @Test
  void demandsToolsInTheFirstRoundOnly() throws Exception {
    trial.openai.answer("openai/ok-tool-call.json", "openai/ok-plain.json");

    trial.door(orders).ask(ToolTrial.prompt(Orders.class).toolChoice(ToolChoice.REQUIRED).build());

    List<String> choices =
        trial.sentTo("openai").stream()
            .map(request -> request.json().path("tool_choice").asText("auto"))
            .toList();
    assertThat(choices).containsExactly("required", "auto");
  }

  @Test
  void givesCallsOfOtherToolsToTheCallerAndRunsNothing() throws Exception {
    trial.openai.answer("openai/ok-tool-call.json");

    Answer answer =
        trial
            .door(new Finder())
            .ask(
                ToolTrial.prompt(Finder.class)
                    .tools(List.of(new Tool("find_customer", "", null)))
                    .build());

    assertThat(answer.toolCalls())
        .extracting(ToolCall::name)
        .containsExactly("find_order", "find_customer");
    assertThat(Finder.RAN).isEmpty();
    assertThat(trial.sentTo("openai")).hasSize(1);
  }

  @Test
  void refusesTwoToolsOfOneName() {
    InvalidPromptException end =
        catchThrowableOfType(
            InvalidPromptException.class,
            () ->
                trial
                    .door(orders, new Finder())
                    .ask(ToolTrial.prompt(Orders.class, Finder.class).build()));

    assertThat(end.field()).isEqualTo("toolsOf");
    assertThat(end).hasMessageContaining("Orders.findOrder").hasMessageContaining("Finder.find");
    assertThat(trial.upstream().requests()).isEmpty();
  }

  @Test
  void refusesToolNamedAsOneOfThePrompts() {
    InvalidPromptException end =
        catchThrowableOfType(
            InvalidPromptException.class,
            () ->
                trial
                    .door(orders)
                    .ask(
                        ToolTrial.prompt(Orders.class)
                            .tools(List.of(new Tool("find_order", "", null)))
                            .build()));

    assertThat(end).hasMessageContaining("find_order").hasMessageContaining("Orders.findOrder");
  }

  @Test
  void tellsTheAttemptsOfEarlierRoundsWhenLaterOneFails() {
    trial.openai.answer("openai/ok-tool-call.json", "openai/err-503-overloaded.http");
    trial.anthropic.answer("anthropic/err-529.http");
    trial.gemini.answer("gemini/err-503-overloaded.http");

    AllLinksFailedException end =
        catchThrowableOfType(
            AllLinksFailedException.class,
            () -> trial.door(orders).ask(ToolTrial.prompt(Orders.class).build()));

    assertThat(EngineFixture.trail(end.attempts()))
        .isEqualTo(
            "openai/gpt-4o=answered, openai/gpt-4o=overloaded,"
                + " anthropic/claude-haiku-4-5=overloaded, gemini/gemini-2.5-flash=overloaded");
    assertThat(end.handoffId()).isNotEmpty();
    assertThat(end.getCause()).isNotNull();
  }

  @Test
  void runsOnTheThreadOfCallerWhoWaits() throws Exception {
    trial.openai.answer("openai/ok-tool-call.json", "openai/ok-plain.json");

    trial.door(orders).ask(ToolTrial.prompt(Orders.class).build());

    assertThat(orders.threads).hasSize(2).containsOnly(Thread.currentThread());
  }

  @Test
  void runsOnNoThreadOfTheEngineWhenNobodyWaits() {
    trial.openai.answer("openai/ok-tool-call.json", "openai/ok-plain.json");

    ToolTrial.get(trial.door(orders).later(ToolTrial.prompt(Orders.class).build()));

    assertThat(orders.threads).hasSize(2);
    assertThat(orders.threads).extracting(Thread::getName).containsOnly("caller");
  }

  @Test
  void tellsTheModelWhatIsWrongWithItsArguments() throws Exception {
    trial.openai.answer(
        openAiCalls(
            call("a", "find_order", "{\"order\":1}"),
            call("b", "find_order", "{\"orderId\":\"A\"}")),
        WireReply.of("openai/ok-plain.json"));

    trial.door(orders).ask(ToolTrial.prompt(Orders.class).build());

    assertThat(orders.ran).containsExactly("find_order A");
    assertThat(trial.sentTo("openai").get(1).json().at("/messages/2/content").asText())
        .isEqualTo("/order: is not asked for");
  }

  @Test
  void tellsClaudeThatToolFailedButNotWhy() throws Exception {
    trial.with("llm.chain", "anthropic/claude-haiku-4-5");
    trial.anthropic.answer("anthropic/ok-tool-call.json", "anthropic/ok-plain.json");

    trial.door(new Broken()).ask(ToolTrial.prompt(Broken.class).build());

    JsonNode result = trial.sentTo("anthropic").get(1).json().at("/messages/2/content/0");
    assertThat(result.path("is_error").asBoolean()).isTrue();
    assertThat(result.toString()).contains("the tool failed").doesNotContain("db-7");
  }

  @Test
  void endsWithErrorOfTool() {
    trial.openai.answer("openai/ok-tool-call.json", "openai/ok-plain.json");
    Fatal fatal = new Fatal();

    AssertionError end =
        catchThrowableOfType(
            AssertionError.class,
            () -> trial.door(fatal).ask(ToolTrial.prompt(Fatal.class).build()));

    assertThat(end).hasMessage("no way on");
    assertThat(trial.sentTo("openai")).hasSize(1);
  }

  @Test
  void runsNoFurtherToolOnceCancelled() throws Exception {
    trial.openai.answer("openai/ok-tool-call.json", "openai/ok-plain.json");
    Slow slow = new Slow();
    CompletableFuture<Answer> answer = trial.door(slow).later(ToolTrial.prompt(Slow.class).build());

    slow.begun.await();
    answer.cancel(true);
    slow.end.complete("found");

    assertThat(slow.ran).containsExactly("find_order");
    assertThat(trial.sentTo("openai")).hasSize(1);
  }

  @Test
  void cancelsTheWalkUnderWay() {
    trial.openai.answer(WireReply.of("openai/ok-tool-call.json"), WireReply.silence());
    CompletableFuture<Answer> answer =
        trial.door(orders).later(ToolTrial.prompt(Orders.class).build());

    trial.upstream().awaitRequests(2, ToolTrial.PATIENCE);
    answer.cancel(true);

    trial.upstream().awaitClosed(ToolTrial.PATIENCE);
    assertThat(orders.ran).hasSize(2);
  }

  @Test
  void waitsForStageOfToolBeforeTheNextOne() throws Exception {
    trial.openai.answer("openai/ok-tool-call.json", "openai/ok-plain.json");
    Slow slow = new Slow();
    CompletableFuture<Answer> answer = trial.door(slow).later(ToolTrial.prompt(Slow.class).build());

    slow.begun.await();
    assertThat(slow.ran).containsExactly("find_order");
    slow.end.complete("found");

    assertThat(ToolTrial.get(answer).text()).isEqualTo(TEXT);
    assertThat(slow.ran).containsExactly("find_order", "find_customer");
    assertThat(trial.sentTo("openai").get(1).json().at("/messages/2/content").asText())
        .isEqualTo("found");
  }

  private static String call(String id, String name, String arguments) {
    return "{\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}"
        .formatted(id, name, arguments.replace("\"", "\\\""));
  }

  private static WireReply openAiCalls(String... calls) {
    return WireReply.json(
        "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":["
            + String.join(",", calls)
            + "]},\"finish_reason\":\"tool_calls\"}]}");
  }

  /** Has a tool of the same name as {@link Orders}. */
  public static final class Finder {
    static final List<String> RAN = new CopyOnWriteArrayList<>();

    /** Finds. */
    @LlmTool(value = "Finds an order.", name = "find_order")
    public String find(String orderId, boolean withItems) {
      RAN.add(orderId);
      return orderId;
    }
  }

  /** Fails. */
  public static final class Broken {
    /** Fails. */
    @LlmTool(value = "Finds an order.", name = "find_order")
    public String find(String orderId, boolean withItems) {
      throw new IllegalStateException("cannot reach db-7");
    }
  }

  /** Fails worse. */
  public static final class Fatal {
    /** Fails. */
    @LlmTool(value = "Finds an order.", name = "find_order")
    public String find(String orderId, boolean withItems) {
      throw new AssertionError("no way on");
    }

    /** Is never run. */
    @LlmTool(value = "Finds the customer.", name = "find_customer")
    public String customer() {
      return "";
    }
  }

  /** Takes its time without holding a thread. */
  public static final class Slow {
    final List<String> ran = new CopyOnWriteArrayList<>();
    final CountDownLatch begun = new CountDownLatch(1);
    final CompletableFuture<String> end = new CompletableFuture<>();

    /** Takes its time. */
    @LlmTool(value = "Finds an order.", name = "find_order")
    public CompletableFuture<String> find(String orderId, boolean withItems) {
      ran.add("find_order");
      begun.countDown();
      return end;
    }

    /** Comes second. */
    @LlmTool(value = "Finds the customer.", name = "find_customer")
    public String customer() {
      ran.add("find_customer");
      return "Wanjiru";
    }
  }
}
