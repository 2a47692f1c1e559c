package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveSettingsTest {
  private final List<String> logged = new ArrayList<>();
  private final MapValues values =
      MapValues.of("llm.chain", "openai/gpt-4o", "OPENAI_API_KEY", "sk-1");

  @Test
  void changesNothingWhileTheConfigurationStays() {
    LiveSettings live = live();
    Settings before = live.get();
    logged.clear();

    live.refresh();

    assertThat(live.get()).isSameAs(before);
    assertThat(logged).isEmpty();
  }

  @Test
  void putsAChangeInForce() {
    LiveSettings live = live();
    Settings before = live.get();

    values.set("llm.deadline", "5s").set("llm.chain", "gemini/gemini-2.5-flash");
    live.refresh();

    assertThat(live.get().generation().deadline()).isEqualTo(Duration.ofSeconds(5));
    assertThat(live.get().defaultChain().links().get(0)).hasToString("gemini/gemini-2.5-flash");
    assertThat(before.generation().deadline()).as("old snapshot").isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void noticesAKeyThatIsFoundWithoutBeingListed() {
    LiveSettings live = live();

    values.setUnlisted("GEMINI_API_KEY", "g-1");
    live.refresh();

    assertThat(live.get().providers().get("gemini").usable()).isTrue();
  }

  @Test
  void noticesAnUnlistedKeyAtTheThirdLookHoweverManyLinksThereAre() {
    StringBuilder chain = new StringBuilder("openai/m0");
    for (int i = 1; i < 600; i++) {
      chain.append(", openai/m").append(i);
    }
    values.set("llm.chain", chain.toString());
    LiveSettings live = live();
    int before = values.reads();

    values.setUnlisted("GEMINI_API_KEY", "g-1");
    live.refresh();
    live.refresh();
    live.refresh();

    assertThat(live.get().providers().get("gemini").usable()).isTrue();
    assertThat(before).as("keys to look for").isGreaterThan(1_500);
  }

  @Test
  void keepsTheOldSettingsWhileTheNewOnesAreWrongAndSaysSoOnce() {
    LiveSettings live = live();
    Settings before = live.get();
    logged.clear();

    values.set("llm.deadline", "soon");
    live.refresh();
    live.refresh();

    assertThat(live.get()).isSameAs(before);
    assertThat(live.problem()).hasValueSatisfying(p -> assertThat(p).contains("llm.deadline"));
    assertThat(logged)
        .singleElement()
        .asString()
        .startsWith("SEVERE LLMF0001E: ")
        .contains("llm.deadline = 'soon' (from server.xml)")
        .endsWith("The configuration read before stays in force.");
  }

  @Test
  void forgetsTheProblemWhenItIsMended() {
    LiveSettings live = live();
    values.set("llm.deadline", "soon");
    live.refresh();

    values.set("llm.deadline", "7s");
    live.refresh();

    assertThat(live.problem()).isEmpty();
    assertThat(live.get().generation().deadline()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void survivesSourcesThatCannotBeRead() {
    List<ConfiguredValues> source = new ArrayList<>(List.of(values));
    LiveSettings live =
        new LiveSettings(() -> source.get(0), new ConfigLog((level, text) -> logged.add(text)));
    Settings before = live.get();

    source.clear();
    live.refresh();
    String during = live.problem().orElse("");
    source.add(values);
    live.refresh();

    assertThat(during).startsWith("LLMF0006E: ");
    assertThat(live.problem()).isEmpty();
    assertThat(live.get()).isSameAs(before);
  }

  @Test
  void warnsOnceOfEachProviderWithoutAKey() {
    LiveSettings live = live();

    values.set("llm.deadline", "5s");
    live.refresh();
    values.remove("OPENAI_API_KEY");
    live.refresh();

    assertThat(logged)
        .filteredOn(text -> text.contains("No API key"))
        .containsExactly(
            "WARNING LLMF0002W: No API key for gemini, skipping",
            "WARNING LLMF0002W: No API key for together, skipping",
            "WARNING LLMF0002W: No API key for anthropic, skipping",
            "WARNING LLMF0002W: No API key for openai, skipping");
  }

  @Test
  void doesNotStartWithAWrongConfiguration() {
    values.set("llm.deadline", "soon");

    assertThatThrownBy(this::live).isInstanceOf(InvalidConfigurationException.class);
  }

  @Test
  void readsNothingWhenAskedForTheSettings() {
    LiveSettings live = live();
    int before = values.reads();

    live.get().chainFor("openai/some-model");

    assertThat(values.reads()).isEqualTo(before);
  }

  private LiveSettings live() {
    return new LiveSettings(
        () -> values, new ConfigLog((level, text) -> logged.add(level + " " + text)));
  }
}
