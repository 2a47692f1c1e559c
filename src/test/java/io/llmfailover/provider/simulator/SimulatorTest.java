package io.llmfailover.provider.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Answer;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.VirtualTime;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.health.HealthBoard;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.openai.OpenAiDialect;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The first minute: what somebody without any key sees. */
class SimulatorTest {
  private final VirtualTime time = new VirtualTime();
  private final Engine engine = engine(MapValues.of("llm.simulator", "on"));

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
