package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.Content;
import com.google.genai.types.CountTokensConfig;
import com.google.genai.types.FinishReason;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.ListModelsConfig;
import com.google.genai.types.Model;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import io.llmfailover.it.Upstream.Dialect;
import io.llmfailover.upstream.Gate;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireReply;
import java.util.ArrayList;
import java.util.Base64;
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

/** Google's own client for Java in front of each dialect. */
@ExtendWith(ArquillianExtension.class)
class GoogleSdkIT {
  private static final Upstream UPSTREAM = new Upstream();
  private static final String QUESTION = "When is the invoice due?";
  private static final GenerateContentConfig PLAIN = GenerateContentConfig.builder().build();
  private static final GenerateContentConfig TOOLS =
      GenerateContentConfig.builder()
          .tools(
              Tool.builder()
                  .functionDeclarations(
                      FunctionDeclaration.builder()
                          .name("find_order")
                          .description("Finds an order")
                          .parameters(
                              Schema.builder()
                                  .type("OBJECT")
                                  .properties(
                                      Map.of("orderId", Schema.builder().type("STRING").build()))
                                  .required("orderId")
                                  .build())
                          .build(),
                      FunctionDeclaration.builder().name("find_customer").build()))
          .build();

  /** Left to itself this client asks five times, whatever an answer's headers say. */
  private final Client client =
      Client.builder()
          .apiKey("any")
          .httpOptions(
              HttpOptions.builder()
                  .baseUrl(Gateway.here().root())
                  .retryOptions(HttpRetryOptions.builder().attempts(1))
                  .build())
          .build();

  @Deployment(testable = false)
  static WebArchive gateway() {
    return Archives.gateway(UPSTREAM.configuration());
  }

  @BeforeEach
  void forget() {
    UPSTREAM.forget();
  }

  @ParameterizedTest
  @EnumSource
  void chats(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.says(Upstream.TEXT));

    GenerateContentResponse answer =
        client.models.generateContent(
            dialect.chain(),
            QUESTION,
            GenerateContentConfig.builder()
                .systemInstruction(Content.fromParts(Part.fromText("Be brief.")))
                .build());

    assertThat(answer.text()).isEqualTo(Upstream.TEXT);
    assertThat(answer.finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
    assertThat(usage(answer).promptTokenCount()).contains(12);
    assertThat(usage(answer).candidatesTokenCount()).contains(5);
    assertThat(UPSTREAM.lastAsked().toString()).contains("Be brief.", QUESTION);
  }

  @ParameterizedTest
  @EnumSource
  void streams(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.streams(Upstream.WORDS));

    List<GenerateContentResponse> chunks = streamed(dialect.chain());

    assertThat(words(chunks)).isEqualTo(Upstream.TEXT);
    GenerateContentResponse last = chunks.get(chunks.size() - 1);
    assertThat(last.finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
    assertThat(usage(last).totalTokenCount()).contains(17);
  }

  @ParameterizedTest
  @EnumSource
  void hasBothToolsCalledAndTellsTheirResults(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.callsTools(), dialect.says(Upstream.TEXT));
    List<Content> question = List.of(asked());

    GenerateContentResponse wish = client.models.generateContent(dialect.chain(), question, TOOLS);
    GenerateContentResponse answer =
        client.models.generateContent(dialect.chain(), answered(List.of(wish)), TOOLS);

    assertThat(calls(List.of(wish))).isEqualTo(dialect.calls());
    assertThat(answer.text()).isEqualTo(Upstream.TEXT);
    assertResultsTold(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void hasBothToolsCalledInStream(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.streamsCalls(), dialect.streams(Upstream.WORDS));

    List<GenerateContentResponse> wish = streamed(dialect.chain(), List.of(asked()), TOOLS);
    List<GenerateContentResponse> answer = streamed(dialect.chain(), answered(wish), TOOLS);

    assertThat(calls(wish)).isEqualTo(dialect.calls());
    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertResultsTold(dialect);
  }

  @ParameterizedTest
  @EnumSource
  void getsWhatFitsASchema(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.says("{\"category\":\"travel\",\"amount\":129.5}"));
    Schema expense =
        Schema.builder()
            .type("OBJECT")
            .properties(
                Map.of(
                    "category", Schema.builder().type("STRING").build(),
                    "amount", Schema.builder().type("NUMBER").build()))
            .required("category", "amount")
            .build();

    GenerateContentResponse answer =
        client.models.generateContent(
            dialect.chain(),
            QUESTION,
            GenerateContentConfig.builder()
                .responseMimeType("application/json")
                .responseSchema(expense)
                .build());

