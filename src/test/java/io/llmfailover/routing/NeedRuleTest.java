package io.llmfailover.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FinishReason;
import io.llmfailover.LanguageTag;
import io.llmfailover.Prompt;
import io.llmfailover.Usage;
import io.llmfailover.VirtualTime;
import io.llmfailover.chain.Link;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.Engine;
import io.llmfailover.failover.EngineFixture;
import io.llmfailover.failover.Plan;
import io.llmfailover.failover.SettingsChanged;
import io.llmfailover.provider.Provider;
import io.llmfailover.provider.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeedRuleTest {
  private final List<String> read = new ArrayList<>();
  private final AtomicInteger loaded = new AtomicInteger();

  /** Takes for Swahili what says habari, for French what says bonjour. */
  private final DetectedLanguages languages =
      new DetectedLanguages(
          () -> {
            loaded.incrementAndGet();
            return this::guess;
          });

  private final MapValues values =
      EngineFixture.withKeys(
          MapValues.of(
              "llm.chain", "openai/a, gemini/b",
              "llm.chain.economy", "together/cheap, openai/a",
              "llm.chain.strong", "anthropic/strong",
              "llm.chain.multi", "gemini/multi"));

  private Optional<LanguageTag> guess(String text) {
    read.add(text);
    String lower = text.toLowerCase();
    return lower.contains("habari")
        ? LanguageTag.of("sw")
        : LanguageTag.of("fr").filter(french -> lower.contains("bonjour"));
  }

  @Test
  void leavesPromptsWhereTheyAreWhenNobodySaysAnything() {
    Plan plan = plan(Prompt.of("Prove it, step by step."));

    assertThat(plan.chain().name()).isEqualTo("default");
    assertThat(plan.route().reason()).isEmpty();
    assertThat(links(plan)).containsExactly("openai/a", "gemini/b");
  }

  @Test
  void sendsWhatItsCallerCallsSimpleToTheEconomyChainWithTheUsualLinksBehind() {
    Plan plan = plan(prompt("?").complexity("simple").build());

    assertThat(plan.chain().name()).isEqualTo("economy");
    assertThat(plan.route().reason()).isEqualTo("complexity=simple");
    assertThat(links(plan)).containsExactly("together/cheap", "openai/a", "gemini/b");
  }

  @Test
  void sendsWhatIsComplexToItsChainWhenThereIsOne() {
    Prompt complex = prompt("?").complexity("complex").build();
    Plan before = plan(complex);
    values.set("llm.route.complexity.complex", "strong");

    assertThat(before.chain().name()).isEqualTo("default");
    assertThat(plan(complex).chain().name()).isEqualTo("strong");
  }

  @ParameterizedTest
  @CsvSource({
    "Habari ya leo?, economy, complexity=simple (estimated)",
    "Prove it step by step., strong, complexity=complex (estimated)",
  })
  void estimatesWhenTheCallerLeavesItOpen(String text, String chain, String reason) {
    values.set("llm.route.complexity.complex", "strong");

    Plan plan = plan(prompt(text).complexity("auto").build());

    assertThat(plan.chain().name()).isEqualTo(chain);
    assertThat(plan.route().reason()).isEqualTo(reason);
  }

  @Test
  void estimatesEveryPromptWhenTheConfigurationWantsIt() {
    values.set("llm.route.complexity", "auto");

    assertThat(plan(Prompt.of("Habari ya leo?")).chain().name()).isEqualTo("economy");
    assertThat(plan(prompt("Hi").complexity("complex").build()).chain().name())
        .isEqualTo("default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemini/b", "strong", "gemini-2.5-pro"})
  void doesNotRouteWhoNamesAModel(String model) {
    Plan plan = plan(prompt("?").complexity("simple").model(model).build());

    assertThat(plan.chain().name()).isEqualTo(model);
    assertThat(plan.route().reason()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "default", ""})
  void routesWhoNamesTheDefaultChain(String model) {
    Plan plan = plan(prompt("?").complexity("simple").model(model).build());

    assertThat(plan.chain().name()).isEqualTo("economy");
  }

  @Test
  void doesNotRouteWhoListsModelsOrStandsAtAnotherChain() {
    Prompt.Builder simple = prompt("?").complexity("simple");

    Plan listed = plan(simple.models(List.of("gemini/b")).build());
    Plan injected = engine().plan("multi", prompt("?").complexity("simple").build());

    assertThat(listed.chain().name()).isEqualTo("gemini/b");
    assertThat(injected.chain().name()).isEqualTo("multi");
  }

  @Test
  void routesByTheLanguageTheCallerNames() {
    values.set("llm.route.language.sw", "multi");

    Plan plan = plan(prompt("?").language("swa-KE").build());

    assertThat(plan.chain().name()).isEqualTo("multi");
    assertThat(plan.route().reason()).isEqualTo("language=sw-KE");
    assertThat(links(plan)).containsExactly("gemini/multi", "openai/a", "gemini/b");
    assertThat(loaded).hasValue(0);
  }

  @Test
  void takesTheNarrowestRule() {
    values.set("llm.route.language.sw", "multi").set("llm.route.language.sw-KE", "strong");

    assertThat(plan(prompt("?").language("sw_KE").build()).chain().name()).isEqualTo("strong");
    assertThat(plan(prompt("?").language("sw-TZ").build()).chain().name()).isEqualTo("multi");
    assertThat(plan(prompt("?").language("sheng").build()).chain().name()).isEqualTo("multi");
    values.set("llm.route.language.sheng", "economy");
    assertThat(plan(prompt("?").language("sheng").build()).chain().name()).isEqualTo("economy");
  }

  @Test
  void detectsTheLanguageOfWhatTheUserSaidLast() {
    values.set("llm.route.language.sw", "multi");
    Prompt prompt =
        prompt("Bonjour!").rules("Be brief.").user("Habari za leo? " + "x".repeat(5000)).build();

    Plan plan = plan(prompt);

    assertThat(plan.chain().name()).isEqualTo("multi");
    assertThat(plan.route().reason()).isEqualTo("language=sw (detected)");
    assertThat(read).singleElement().asString().startsWith("Habari za leo?").hasSize(500);
  }

  @Test
  void goesByLanguageBeforeComplexity() {
    values.set("llm.route.language.sw", "multi").set("llm.route.language.fr", "default");
    Prompt.Builder simple = Prompt.builder().complexity("simple");

    assertThat(plan(simple.user("Habari?").build()).chain().name()).isEqualTo("multi");
    assertThat(plan(simple.user("Good morning").build()).chain().name()).isEqualTo("economy");
    assertThat(plan(simple.user("Bonjour!").build()).chain().name()).isEqualTo("default");
  }

  @Test
  void doesNotTakeAChainNobodyOfWhichCanBeCalled() {
    values.remove("llm.provider.together.api-key").remove("llm.provider.anthropic.api-key");
    values.set("llm.route.complexity.complex", "strong");

    Plan noneHasAKey = plan(prompt("?").complexity("complex").build());
    Plan oneHasAKey = plan(prompt("?").complexity("simple").build());

    assertThat(noneHasAKey.chain().name()).isEqualTo("default");
    assertThat(oneHasAKey.chain().name()).isEqualTo("economy");
    assertThat(links(oneHasAKey)).containsExactly("openai/a", "gemini/b");
  }

  @Test
  void tellsTheChainItTookToWhoListens() {
    AtomicReference<String> chain = new AtomicReference<>();
    Engine engine =
        new EngineFixture(new VirtualTime(), provider -> (Provider) call -> said())
            .configured(values::settings)
            .routing(Routes.without(languages))
            .telling(
                new io.llmfailover.failover.AttemptListener() {
                  @Override
                  public void answered(
                      io.llmfailover.failover.Generation generation,
                      io.llmfailover.Answer answer,
                      java.time.Duration took) {
                    chain.set(generation.chain().name());
                  }
                })
            .engine();

    String link = engine.generate("", prompt("?").complexity("simple").build()).join().link();

    assertThat(link).isEqualTo("together/cheap");
    assertThat(chain).hasValue("economy");
  }

  @Test
  void goesOnAsUsualWhenDetectionFails() {
    values.set("llm.route.language.sw", "multi");
    DetectedLanguages failing =
        new DetectedLanguages(
            () ->
                text -> {
                  throw new IllegalStateException("no");
                });

    Plan plan = engine(failing).plan("", Prompt.of("Habari ya leo?"));

    assertThat(plan.chain().name()).isEqualTo("default");
  }

  @Test
  void loadsNothingWithoutALanguageRuleAndAheadOfTimeWithOne() {
    NeedRule rule = Routes.under(values::settings, languages);
    rule.start("application");
    plan(Prompt.of("Habari?"));
    int withoutRule = loaded.get();

    values.set("llm.route.language.sw", "multi");
    rule.change(new SettingsChanged());
    rule.change(new SettingsChanged());

    assertThat(withoutRule).isZero();
    assertThat(loaded).hasValue(1);
  }

  private static Prompt.Builder prompt(String text) {
    return Prompt.builder().user(text);
  }

  private Plan plan(Prompt prompt) {
    return engine().plan("", prompt);
  }

  private Engine engine() {
    return engine(languages);
  }

  private Engine engine(DetectedLanguages detected) {
    Settings settings = values.settings();
    return new EngineFixture(
            new VirtualTime(),
            provider -> {
              throw new AssertionError("a plan calls nobody");
            })
        .configured(() -> settings)
        .routing(Routes.without(detected))
        .engine();
  }

  private static CompletableFuture<Reply> said() {
    return CompletableFuture.completedFuture(
        new Reply("ok", "", "", List.of(), FinishReason.STOP, Usage.UNKNOWN, "", 200));
  }

  private static List<String> links(Plan plan) {
    return plan.chain().links().stream()
        .filter(link -> link.provider().usable())
        .map(Link::toString)
        .toList();
  }
}
