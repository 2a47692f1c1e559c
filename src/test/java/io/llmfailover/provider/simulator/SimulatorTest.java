package io.llmfailover.provider.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.Deadline;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.VirtualTime;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.health.HealthBoard;
import io.llmfailover.json.WrittenJson;
import io.llmfailover.provider.BodyFlow;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.WireAnswer;
import io.llmfailover.provider.WireRequest;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The first minute: what somebody without any key sees. */
class SimulatorTest {
  private static final Pattern DELTA = Pattern.compile("\"content\":\"([^\"]*)\"");

  private final VirtualTime time = new VirtualTime();
  private final Engine engine = engine(MapValues.of("llm.simulator", "on"));

  @Test
  void showsHowABrokenStreamIsResumed() {
    StringBuilder heard = new StringBuilder();
    Prompt prompt = Prompt.of("Habari ya leo?").toBuilder().model("simulator/cut-stream").build();

    CompletableFuture<Answer> streamed =
        engine.stream("id", "", prompt, piece -> heard.append(piece.text()));
    time.pass(Duration.ofSeconds(5));

    assertThat(heard)
        .hasToString(
            "This is the simulator of llm-failover, not a language model. You said: Habari ya leo?");
    assertThat(streamed.join().text()).isEqualTo(heard.toString());
    assertThat(EngineFixture.trail(streamed.join().attempts()))
        .startsWith("simulator/cut-stream=truncated")
        .endsWith("simulator/assistant=answered");
  }

  @Test
  void showsAFailoverInTheFirstAnswer() {
    Answer answer = ask(Prompt.of("Habari ya leo?"));

    assertThat(EngineFixture.trail(answer.attempts()))
        .isEqualTo(
            "simulator/out-of-quota=quota_exhausted, simulator/renamed-model=model_not_found,"
                + " simulator/overloaded=overloaded, simulator/assistant=answered");
    assertThat(answer.text()).contains("simulator", "not a language model", "Habari ya leo?");
    assertThat(answer.usage().known()).isTrue();
    assertThat(answer.cost()).isEmpty();
  }

  @Test
  void leavesTheOtherLinksAloneWhenOneIsOutOfQuota() {
    ask(Prompt.of("first"));

    Answer second = ask(Prompt.of("second"));

    assertThat(EngineFixture.trail(second.attempts()))
        .isEqualTo(
            "simulator/out-of-quota=cooling_down, simulator/renamed-model=cooling_down,"
                + " simulator/overloaded=overloaded, simulator/assistant=answered");
  }

  @Test
  void answersWithJsonWhenJsonIsAsked() {
    Answer answer = ask(Prompt.builder().user("say \"hi\"").format(OutputFormat.JSON).build());

    assertThat(answer.text()).startsWith("{").contains("\"simulated\":true", "say \\\"hi\\\"");
  }

  @Test
  void failsAsItsModelsAreCalled() {
    assertThat(verdict("rate-limited")).isEqualTo("rate_limited");
    assertThat(verdict("server-error")).isEqualTo("server_error");
    assertThat(verdict("wrong-key")).isEqualTo("auth");
    assertThat(verdict("unreachable")).isEqualTo("connection");
    assertThat(verdict("empty")).isEqualTo("empty");
  }

