package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.models.Model;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
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

/** OpenAI's own client for Java, which checks every answer it gets, in front of each dialect. */
@ExtendWith(ArquillianExtension.class)
class OpenAiSdkIT {
  private static final Upstream UPSTREAM = new Upstream();
  private static final String QUESTION = "When is the invoice due?";
  private static final Map<String, JsonValue> ORDER_SCHEMA =
      Map.of(
          "type", JsonValue.from("object"),
          "properties", JsonValue.from(Map.of("orderId", Map.of("type", "string"))));

  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .baseUrl(Gateway.here().root() + "/v1")
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

    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(question(dialect.chain()).addSystemMessage("Be brief.").build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(answer.choices().get(0).finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(12);
    assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(5);
    assertThat(UPSTREAM.lastAsked().toString()).contains("Be brief.", QUESTION);
  }

  @ParameterizedTest
  @EnumSource
  void streams(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.streams(Upstream.WORDS));

    ChatCompletion answer = streamed(question(dialect.chain()).build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(answer.choices().get(0).finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(17);
  }

  @ParameterizedTest
  @EnumSource
  void hasBothToolsCalledAndTellsTheirResults(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.callsTools(), dialect.says(Upstream.TEXT));
    ChatCompletionCreateParams asked = withTools(question(dialect.chain())).build();

    ChatCompletionMessage wish =
        client.chat().completions().create(asked).choices().get(0).message();
    ChatCompletion answer = client.chat().completions().create(answered(asked, wish));

    assertThat(calls(wish)).isEqualTo(dialect.calls());
    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertResultsTold(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void hasBothToolsCalledInStream(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.streamsCalls(), dialect.streams(Upstream.WORDS));
    ChatCompletionCreateParams asked = withTools(question(dialect.chain())).build();

    ChatCompletion wish = streamed(asked);
    ChatCompletion answer = streamed(answered(asked, wish.choices().get(0).message()));

    assertThat(wish.choices().get(0).finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    assertThat(calls(wish.choices().get(0).message())).isEqualTo(dialect.calls());
    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertResultsTold(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void getsWhatFitsASchema(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.says("{\"category\":\"travel\",\"amount\":129.5}"));

    Expense expense =
        client
            .chat()
            .completions()
            .create(question(dialect.chain()).responseFormat(Expense.class).build())
            .choices()
            .get(0)
            .message()
            .content()
            .orElseThrow();

    assertThat(expense.category).isEqualTo("travel");
    assertThat(expense.amount).isEqualTo(129.5);
    assertThat(dialect.voice().schema(UPSTREAM.lastAsked()).path("properties").has("category"))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void sendsAPicture(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.says("A blue dot."));
    String picture = "data:image/png;base64," + Upstream.PIXEL;

    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder()
                    .model(dialect.chain())
                    .addUserMessageOfArrayOfContentParts(
                        List.of(
                            ChatCompletionContentPart.ofText(
                                ChatCompletionContentPartText.builder()
                                    .text("What is this?")
                                    .build()),
                            ChatCompletionContentPart.ofImageUrl(
                                ChatCompletionContentPartImage.builder()
                                    .imageUrl(
                                        ChatCompletionContentPartImage.ImageUrl.builder()
                                            .url(picture)
                                            .build())
                                    .build())))
                    .build());

    assertThat(words(answer)).isEqualTo("A blue dot.");
    assertThat(dialect.voice().picture(UPSTREAM.lastAsked())).isEqualTo(picture);
  }

  @Test
  void throwsNotFoundForAModelNobodyKnows() {
    NotFoundException unknown =
        catchThrowableOfType(
            NotFoundException.class,
            () -> client.chat().completions().create(question("no-such-model").build()));

    assertThat(unknown.code()).contains("model_not_found");
    assertThat(unknown.param()).contains("model");
    assertThat(UPSTREAM.asked()).isEmpty();
  }

  @Test
  void throwsBadRequestWhenTheGatewayRefuses() {
    BadRequestException refused =
        catchThrowableOfType(
            BadRequestException.class,
            () -> client.chat().completions().create(question("openai").temperature(7.0).build()));

    assertThat(refused.param()).contains("temperature");
    assertThat(UPSTREAM.asked()).isEmpty();
  }

  @Test
  void throwsBadRequestWhenTheProviderRefuses() {
    UPSTREAM.first(Dialect.OPENAI, WireReply.of("openai/err-400-invalid-value.http"));

    BadRequestException refused =
        catchThrowableOfType(
            BadRequestException.class,
            () -> client.chat().completions().create(question("openai-gemini").build()));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(UPSTREAM.asked()).hasSize(1);
  }

  @Test
  void asksOnceWhenAllLinksFail() {
    UPSTREAM.first(Dialect.OPENAI, WireReply.of("openai/err-503-overloaded.http"));
    UPSTREAM.second(Dialect.GEMINI, WireReply.of("gemini/err-503-overloaded.http"));

    InternalServerException failed =
        catchThrowableOfType(
            InternalServerException.class,
            () -> client.chat().completions().create(question("openai-gemini").build()));
    InternalServerException failedStream =
        catchThrowableOfType(
            InternalServerException.class, () -> streamed(question("openai-gemini").build()));

    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(failed.getMessage()).contains("Somebody will call you back.");
    assertThat(failedStream.statusCode()).isEqualTo(503);
    assertThat(UPSTREAM.asked())
        .extracting(ReceivedRequest::model)
        .containsExactly("gpt-4o", "gemini-2.5-pro", "gpt-4o", "gemini-2.5-pro");
  }

  @Test
  void closesTheCallUpstreamWithTheStream() {
    Gate rest = UPSTREAM.endless(Dialect.OPENAI, 1);
    StringBuilder heard = new StringBuilder();

    try (StreamResponse<ChatCompletionChunk> stream =
        client
            .chat()
            .completions()
            .createStreaming(question(Dialect.OPENAI.endlessChain()).build())) {
      Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
      while (heard.isEmpty()) {
        heard.append(chunks.next().choices().get(0).delta().content().orElse(""));
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

    assertThat(broken).isInstanceOf(OpenAIException.class);
    assertThat(UPSTREAM.asked()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void streamsFromTheSecondLinkWhenTheFirstIsOverloaded(Dialect first, Dialect second) {
    UPSTREAM.first(first, Upstream.overloaded());
    UPSTREAM.second(second, second.streams(Upstream.WORDS));

    ChatCompletion answer = streamed(question(first.then(second)).build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(UPSTREAM.asked()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void streamsFromTheSecondLinkWhenTheFirstStreamsAnError(Dialect first, Dialect second) {
    UPSTREAM.first(first, first.breaksAtOnce());
    UPSTREAM.second(second, second.streams(Upstream.WORDS));

    ChatCompletion answer = streamed(question(first.then(second)).build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(17);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void hearsTheTextOnceWhenTheSecondLinkGoesOn(Dialect first, Dialect second) {
    UPSTREAM.first(first, first.cutAfter(Upstream.WORDS.subList(0, 2)));
    UPSTREAM.second(second, second.streams(Upstream.WORDS.subList(2, 3)));

    ChatCompletion answer = streamed(question(first.then(second)).build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(answer.choices().get(0).finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void hearsTheTextOnceWhenTheSecondLinkStartsOver(Dialect first, Dialect second) {
    UPSTREAM.first(first, first.cutAfter(Upstream.WORDS.subList(0, 2)));
    UPSTREAM.second(second, second.streams(Upstream.WORDS));

    ChatCompletion answer = streamed(question(first.then(second)).build());

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(UPSTREAM.asked()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void getsAResponse(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.says(Upstream.TEXT));

    Response response =
        client.responses().create(response(dialect.chain()).instructions("Be brief.").build());

    assertThat(words(response)).isEqualTo(Upstream.TEXT);
    assertThat(response.status()).contains(ResponseStatus.COMPLETED);
    assertThat(response.usage().orElseThrow().inputTokens()).isEqualTo(12);
    assertThat(response.usage().orElseThrow().outputTokens()).isEqualTo(5);
    assertThat(UPSTREAM.lastAsked().toString()).contains("Be brief.", QUESTION);
  }

  @ParameterizedTest
  @EnumSource
  void streamsAResponse(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.streams(Upstream.WORDS));
    StringBuilder heard = new StringBuilder();

    Response response = streamed(response(dialect.chain()).build(), heard);

    assertThat(heard).hasToString(Upstream.TEXT);
    assertThat(words(response)).isEqualTo(Upstream.TEXT);
    assertThat(response.status()).contains(ResponseStatus.COMPLETED);
    assertThat(response.usage().orElseThrow().totalTokens()).isEqualTo(17);
  }

  @ParameterizedTest
  @EnumSource
  void hasBothToolsCalledInAResponse(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.callsTools(), dialect.says(Upstream.TEXT));

    Response wish = client.responses().create(withTools(response(dialect.chain())).build());
    Response answer = client.responses().create(answered(dialect, wish));

    assertThat(calls(wish)).isEqualTo(dialect.calls());
    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertResultsTold(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void hasBothToolsCalledInAStreamedResponse(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.streamsCalls(), dialect.streams(Upstream.WORDS));

    Response wish = streamed(withTools(response(dialect.chain())).build(), new StringBuilder());
    Response answer = streamed(answered(dialect, wish), new StringBuilder());

    assertThat(calls(wish)).isEqualTo(dialect.calls());
    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertResultsTold(dialect);
  }

  @Test
  void getsAResponseThatFitsASchema() {
    UPSTREAM.first(
        Dialect.GEMINI, Dialect.GEMINI.says("{\"category\":\"travel\",\"amount\":129.5}"));

    List<Expense> expenses =
        client.responses().create(response("gemini").text(Expense.class).build()).output().stream()
            .flatMap(item -> item.message().stream())
            .flatMap(message -> message.content().stream())
            .map(content -> content.asOutputText())
            .toList();

    assertThat(expenses).extracting(expense -> expense.category).containsExactly("travel");
  }

  @Test
  void hearsAStreamedResponseOnceWhenTheFirstLinkIsLost() {
    UPSTREAM.first(Dialect.OPENAI, Dialect.OPENAI.cutAfter(Upstream.WORDS.subList(0, 2)));
    UPSTREAM.second(Dialect.ANTHROPIC, Dialect.ANTHROPIC.streams(Upstream.WORDS));
    StringBuilder heard = new StringBuilder();

    Response response = streamed(response("openai-anthropic").build(), heard);

    assertThat(heard).hasToString(Upstream.TEXT);
    assertThat(words(response)).isEqualTo(Upstream.TEXT);
  }

  @Test
  void throwsWhenNoLinkGivesAResponse() {
    UPSTREAM.first(Dialect.OPENAI, Upstream.overloaded());

    InternalServerException failed =
        catchThrowableOfType(
            InternalServerException.class,
            () -> client.responses().create(response("openai").build()));

    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(UPSTREAM.asked()).hasSize(1);
  }

  @Test
  void listsModels() {
    List<String> names = client.models().list().autoPager().stream().map(Model::id).toList();

    assertThat(names).contains("default", "openai-gemini", "openai/gpt-4o").doesNotHaveDuplicates();
    assertThat(client.models().retrieve("gpt-4o").id()).isEqualTo("gpt-4o");
  }

  private static ChatCompletionCreateParams.Builder question(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(QUESTION);
  }

  private static ChatCompletionCreateParams.Builder withTools(
      ChatCompletionCreateParams.Builder question) {
    return question
        .addFunctionTool(
            FunctionDefinition.builder()
                .name("find_order")
                .description("Finds an order")
                .parameters(
                    FunctionParameters.builder().putAllAdditionalProperties(ORDER_SCHEMA).build())
                .build())
        .addFunctionTool(FunctionDefinition.builder().name("find_customer").build());
  }

  /** The question again, with what the model wished and what the tools gave back. */
  private static ChatCompletionCreateParams answered(
      ChatCompletionCreateParams asked, ChatCompletionMessage wish) {
    ChatCompletionCreateParams.Builder more = asked.toBuilder().addMessage(wish);
    for (Call call : calls(wish)) {
      more.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(call.id())
              .content("found by " + call.name())
              .build());
    }
    return more.build();
  }

  private static void assertResultsTold(Dialect dialect) {
    assertThat(dialect.voice().calls(UPSTREAM.lastAsked())).isEqualTo(dialect.calls());
    assertThat(dialect.voice().results(UPSTREAM.lastAsked()))
        .isEqualTo(dialect.results("found by "));
  }

  private ChatCompletion streamed(ChatCompletionCreateParams asked) {
    ChatCompletionAccumulator heard = ChatCompletionAccumulator.create();
    ChatCompletionCreateParams withUsage =
        asked.toBuilder()
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(withUsage)) {
      stream.stream().forEach(heard::accumulate);
    }
    return heard.chatCompletion();
  }

  private static String words(ChatCompletion answer) {
    return answer.choices().get(0).message().content().orElse("");
  }

  private static List<Call> calls(ChatCompletionMessage message) {
    return message.toolCalls().orElse(List.of()).stream()
        .map(call -> call.asFunction())
        .map(OpenAiSdkIT::call)
        .toList();
  }

  private static Call call(ChatCompletionMessageFunctionToolCall call) {
    return Call.of(call.id(), call.function().name(), call.function().arguments());
  }

  private static ResponseCreateParams.Builder response(String model) {
    return ResponseCreateParams.builder().model(model).input(QUESTION);
  }

  private static ResponseCreateParams.Builder withTools(ResponseCreateParams.Builder question) {
    return question
        .addTool(
            FunctionTool.builder()
                .name("find_order")
                .parameters(
                    FunctionTool.Parameters.builder()
                        .putAllAdditionalProperties(ORDER_SCHEMA)
                        .build())
                .strict(false)
                .build())
        .addTool(
            FunctionTool.builder()
                .name("find_customer")
                .parameters(
                    FunctionTool.Parameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .build())
                .strict(false)
                .build());
  }

  private static ResponseCreateParams answered(Dialect dialect, Response wish) {
    List<ResponseInputItem> items = new ArrayList<>();
    items.add(
        ResponseInputItem.ofEasyInputMessage(
            EasyInputMessage.builder().role(EasyInputMessage.Role.USER).content(QUESTION).build()));
    for (ResponseOutputItem item : wish.output()) {
      item.functionCall().map(ResponseInputItem::ofFunctionCall).ifPresent(items::add);
    }
    for (Call call : calls(wish)) {
      items.add(
          ResponseInputItem.ofFunctionCallOutput(
              ResponseInputItem.FunctionCallOutput.builder()
                  .callId(call.id())
                  .output("found by " + call.name())
                  .build()));
    }
    return withTools(ResponseCreateParams.builder().model(dialect.chain()))
        .inputOfResponse(items)
        .build();
  }

  private Response streamed(ResponseCreateParams asked, StringBuilder heard) {
    ResponseAccumulator all = ResponseAccumulator.create();
    try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(asked)) {
      stream.stream()
          .map(all::accumulate)
          .forEach(
              event -> event.outputTextDelta().ifPresent(delta -> heard.append(delta.delta())));
    }
    return all.response();
  }

  private static String words(Response response) {
    StringBuilder words = new StringBuilder();
    response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(content -> content.outputText().stream())
        .forEach(text -> words.append(text.text()));
    return words.toString();
  }

  private static List<Call> calls(Response response) {
    return response.output().stream()
        .flatMap(item -> item.functionCall().stream())
        .map(OpenAiSdkIT::call)
        .toList();
  }

  private static Call call(ResponseFunctionToolCall call) {
    return Call.of(call.callId(), call.name(), call.arguments());
  }
}
