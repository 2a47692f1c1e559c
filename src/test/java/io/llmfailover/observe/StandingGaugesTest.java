package io.llmfailover.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.SkipReason;
import io.llmfailover.chain.Link;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.Generation;
import io.llmfailover.failover.LinkHealth;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StandingGaugesTest {
  private final AtomicReference<Settings> inForce =
      new AtomicReference<>(settings("openai/gpt-4o, openai/gpt-4o-mini"));
  private final CurrentSettings current =
      new CurrentSettings() {
        @Override
        public Settings get() {
          return inForce.get();
        }

        @Override
        public Optional<String> problem() {
          return Optional.empty();
        }
      };
  private final CountingRegistry metrics = new CountingRegistry();
  private final KnownHealth health = new KnownHealth();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final StandingGauges gauges =
      new StandingGauges(metrics.registry(), current, health, inFlight::get);

  @Test
  void showsHowEachConfiguredLinkIsWhenSomebodyLooks() {
    gauges.show();
    inFlight.set(3);
    health.resting.put("openai/gpt-4o", SkipReason.COOLING_DOWN);
    health.resting.put("openai/gpt-4o-mini", SkipReason.DRAINED);

    Map<String, Number> seen = metrics.gauges();

    assertThat(seen)
        .containsEntry("llm_in_flight{}", 3)
        .containsEntry("llm_link_state{model=gpt-4o,provider=openai}", 2)
        .containsEntry("llm_link_state{model=gpt-4o-mini,provider=openai}", 3);
  }

  @Test
  void tellsReadyFromUnhealthyAndFromKeyless() {
    gauges.show();
    health.unhealthy.add("openai/gpt-4o");

    Map<String, Number> seen = metrics.gauges();

    assertThat(seen)
        .containsEntry("llm_link_state{model=gpt-4o,provider=openai}", 1)
        .containsEntry("llm_link_state{model=gpt-4o-mini,provider=openai}", 0)
        .containsEntry("llm_link_state{model=gemini-2.5-flash,provider=gemini}", -1);
  }

  @Test
  void showsNewLinksAndRemovesThoseThatAreConfiguredNoMore() {
    inForce.set(settings("openai/gpt-4.1"));
    gauges.show();
    inForce.set(settings("openai/gpt-4.1-nano"));

    gauges.show();

    assertThat(metrics.gauges())
        .containsKey("llm_link_state{model=gpt-4.1-nano,provider=openai}")
        .doesNotContainKey("llm_link_state{model=gpt-4.1,provider=openai}")
        .containsKey("llm_in_flight{}");
  }

  @Test
  void leavesNothingBehind() {
    gauges.show();

    gauges.remove();

    assertThat(metrics.gauges()).isEmpty();
  }

  private static Settings settings(String chain) {
    return MapValues.of("llm.chain", chain, "llm.provider.openai.api-key", "sk-1").settings();
  }

  /** Health a test writes down. */
  private static final class KnownHealth implements LinkHealth {
    private final Map<String, SkipReason> resting = new HashMap<>();
    private final Set<String> unhealthy = new HashSet<>();

    @Override
    public Admission admit(Generation generation, Link link) {
      throw new AssertionError("looking must not take a probe's place");
    }

    @Override
    public Admission look(Settings settings, Link link) {
      SkipReason reason = resting.get(link.toString());
      return reason == null
          ? Admission.OPEN
          : new Admission.Resting(reason, "", Duration.ofSeconds(5), false);
    }

    @Override
    public boolean unhealthy(Settings settings, Link link) {
      return unhealthy.contains(link.toString());
    }

    @Override
    public Optional<Duration> usualTime(Link link) {
      return Optional.empty();
    }

    @Override
    public Optional<Duration> longTime(Link link) {
      return Optional.empty();
    }
  }
}