    assertThat(Call.json(answer.text()).path("category").asText()).isEqualTo("travel");
    assertThat(dialect.voice().schema(UPSTREAM.lastAsked()).path("properties").has("category"))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void sendsAPicture(Dialect dialect) {
    UPSTREAM.first(dialect, dialect.says("A blue dot."));

    GenerateContentResponse answer =
        client.models.generateContent(
            dialect.chain(),
            Content.fromParts(
                Part.fromText("What is this?"),
                Part.fromBytes(Base64.getDecoder().decode(Upstream.PIXEL), "image/png")),
            PLAIN);

    assertThat(answer.text()).isEqualTo("A blue dot.");
    assertThat(dialect.voice().picture(UPSTREAM.lastAsked()))
        .isEqualTo("data:image/png;base64," + Upstream.PIXEL);
  }

  @Test
  void throwsNotFoundForAModelNobodyKnows() {
    ClientException unknown =
        catchThrowableOfType(
            ClientException.class,
            () -> client.models.generateContent("no-such-model", QUESTION, PLAIN));

    assertThat(unknown.code()).isEqualTo(404);
    assertThat(unknown.status()).isEqualTo("NOT_FOUND");
    assertThat(UPSTREAM.asked()).isEmpty();
  }

  @Test
  void throwsBadRequestWhenTheGatewayRefuses() {
    ClientException refused =
        catchThrowableOfType(
            ClientException.class,
            () ->
                client.models.generateContent(
                    "gemini", QUESTION, GenerateContentConfig.builder().temperature(7f).build()));

    assertThat(refused.code()).isEqualTo(400);
    assertThat(refused.message()).contains("temperature");
    assertThat(UPSTREAM.asked()).isEmpty();
  }

  @Test
  void throwsBadRequestWhenTheProviderRefuses() {
    UPSTREAM.first(Dialect.GEMINI, Upstream.refused());

    ClientException refused =
        catchThrowableOfType(
            ClientException.class,
            () -> client.models.generateContent("gemini-openai", QUESTION, PLAIN));

    assertThat(refused.code()).isEqualTo(400);
    assertThat(refused.status()).isEqualTo("INVALID_ARGUMENT");
    assertThat(UPSTREAM.asked()).hasSize(1);
  }

  @Test
  void throwsServerExceptionWhenAllLinksFail() {
    UPSTREAM.first(Dialect.GEMINI, WireReply.of("gemini/err-503-overloaded.http"));
    UPSTREAM.second(Dialect.OPENAI, WireReply.of("openai/err-503-overloaded.http"));

    ServerException failed =
        catchThrowableOfType(
            ServerException.class,
            () -> client.models.generateContent("gemini-openai", QUESTION, PLAIN));
    ServerException failedStream =
        catchThrowableOfType(ServerException.class, () -> streamed("gemini-openai"));

    assertThat(failed.code()).isEqualTo(503);
    assertThat(failed.status()).isEqualTo("UNAVAILABLE");
    assertThat(failed.message()).contains("Somebody will call you back.");
    assertThat(failedStream.code()).isEqualTo(503);
    assertThat(UPSTREAM.asked())
        .extracting(ReceivedRequest::model)
        .containsExactly(
            "gemini-3-flash-preview", "gpt-4o-mini", "gemini-3-flash-preview", "gpt-4o-mini");
  }

