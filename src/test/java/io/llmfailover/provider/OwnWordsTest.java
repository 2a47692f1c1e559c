package io.llmfailover.provider;

import static io.llmfailover.provider.DialectCall.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.Original;
import io.llmfailover.Prompt;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for callers' own words in every dialect. */
class OwnWordsTest {
  private static final List<Dialect> DIALECTS =
      List.of(new OpenAiDialect(), new GeminiDialect(), new AnthropicDialect());

  @ParameterizedTest
  @MethodSource("pairsOfDialects")
  void tellsOtherDialectsNothingAndSaysSoInOneSentence(String from, Dialect to) {
    Prompt prompt =
        Prompt.builder()
            .user("Hi")
            .original(
                new Original(
                    from,
                    (ObjectNode)
                        json(
                            "{'messages':[{'role':'user','content':'No'}],'contents':[],"
                                + "'logit_bias':{'1':2},'top_k':3,'x_new':1}"),
                    1,
                    List.of(),
                    List.of("logit_bias", "top_k", "x\r\nset-cookie: a")))
            .build();
    ProviderCall call = DialectCall.to(to.name(), "m").asking(prompt);

    JsonNode body = DialectCall.body(to.write(call));

    assertThat(body).isEqualTo(DialectCall.to(to.name(), "m").written(to, Prompt.of("Hi")));
    assertThat(call.notices())
        .containsExactly(
            "logit_bias, top_k, x??set-cookie??a were not sent:"
                + " this link's dialect has no such fields.");
  }

  @Test
  void saysItOfOneFieldInTheSingular() {
    ObjectNode empty = (ObjectNode) json("{}");
    Prompt prompt =
        Prompt.builder()
            .user("Hi")
            .original(new Original("openai", empty, 1, List.of(), List.of("frequency_penalty")))
            .build();
    ProviderCall call = DialectCall.to("gemini", "m").asking(prompt);

    new GeminiDialect().write(call);

    assertThat(call.notices())
        .containsExactly("frequency_penalty was not sent: this link's dialect has no such field.");
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void asksTheLinksModelAndKeepsWhatIsOurs(Dialect dialect) {
    Prompt prompt =
        OwnRequest.ofOneTurn(
            dialect.name(),
            (ObjectNode)
                json(
                    "{'model':'callers','models':['a','b'],'stream':true,'x_llm_deadline':'1s',"
                        + "'X-LLM-Stream-Policy':'buffer','x_anything':{'a':[1]}}"));
    ProviderCall call = DialectCall.to(dialect.name(), "links").asking(prompt);

    WireRequest request = dialect.write(call);

    JsonNode body = DialectCall.body(request);
    assertThat(body.path("model").asText("links")).isEqualTo("links");
    assertThat(body.get("x_anything")).isEqualTo(json("{'a':[1]}"));
    assertThat(DialectCall.text(request))
        .doesNotContain("callers", "models", "stream", "x_llm", "X-LLM");
    assertThat(request.headers())
        .isEqualTo(
            dialect
                .write(DialectCall.to(dialect.name(), "links").asking(Prompt.of("Hi")))
                .headers());
    assertThat(call.notices()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void retellsARequestWhoseTurnsAreNoList(Dialect dialect) {
    ObjectNode strange = (ObjectNode) json("{'messages':'Hi','contents':{'a':1},'input':'Hi'}");
    Prompt prompt = OwnRequest.in(dialect.name(), strange, Message.user("Hi")).build();

    JsonNode body = DialectCall.to(dialect.name(), "m").written(dialect, prompt);

    assertThat(body)
        .isEqualTo(DialectCall.to(dialect.name(), "m").written(dialect, Prompt.of("Hi")));
  }

  static Stream<Dialect> dialects() {
    return DIALECTS.stream();
  }

  static Stream<Arguments> pairsOfDialects() {
    return DIALECTS.stream()
        .flatMap(
            from ->
                DIALECTS.stream()
                    .filter(to -> to != from)
                    .map(to -> Arguments.of(from.name(), to)));
  }
}