  @Test
  void sendsItsStreamsWordByWord() {
    Streamed streamed = new Streamed("assistant");

    time.pass(ScriptedStream.PACE.multipliedBy(4));
    String soon = streamed.text();
    streamed.passAll();

    assertThat(soon).isEqualTo("This is the ");
    assertThat(streamed.text()).isEqualTo(ScriptedTransport.SAYS_SO + " You said: Habari ya leo?");
    assertThat(streamed.events)
        .element(-3 + streamed.events.size(), InstanceOfAssertFactories.STRING)
        .contains("\"finish_reason\":\"stop\"");
    assertThat(streamed.events)
        .element(-2 + streamed.events.size(), InstanceOfAssertFactories.STRING)
        .contains("\"usage\":{\"prompt_tokens\":");
    assertThat(streamed.events).last().isEqualTo("data: [DONE]\n\n");
    assertThat(streamed.over.join().ending()).isEqualTo(WireAnswer.Ending.WHOLE);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void sendsNoWordWhileNobodyTakesTheOneBefore() {
    Streamed streamed = new Streamed("assistant");
    streamed.taken = new CompletableFuture<>();

    time.pass(Duration.ofMinutes(1));
    int held = streamed.events.size();
    streamed.taken.complete(null);
    time.pass(ScriptedStream.PACE);

    assertThat(held).isEqualTo(1);
    assertThat(streamed.events).hasSize(2);
  }

  @Test
  void breaksStreamsAsItsModelsAreCalled() {
    Streamed cut = new Streamed("cut-stream");
    Streamed stalling = new Streamed("stalling-stream");

    cut.passAll();

    assertThat(cut.text()).startsWith("This is the simulator").doesNotContain("leo?");
    assertThat(cut.over.join().ending()).isEqualTo(WireAnswer.Ending.CUT);
    assertThat(stalling.text()).isEqualTo(cut.text());
    assertThat(stalling.over).isNotDone();
  }

  @Test
  void endsStreamsThatAreGivenUp() {
    Streamed streamed = new Streamed("stalling-stream");
    time.pass(ScriptedStream.PACE.multipliedBy(3));
    int sent = streamed.events.size();

    streamed.call.cancel();
    time.pass(Duration.ofMinutes(1));

    assertThat(streamed.events).hasSize(sent);
    assertThat(streamed.over).isCompletedExceptionally();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void failsStreamsOfItsOtherModelsAsEver() {
    Streamed streamed = new Streamed("out-of-quota");

    assertThat(streamed.over.join().status()).isEqualTo(429);
    assertThat(streamed.events).isEmpty();
  }

  @Test
  void breaksWholeAnswersOfTheSameModelsToo() {
    assertThat(verdict("cut-stream")).isEqualTo("truncated");
  }

  /** A stream of one of its models, as it is sent. */
  private final class Streamed implements BodyFlow {
    private final List<String> events = new ArrayList<>();
    private final ProviderCall call;
    private final CompletableFuture<WireAnswer> over;
    private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);

    Streamed(String model) {
      Settings settings = MapValues.of("llm.simulator", "on").settings();
      Link link = settings.link(LinkName.parse("simulator/" + model)).orElseThrow();
      call =
          new ProviderCall(
              link, Prompt.of("Habari ya leo?"), Deadline.after(Duration.ofMinutes(1), time));
      WireRequest request =
          new WireRequest(URI.create("http://127.0.0.1"), Map.of(), WrittenJson.of(new byte[0]));
      over = new ScriptedTransport(time).stream(call, request, this).toCompletableFuture();
    }

    @Override
    public boolean begins(int status, HttpHeaders headers) {
      return status == 200;
    }

    @Override
    public CompletionStage<?> chunk(ByteBuffer bytes) {
      events.add(StandardCharsets.UTF_8.decode(bytes).toString());
      return taken;
    }

    void passAll() {
      time.pass(ScriptedStream.PACE.multipliedBy(100));
    }

    String text() {
      return DELTA
          .matcher(String.join("", events))
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.joining());
    }
  }

  private String verdict(String model) {
    return ask(Prompt.builder().user("?").model("simulator/" + model).build())
        .attempts()
        .get(0)
        .verdict();
  }

  private Answer ask(Prompt prompt) {
    return engine.generate("", prompt).join();
  }

  private Engine engine(MapValues values) {
    Settings settings = values.settings();
    HttpCaller caller =
        new HttpCaller(
            (call, request) -> {
              throw new AssertionError("the network is not asked");
            },
            new Dialects(List.of(new OpenAiDialect())),
            new FailureJudge(Clock.fixed(Instant.parse("2026-11-20T09:15:00Z"), ZoneOffset.UTC)),
            time,
            time,
            () -> 0,
            Runnable::run);
    SimulatorProvider simulator = new SimulatorProvider(caller, time);
    CurrentSettings current =
        new CurrentSettings() {
          @Override
          public Settings get() {
            return settings;
          }

          @Override
          public Optional<String> problem() {
            return Optional.empty();
          }
        };
    return new EngineFixture(time, provider -> simulator)
        .configured(() -> settings)
        .remembering(new HealthBoard(current, time))
        .engine();
  }
}
