package io.llmfailover.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.Attempt;
import io.llmfailover.LlmException;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.VirtualTime;
import io.llmfailover.chain.KeyGate;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.provider.Dialect;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.Transport;
import io.llmfailover.provider.WireAnswer;
import io.llmfailover.provider.anthropic.AnthropicDialect;
import io.llmfailover.provider.gemini.GeminiDialect;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever providers send: an answer or an {@link LlmException}, at once, and never a key. */
class WalkPropertyTest {
  private static final String KEY = "sk-live-0123456789abcdefSECRET";
  private static final List<String> WORDS =
      List.of(
          "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}",
          "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hi\"}]},\"finishReason\":\"STOP\"}]}",
          "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],\"stop_reason\":\"end_turn\"}",
          "{\"error\":{\"message\":\"your key " + KEY + " is wrong\",\"code\":429}}",
          "{\"error\":\"Bearer " + KEY + "\"}",
          "{\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":{}}]}}]}",
          "{\"choices\":{},\"candidates\":7,\"content\":null}",
          "<html>" + KEY + "</html>",
          "key=" + KEY,
          "[",
          "");

  private static final Settings SETTINGS = settings();

  @Property(tries = 2000)
  void everyGenerationEndsWellAndKeepsTheKey(
      @ForAll("transports") @Size(min = 4, max = 4) List<CompletableFuture<WireAnswer>> said,
      @ForAll boolean json) {
    VirtualTime time = new VirtualTime();
    int[] call = {0};
    Transport transport = (asked, request) -> said.get(call[0]++ % said.size());
    Engine engine = engine(transport, time);
    Prompt prompt =
        Prompt.builder().user("?").format(json ? OutputFormat.JSON : OutputFormat.TEXT).build();

    CompletableFuture<Answer> generation = engine.generate("", prompt);
    time.pass(Duration.ofMinutes(3));

    assertThat(generation).as("must not hang").isDone();
    String output = outputOf(generation);
    assertThat(output).doesNotContain(KEY);
  }

  private static String outputOf(CompletableFuture<Answer> generation) {
    try {
      Answer answer = generation.join();
      return answer.attempts() + answer.toString() + answer.notices();
    } catch (CompletionException end) {
      assertThat(end.getCause()).isInstanceOf(LlmException.class);
      StringWriter trace = new StringWriter();
      end.printStackTrace(new PrintWriter(trace));
      List<Attempt> attempts = ((LlmException) end.getCause()).attempts();
      return trace + attempts.toString();
    }
  }

  @Provide
  Arbitrary<List<CompletableFuture<WireAnswer>>> transports() {
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
    Arbitrary<byte[]> shaped =
        Arbitraries.of(WORDS).map(words -> words.getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> cut =
        Combinators.combine(shaped, Arbitraries.integers().between(0, 60))
            .as((words, length) -> java.util.Arrays.copyOf(words, Math.min(length, words.length)));
    Arbitrary<Integer> status =
        Arbitraries.oneOf(
            Arbitraries.integers().between(100, 999),
            Arbitraries.of(200, 400, 401, 403, 404, 408, 413, 429, 500, 503, 504, 529));
    Arbitrary<Map<String, List<String>>> headers =
        Arbitraries.of(
            Map.of(),
            Map.of("retry-after", List.of("1")),
            Map.of("retry-after", List.of("Fri, 99 Foo")),
            Map.of("retry-after-ms", List.of("-5")),
            Map.of("x-ratelimit-reset-tokens", List.of(KEY)));
    Arbitrary<CompletableFuture<WireAnswer>> answers =
        Combinators.combine(
                status,
                headers,
                Arbitraries.oneOf(noise, shaped, cut),
                Arbitraries.of(WireAnswer.Ending.class))
            .as(
                (code, head, body, ending) ->
                    CompletableFuture.completedFuture(
                        new WireAnswer(code, HttpHeaders.of(head, (n, v) -> true), body, ending)));
    Arbitrary<CompletableFuture<WireAnswer>> losses =
        Arbitraries.of(
                new IOException("lost " + KEY),
                new IllegalStateException("bug " + KEY),
                new StackOverflowError())
            .map(CompletableFuture::<WireAnswer>failedFuture);
    Arbitrary<CompletableFuture<WireAnswer>> silence =
        Arbitraries.create(CompletableFuture<WireAnswer>::new);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(10, answers),
            net.jqwik.api.Tuple.of(2, losses),
            net.jqwik.api.Tuple.of(1, silence))
        .list();
  }

  private static Settings settings() {
    MapValues values =
        MapValues.of(
            "llm.chain", "openai/gpt-4o, gemini/gemini-2.5-flash, anthropic/claude-opus-5, own/m");
    values.set("llm.provider.own.url", "http://127.0.0.1:9/v1");
    for (String provider : List.of("openai", "gemini", "anthropic", "own")) {
      values.set("llm.provider." + provider + ".api-key", KEY);
    }
    return values.settings();
  }

  private static Engine engine(Transport transport, VirtualTime time) {
    List<Dialect> dialects =
        List.of(new OpenAiDialect(), new GeminiDialect(), new AnthropicDialect());
    Clock clock = Clock.fixed(Instant.parse("2026-11-20T09:15:00Z"), ZoneOffset.UTC);
    HttpCaller caller =
        new HttpCaller(
            transport,
            new Dialects(dialects),
            new FailureJudge(clock),
            time,
            time,
            () -> 0,
            Runnable::run);
    WalkTools tools =
        new WalkTools(
            provider -> asked -> caller.ask(asked, false),
            List.of(new KeyGate()),
            List.of(),
            LinkHealth.NONE,
            new Hedging(LinkHealth.NONE),
            List.of(),
            List.of(),
            FailoverLog.OF_APPLICATION,
            time,
            time,
            Runnable::run,
            () -> "id");
    return new Engine(
        new CurrentSettings() {
          @Override
          public Settings get() {
            return SETTINGS;
          }

          @Override
          public Optional<String> problem() {
            return Optional.empty();
          }
        },
        ChainRule.NONE,
        tools);
  }
}
