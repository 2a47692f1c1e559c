package io.llmfailover.failover;

import io.llmfailover.AnswerCheck;
import io.llmfailover.Attempt;
import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import io.llmfailover.VirtualTime;
import io.llmfailover.chain.CapabilityGate;
import io.llmfailover.chain.KeyGate;
import io.llmfailover.chain.LinkGate;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.provider.Providers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Builds an {@link Engine} from what a test gives it; usually on virtual time, in one thread. */
public final class EngineFixture {
  private final Ticker ticker;
  private final Timer timer;
  private final Executor executor;
  private final Providers providers;
  private final AtomicInteger ids = new AtomicInteger();
  private final List<AttemptListener> listeners = new ArrayList<>();
  private final List<LinkGate> gates =
      new ArrayList<>(List.of(new KeyGate(), new CapabilityGate()));
  private final List<RoutingRule> rules = new ArrayList<>();
  private final List<AnswerCheck> checks = new ArrayList<>();
  private ChainRule chains = ChainRule.NONE;
  private LinkHealth health = LinkHealth.NONE;
  private Supplier<Settings> settings = () -> null;

  /** On this time, in one thread, with these providers. */
  public EngineFixture(VirtualTime time, Providers providers) {
    this(time, time, Runnable::run, providers);
  }

  /** On the time and the threads given, with these providers. */
  public EngineFixture(Ticker ticker, Timer timer, Executor executor, Providers providers) {
    this.ticker = ticker;
    this.timer = timer;
    this.executor = executor;
    this.providers = providers;
  }

  /** Gives every built-in provider a key. */
  public static MapValues withKeys(MapValues values) {
    for (String provider : List.of("openai", "gemini", "together", "anthropic")) {
      values.set("llm.provider." + provider + ".api-key", "key-of-" + provider);
    }
    return values;
  }

  /** With these settings, and a key for every built-in provider. */
  public EngineFixture configured(String... keysAndValues) {
    Settings fixed = withKeys(MapValues.of(keysAndValues)).settings();
    this.settings = () -> fixed;
    return this;
  }

  /** With settings that may change. */
  public EngineFixture configured(Supplier<Settings> inForce) {
    this.settings = inForce;
    return this;
  }

  /** With this memory; when it listens it is told too. */
  public EngineFixture remembering(LinkHealth memory) {
    this.health = memory;
    if (memory instanceof AttemptListener listener) {
      listeners.add(listener);
    }
    return this;
  }

  /** With this check, after those given before. */
  public EngineFixture checking(AnswerCheck check) {
    checks.add(check);
    return this;
  }

  /** With this rule; when it listens it is told too. */
  public EngineFixture ordering(RoutingRule rule) {
    rules.add(rule);
    if (rule instanceof AttemptListener listener) {
      listeners.add(listener);
    }
    return this;
  }

  /** With this rule for prompts without a chain. */
  public EngineFixture routing(ChainRule rule) {
    chains = rule;
    return this;
  }

  /** With this gate besides those every engine has. */
  public EngineFixture gating(LinkGate gate) {
    gates.add(gate);
    return this;
  }

  /** With this listener. */
  public EngineFixture telling(AttemptListener listener) {
    listeners.add(listener);
    return this;
  }

  /** The engine. */
  public Engine engine() {
    return new Engine(
        new CurrentSettings() {
          @Override
          public Settings get() {
            return settings.get();
          }

          @Override
          public Optional<String> problem() {
            return Optional.empty();
          }
        },
        chains,
        new WalkTools(
            providers,
            gates,
            rules,
            health,
            new Hedging(health),
            listeners,
            checks,
            FailoverLog.OF_APPLICATION,
            ticker,
            timer,
            executor,
            () -> "id-" + ids.incrementAndGet()));
  }

  /** The trail as headers show it. */
  public static String trail(List<Attempt> attempts) {
    return attempts.stream()
        .map(attempt -> attempt.link() + "=" + attempt.verdict())
        .collect(Collectors.joining(", "));
  }
}
