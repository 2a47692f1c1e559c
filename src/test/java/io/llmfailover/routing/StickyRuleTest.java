package io.llmfailover.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.Prompt;
import io.llmfailover.Usage;
import io.llmfailover.VirtualTime;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.Provider;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.Providers;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StickyRuleTest {
  private static final String CHAIN = "openai/a, gemini/b, together/c";

  private final VirtualTime time = new VirtualTime();
  private final Map<String, FailureKind> sick = new HashMap<>();

  @Test
  void staysOffByDefault() {
    Engine engine = engine("llm.chain", CHAIN);
    sick.put("openai/a", FailureKind.OVERLOADED);

    assertThat(ask(engine)).isEqualTo("gemini/b");
    sick.clear();

    assertThat(ask(engine)).isEqualTo("openai/a");
  }

  @Test
  void keepsTheLinkThatAnsweredFirstForTheSpan() {
    Engine engine = engine("llm.chain", CHAIN, "llm.sticky", "5m");
    sick.put("openai/a", FailureKind.OVERLOADED);
    ask(engine);
    sick.clear();

    time.pass(Duration.ofMinutes(5).minusNanos(1));
    String before = ask(engine);
    time.pass(Duration.ofNanos(1));

    assertThat(before).isEqualTo("gemini/b");
    assertThat(ask(engine)).isEqualTo("openai/a");
  }

  @Test
  void keepsItForeverUntilItFailsItself() {
    Engine engine = engine("llm.chain", CHAIN, "llm.sticky", "forever");
    sick.put("openai/a", FailureKind.OVERLOADED);
    ask(engine);
    sick.clear();
    time.pass(Duration.ofDays(365));
    String aYearLater = ask(engine);
    sick.put("gemini/b", FailureKind.TIMEOUT);

    assertThat(aYearLater).isEqualTo("gemini/b");
    assertThat(ask(engine)).isEqualTo("openai/a");
    sick.clear();
    assertThat(ask(engine)).isEqualTo("openai/a");
  }

  @Test
  void isNotMovedByAPromptThatOnlyThatLinkCouldNotTake() {
    Map<FailureKind, String> next = new EnumMap<>(FailureKind.class);
    for (FailureKind kind : List.of(FailureKind.CONTEXT_LENGTH, FailureKind.UNSUPPORTED)) {
      Engine engine = engine("llm.chain", CHAIN, "llm.sticky", "forever");
      sick.put("openai/a", kind);
      ask(engine);
      sick.clear();
      next.put(kind, ask(engine));
    }

    assertThat(next.values()).containsOnly("openai/a");
  }

  @Test
  void isSetPerChain() {
    Engine engine =
        engine(
            "llm.chain", CHAIN, "llm.chain.support", CHAIN, "llm.chain.support.sticky", "forever");
    sick.put("openai/a", FailureKind.OVERLOADED);
    ask(engine);
    ask(engine, "support");
    sick.clear();

    assertThat(ask(engine)).isEqualTo("openai/a");
    assertThat(ask(engine, "support")).isEqualTo("gemini/b");
  }

  private Engine engine(String... keysAndValues) {
    Providers providers = provider -> (Provider) this::said;
    return new EngineFixture(time, providers)
        .configured(keysAndValues)
        .ordering(new StickyRule(time))
        .engine();
  }

  private CompletableFuture<Reply> said(io.llmfailover.provider.ProviderCall call) {
    FailureKind kind = sick.get(call.link().toString());
    return kind == null
        ? CompletableFuture.completedFuture(
            new Reply("ok", "", "", List.of(), FinishReason.STOP, Usage.UNKNOWN, "", 200))
        : CompletableFuture.failedFuture(new ProviderException(Failure.of(kind, 500, "sick")));
  }

  private static String ask(Engine engine) {
    return ask(engine, "");
  }

  private static String ask(Engine engine, String chain) {
    return engine.generate(chain, Prompt.of("?")).join().link();
  }
}