  @Test
  void closesTheCallUpstreamWithTheStream() {
    Gate rest = UPSTREAM.endless(Dialect.GEMINI, 2);
    StringBuilder heard = new StringBuilder();

    try (ResponseStream<GenerateContentResponse> stream =
        client.models.generateContentStream(Dialect.GEMINI.endlessChain(), QUESTION, PLAIN)) {
      // This client hands an event out when it has read the one after it.
      heard.append(words(List.of(stream.iterator().next())));
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

    Throwable broken = catchThrowable(() -> streamed(dialect.then(dialect)));

    assertThat(broken).isInstanceOf(ServerException.class);
    assertThat(UPSTREAM.asked()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void streamsFromTheSecondLinkWhenTheFirstIsOverloaded(Dialect first, Dialect second) {
    UPSTREAM.first(first, Upstream.overloaded());
    UPSTREAM.second(second, second.streams(Upstream.WORDS));

    List<GenerateContentResponse> answer = streamed(first.then(second));

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(UPSTREAM.asked()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void streamsFromTheSecondLinkWhenTheFirstStreamsAnError(Dialect first, Dialect second) {
    UPSTREAM.first(first, first.breaksAtOnce());
    UPSTREAM.second(second, second.streams(Upstream.WORDS));

    List<GenerateContentResponse> answer = streamed(first.then(second));

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(usage(answer.get(answer.size() - 1)).totalTokenCount()).contains(17);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void hearsTheTextOnceWhenTheSecondLinkGoesOn(Dialect first, Dialect second) {
    UPSTREAM.first(first, first.cutAfter(Upstream.WORDS.subList(0, 2)));
    UPSTREAM.second(second, second.streams(Upstream.WORDS.subList(2, 3)));

    List<GenerateContentResponse> answer = streamed(first.then(second));

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(answer.get(answer.size() - 1).finishReason().knownEnum())
        .isEqualTo(FinishReason.Known.STOP);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void hearsTheTextOnceWhenTheSecondLinkStartsOver(Dialect first, Dialect second) {
    UPSTREAM.first(first, first.cutAfter(Upstream.WORDS.subList(0, 2)));
    UPSTREAM.second(second, second.streams(Upstream.WORDS));

    List<GenerateContentResponse> answer = streamed(first.then(second));

    assertThat(words(answer)).isEqualTo(Upstream.TEXT);
    assertThat(UPSTREAM.asked()).hasSize(2);
  }

  @Test
  void asksForALinkByItsName() {
    UPSTREAM.first(Dialect.OPENAI, Dialect.OPENAI.says(Upstream.TEXT));

    GenerateContentResponse answer =
        client.models.generateContent("models/openai/gpt-4o", QUESTION, PLAIN);

    assertThat(answer.text()).isEqualTo(Upstream.TEXT);
  }

  @Test
  void countsTokensAndAsksNobody() {
    CountTokensConfig plain = CountTokensConfig.builder().build();

    int few = client.models.countTokens("gemini", QUESTION, plain).totalTokens().orElseThrow();
    int more =
        client
            .models
            .countTokens("gemini", QUESTION.repeat(100), plain)
            .totalTokens()
            .orElseThrow();

    assertThat(few).isPositive();
    assertThat(more).isGreaterThan(10 * few);
    assertThat(UPSTREAM.asked()).isEmpty();
  }

  @Test
  void listsModels() {
    List<String> names = new ArrayList<>();
    for (Model model : client.models.list(ListModelsConfig.builder().build())) {
      names.add(model.name().orElseThrow());
    }

    assertThat(names)
        .contains("models/default", "models/openai-gemini", "models/openai/gpt-4o")
        .doesNotHaveDuplicates();
  }

  private static Content asked() {
    return Content.builder().role("user").parts(Part.fromText(QUESTION)).build();
  }

  private List<GenerateContentResponse> streamed(String model) {
    return streamed(model, List.of(asked()), PLAIN);
  }

  private List<GenerateContentResponse> streamed(
      String model, List<Content> contents, GenerateContentConfig config) {
    List<GenerateContentResponse> chunks = new ArrayList<>();
    try (ResponseStream<GenerateContentResponse> stream =
        client.models.generateContentStream(model, contents, config)) {
      stream.forEach(chunks::add);
    }
    return chunks;
  }

  /** The question again, with what the model wished and what the tools gave back. */
  private static List<Content> answered(List<GenerateContentResponse> wish) {
    List<Part> wished = new ArrayList<>();
    wish.forEach(chunk -> wished.addAll(parts(chunk)));
    List<Part> results = new ArrayList<>();
    for (Call call : calls(wish)) {
      results.add(
          Part.builder()
              .functionResponse(
                  FunctionResponse.builder()
                      .id(call.id())
                      .name(call.name())
                      .response(Map.of("result", "found by " + call.name()))
                      .build())
              .build());
    }
    return List.of(
        asked(),
        Content.builder().role("model").parts(wished).build(),
        Content.builder().role("user").parts(results).build());
  }

  private static List<Part> parts(GenerateContentResponse chunk) {
    return chunk
        .candidates()
        .flatMap(candidates -> candidates.get(0).content())
        .flatMap(Content::parts)
        .orElse(List.of());
  }

  private static void assertResultsTold(Dialect dialect) {
    assertThat(dialect.voice().calls(UPSTREAM.lastAsked())).isEqualTo(dialect.calls());
    Map<String, String> results = dialect.voice().results(UPSTREAM.lastAsked());
    if (dialect != Dialect.GEMINI) {
      // A result is an object here, and text there.
      results.replaceAll((id, object) -> Call.json(object).path("result").asText());
    }
    assertThat(results).isEqualTo(dialect.results("found by "));
  }

  private static GenerateContentResponseUsageMetadata usage(GenerateContentResponse answer) {
    return answer.usageMetadata().orElseThrow();
  }

  private static String words(List<GenerateContentResponse> chunks) {
    StringBuilder words = new StringBuilder();
    chunks.forEach(chunk -> parts(chunk).forEach(part -> words.append(part.text().orElse(""))));
    return words.toString();
  }

  private static List<Call> calls(List<GenerateContentResponse> chunks) {
    List<Call> calls = new ArrayList<>();
    for (GenerateContentResponse chunk : chunks) {
      parts(chunk)
          .forEach(part -> part.functionCall().map(GoogleSdkIT::call).ifPresent(calls::add));
    }
    return calls;
  }

  private static Call call(FunctionCall call) {
    return new Call(
        call.id().orElse(""),
        call.name().orElse(""),
        new ObjectMapper().valueToTree(call.args().orElse(Map.of())));
  }
}
