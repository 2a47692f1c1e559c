package io.llmfailover.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.SkipReason;
import io.llmfailover.VirtualTime;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderBusyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LinkProbeTest {
  private static final LinkName GPT = LinkName.parse("openai/gpt-4o");

  private final VirtualTime time = new VirtualTime();
  private final ScriptedLinks links = new ScriptedLinks();
  private final List<String> heard = new ArrayList<>();
  private final AttemptListener listener =
      new AttemptListener() {
        @Override
        public void attempted(
            Generation generation, Link link, Attempt attempt, Optional<Failure> failure) {
          heard.add(attempt.link() + "=" + attempt.verdict() + " " + failure.isPresent());
        }

        @Override
        public void exhausted(Generation generation, String handoffId, List<Attempt> attempts) {
          throw new AssertionError("a probe that fails is no customer to hand off");
        }
      };

  @Test
  void callsTheLinkOnceWithATinyPromptAndTellsTheListeners() {
    links.saying("openai/gpt-4o", "pong");

    Attempt attempt = probe(GPT);

    assertThat(attempt.outcome()).isEqualTo("answered");
    assertThat(links.calls()).hasSize(1);
    assertThat(links.calls().get(0).prompt().maxTokens()).hasValue(16);
    assertThat(heard).containsExactly("openai/gpt-4o=answered false");
  }

  @Test
  void tellsWhyTheLinkFailedAndCallsNoOther() {
    links.failing("openai/gpt-4o", FailureKind.OVERLOADED, 503);

    Attempt attempt = probe(GPT);

    assertThat(attempt).isInstanceOf(Attempt.Failed.class);
    assertThat(attempt.verdict()).isEqualTo("overloaded");
    assertThat(links.called()).containsExactly("openai/gpt-4o");
    assertThat(heard).containsExactly("openai/gpt-4o=overloaded true");
  }

  @Test
  void doesNotCallALinkWithoutAKey() {
    Attempt attempt = probe(LinkName.parse("gemini/gemini-2.5-flash"));

    assertThat(attempt).isInstanceOf(Attempt.Skipped.class);
    assertThat(attempt.verdict()).isEqualTo(SkipReason.NO_API_KEY.code());
    assertThat(links.called()).isEmpty();
  }

  @Test
  void isPassedOverWhenTheBulkheadIsFull() {
    links.on("openai/gpt-4o", CompletableFuture.failedFuture(new ProviderBusyException("full")));

    Attempt attempt = probe(GPT);

    assertThat(attempt.verdict()).isEqualTo("busy");
  }

  @Test
  void givesASilentLinkUpAtTheDeadlineAndHearsNothingOfItLater() {
    var silence = links.silent("openai/gpt-4o");
    CompletableFuture<Attempt> probe = engine().probe(GPT).orElseThrow();

    time.pass(Duration.ofSeconds(121));
    silence.complete(ScriptedLinks.reply("too late"));

    assertThat(probe.join().verdict()).isEqualTo("cancelled");
    assertThat(links.calls().get(0).cancelled()).isTrue();
    assertThat(heard).containsExactly("openai/gpt-4o=cancelled false");
    assertThat(time.tasks()).isZero();
  }

  @Test
  void knowsNoLinkOfAnUnknownProvider() {
    Optional<CompletableFuture<Attempt>> probe = engine().probe(LinkName.parse("mystery/x"));

    assertThat(probe).isEmpty();
  }

  private Attempt probe(LinkName link) {
    return engine().probe(link).orElseThrow().join();
  }

  private Engine engine() {
    Settings settings = MapValues.of("llm.provider.openai.api-key", "sk-1").settings();
    return new EngineFixture(time, links).configured(() -> settings).telling(listener).engine();
  }
}
