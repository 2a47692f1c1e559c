package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.it.Upstream.Dialect;
import io.llmfailover.upstream.Gate;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireReply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Anthropic's own client for Java, which checks every answer it gets, in front of each dialect. */
@ExtendWith(ArquillianExtension.class)
class AnthropicSdkIT {
  private static final Upstream UPSTREAM = new Upstream();
  private static final String QUESTION = "When is the invoice due?";

  private final AnthropicClient client =
      AnthropicOkHttpClient.builder()
          .baseUrl(Gateway.here().root())
          .apiKey("any")
          .responseValidation(true)
          .build();

  @Deployment(testable = false)
  static WebArchive gateway() {
    return Archives.gateway(UPSTREAM.configuration());
  }

  @BeforeEach
  void forget() {
    UPSTREAM.forget();
  }

  /** What an expense is made of. */
  static final class Expense {
    public String category;
    public double amount;
  }

  @ParameterizedTest
  @EnumSource
  void chats(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.says(Upstream.TEXT));

    Message answer =
        client.messages().create(question(dialect.chain()).system("Be brief.").build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(answer.stopReason()).contains(StopReason.END_TURN);
    assertThat(answer.usage().inputTokens()).isEqualTo(12);
    assertThat(answer.usage().outputTokens()).isEqualTo(5);
    assertThat(UPSTREAM.lastAsked().toString()).contains("Be brief.", QUESTION);
  }

  @ParameterizedTest
  @EnumSource
  void streams(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.streams(Upstream.WORDS));

    Message answer = streamed(question(dialect.chain()).build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(answer.stopReason()).contains(StopReason.END_TURN);
    assertThat(answer.usage().outputTokens()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void hasBothToolsCalledAndTellsTheirResults(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.callsTools(), dialect.says(Upstream.TEXT));
    MessageCreateParams asked = withTools(question(dialect.chain())).build();

    Message wish = client.messages().create(asked);
    Message answer = client.messages().create(answered(asked, wish));

    assertThat(wish.stopReason()).contains(StopReason.TOOL_USE);
    assertThat(calls(wish)).isEqualTo(dialect.calls());
    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertResultsTold(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void hasBothToolsCalledInStream(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.streamsCalls(), dialect.streams(Upstream.WORDS));
    MessageCreateParams asked = withTools(question(dialect.chain())).build();

    Message wish = streamed(asked);
    Message answer = streamed(answered(asked, wish));

    assertThat(wish.stopReason()).contains(StopReason.TOOL_USE);
    assertThat(calls(wish)).isEqualTo(dialect.calls());
    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertResultsTold(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void getsWhatFitsASchema(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.says("{\"category\":\"travel\",\"amount\":129.5}"));

    List<Expense> expenses =
        client
            .messages()
            .create(question(dialect.chain()).outputConfig(Expense.class).build())
            .content()
            .stream()
            .map(block -> block.asText().text())
            .toList();

    assertThat(expenses).hasSize(1);
    assertThat(expenses.get(0).category).isEqualTo("travel");
    assertThat(expenses.get(0).amount).isEqualTo(129.5);
    assertThat(dialect.voice().schema(UPSTREAM.lastAsked()).path("properties").has("category"))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void sendsAPicture(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.says("A blue dot."));

    Message answer =
        client
            .messages()
            .create(
                to(dialect.chain())
                    .addUserMessageOfContentBlockParams(
                        List.of(
                            ContentBlockParam.ofText(
                                TextBlockParam.builder().text("What is this?").build()),
                            ContentBlockParam.ofImage(
                                Base64ImageSource.builder()
                                    .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
                                    .data(Upstream.PIXEL)
                                    .build())))
                    .build());

    assertThat(words(answer)).isEqualTo("A blue dot.");
    assertThat(dialect.voice().picture(UPSTREAM.lastAsked()))
        .isEqualTo("data:image/png;base64," + Upstream.PIXEL);
  }

  @Test
  void throwsNotFoundForAModelNobodyKnows() {
    NotFoundException unknown =
        catchThrowableOfType(
            NotFoundException.class,
            () -> client.messages().create(question("no-such-model").build()));

    assertThat(unknown.getMessage()).contains("no-such-model");
    assertThat(UPSTREAM.asked()).isEmpty();
  }

  @Test
  void throwsBadRequestWhenTheGatewayRefuses() {
    BadRequestException refused =
        catchThrowableOfType(
            BadRequestException.class,
            () -> client.messages().create(question("anthropic").maxTokens(-1).build()));

    assertThat(refused.getMessage()).contains("max_tokens");
    assertThat(UPSTREAM.asked()).isEmpty();
  }

  @Test
  void throwsBadRequestWhenTheProviderRefuses() {
    UPSTREAM.first(Dialect.ANTHROPIC, WireReply.of("anthropic/err-400-invalid.http"));

    BadRequestException refused =
        catchThrowableOfType(
            BadRequestException.class,
            () -> client.messages().create(question("anthropic-openai").build()));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(UPSTREAM.asked()).hasSize(1);
  }

  @Test
  void asksOnceWhenAllLinksFail() {
    UPSTREAM.first(Dialect.ANTHROPIC, WireReply.of("anthropic/err-529.http"));
    UPSTREAM.second(Dialect.OPENAI, WireReply.of("openai/err-503-overloaded.http"));

    InternalServerException failed =
        catchThrowableOfType(
            InternalServerException.class,
            () -> client.messages().create(question("anthropic-openai").build()));
    InternalServerException failedStream =
        catchThrowableOfType(
            InternalServerException.class, () -> streamed(question("anthropic-openai").build()));

    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(failed.getMessage()).contains("Somebody will call you back.");
    assertThat(failedStream.statusCode()).isEqualTo(503);
    assertThat(UPSTREAM.asked())
        .extracting(ReceivedRequest::model)
        .containsExactly(
            "claude-haiku-4-5-20251001", "gpt-4o-mini", "claude-haiku-4-5-20251001", "gpt-4o-mini");
  }

  @Test
  void closesTheCallUpstreamWithTheStream() {
    Gate rest = UPSTREAM.endless(Dialect.ANTHROPIC, 1);
    StringBuilder heard = new StringBuilder();

    try (StreamResponse<RawMessageStreamEvent> stream =
        client.messages().createStreaming(question(Dialect.ANTHROPIC.endlessChain()).build())) {
      Iterator<RawMessageStreamEvent> events = stream.stream().iterator();
      while (heard.isEmpty()) {
        events
            .next()
            .contentBlockDelta()
            .flatMap(delta -> delta.delta().text())
            .ifPresent(text -> heard.append(text.text()));
      }
    }
    rest.open();

    UPSTREAM.awaitAbandoned();
    assertThat(heard).hasToString(Upstream.WORDS.get(0));
  }

  static List<Arguments> pairs() {
    return Upstream.pairs();
  }

  @ParameterizedTest
  @EnumSource
  void throwsWhenNobodyGoesOnWithACutStream(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.cutAfter(Upstream.WORDS.subList(0, 2)));
    UPSTREAM.second(dialect, Upstream.overloaded());

    Throwable broken = catchThrowable(() -> streamed(question(dialect.then(dialect)).build()));

    assertThat(broken).isInstanceOf(AnthropicException.class);
    assertThat(UPSTREAM.asked()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void streamsFromTheSecondLinkWhenTheFirstIsOverloaded(Dialect first, Dialect second) {
    UPSTREAM.first(first, Upstream.overloaded());
    UPSTREAM.second(second, second.streams(Upstream.WORDS));

    Message answer = streamed(question(first.then(second)).build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(UPSTREAM.asked()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void streamsFromTheSecondLinkWhenTheFirstStreamsAnError(Dialect first, Dialect second) {
    UPSTREAM.first(first, first.breaksAtOnce());
    UPSTREAM.second(second, second.streams(Upstream.WORDS));

    Message answer = streamed(question(first.then(second)).build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(answer.usage().outputTokens()).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void hearsTheTextOnceWhenTheSecondLinkGoesOn(Dialect first, Dialect second) {
    UPSTREAM.first(first, first.cutAfter(Upstream.WORDS.subList(0, 2)));
    UPSTREAM.second(second, second.streams(Upstream.WORDS.subList(2, 3)));

    Message answer = streamed(question(first.then(second)).build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(answer.stopReason()).contains(StopReason.END_TURN);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void hearsTheTextOnceWhenTheSecondLinkStartsOver(Dialect first, Dialect second) {
    UPSTREAM.first(first, first.cutAfter(Upstream.WORDS.subList(0, 2)));
    UPSTREAM.second(second, second.streams(Upstream.WORDS));

    Message answer = streamed(question(first.then(second)).build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(UPSTREAM.asked()).hasSize(2);
  }

  @Test
  void countsTokensAndAsksNobody() {
    long few =
        client
            .messages()
            .countTokens(
                MessageCountTokensParams.builder()
                    .model("anthropic")
                    .addUserMessage(QUESTION)
                    .build())
            .inputTokens();
    long more =
        client
            .messages()
            .countTokens(
                MessageCountTokensParams.builder()
                    .model("anthropic")
                    .system(QUESTION.repeat(100))
                    .addUserMessage(QUESTION)
                    .build())
            .inputTokens();

    assertThat(few).isPositive();
    assertThat(more).isGreaterThan(10 * few);
    assertThat(UPSTREAM.asked()).isEmpty();
  }

  @Test
  void listsModels() {
    List<String> names = client.models().list().autoPager().stream().map(ModelInfo::id).toList();

    assertThat(names).contains("default", "openai-gemini", "openai/gpt-4o").doesNotHaveDuplicates();
    assertThat(client.models().retrieve("openai-gemini").id()).isEqualTo("openai-gemini");
  }

  private static MessageCreateParams.Builder to(String model) {
    return MessageCreateParams.builder().model(model).maxTokens(500);
  }

  private static MessageCreateParams.Builder question(String model) {
    return to(model).addUserMessage(QUESTION);
  }

  private static MessageCreateParams.Builder withTools(MessageCreateParams.Builder question) {
    return question
        .addTool(
            Tool.builder()
                .name("find_order")
                .description("Finds an order")
                .inputSchema(
                    Tool.InputSchema.builder()
                        .properties(
                            Tool.InputSchema.Properties.builder()
                                .putAdditionalProperty(
                                    "orderId", JsonValue.from(Map.of("type", "string")))
                                .build())
                        .addRequired("orderId")
                        .build())
                .build())
        .addTool(
            Tool.builder()
                .name("find_customer")
                .inputSchema(Tool.InputSchema.builder().build())
                .build());
  }

  /** The question again, with what the model wished and what the tools gave back. */
  private static MessageCreateParams answered(MessageCreateParams asked, Message wish) {
    List<ContentBlockParam> results = new ArrayList<>();
    for (Call call : calls(wish)) {
      results.add(
          ContentBlockParam.ofToolResult(
              ToolResultBlockParam.builder()
                  .toolUseId(call.id())
                  .content("found by " + call.name())
                  .build()));
    }
    return asked.toBuilder().addMessage(wish).addUserMessageOfContentBlockParams(results).build();
  }

  private static void assertResultsTold(Dialect dialect) {
    assertThat(dialect.voice().calls(UPSTREAM.lastAsked())).isEqualTo(dialect.calls());
    assertThat(dialect.voice().results(UPSTREAM.lastAsked()))
        .isEqualTo(dialect.results("found by "));
  }

  private Message streamed(MessageCreateParams asked) {
    MessageAccumulator heard = MessageAccumulator.create();
    try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(asked)) {
      stream.stream().forEach(heard::accumulate);
    }
    return heard.message();
  }

  private static String words(Message answer) {
    StringBuilder words = new StringBuilder();
    answer.content().stream()
        .flatMap(block -> block.text().stream())
        .forEach(text -> words.append(text.text()));
    return words.toString();
  }

  private static List<Call> calls(Message message) {
    return message.content().stream()
        .map(ContentBlock::toolUse)
        .flatMap(use -> use.stream())
        .map(AnthropicSdkIT::call)
        .toList();
  }

  private static Call call(ToolUseBlock use) {
    JsonNode input = new ObjectMapper().valueToTree(use._input().convert(Map.class));
    return new Call(use.id(), use.name(), input);
  }
}
