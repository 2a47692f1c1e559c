package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.llmfailover.FailureKind;
import io.llmfailover.chain.ApiKey;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.chain.Timeouts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultSettingsTest {
  private final SettingsReader.Reading reading = SettingsReader.read(MapValues.of());
  private final Settings settings = reading.settings();

  @Test
  void shipsTheDefaultChainOfSevenLinks() {
    assertThat(names(settings.defaultChain()))
        .containsExactly(
            "openai/gpt-4o",
            "gemini/gemini-1.5-pro",
            "together/Qwen/Qwen2.5-72B-Instruct-Turbo",
            "openai/gpt-4o-mini",
            "gemini/gemini-1.5-flash",
            "together/meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo",
            "together/Qwen/Qwen2.5-7B-Instruct-Turbo");
  }

  @Test
  void shipsTheEconomyChain() {
    assertThat(settings.chains()).containsOnlyKeys("default", "economy");
    assertThat(names(settings.chains().get("economy")))
        .containsExactly(
            "gemini/gemini-1.5-flash", "together/Qwen/Qwen2.5-7B-Instruct-Turbo", "openai/gpt-4o");
  }

  @Test
  void shipsFallbacksOfTheThreeProviders() {
    assertThat(asked("gemini/gemini-1.5-pro"))
        .containsExactly(
            "gemini/gemini-1.5-pro",
            "gemini/gemini-2.5-flash",
            "openai/gpt-4o-mini",
            "anthropic/claude-haiku-4-5-20251001");
    assertThat(asked("openai/gpt-4o"))
        .containsExactly(
            "openai/gpt-4o",
            "openai/gpt-4o-mini",
            "gemini/gemini-2.5-flash",
            "anthropic/claude-haiku-4-5-20251001");
    assertThat(asked("anthropic/claude-sonnet-4-6"))
        .containsExactly(
            "anthropic/claude-sonnet-4-6",
            "anthropic/claude-haiku-4-5-20251001",
            "openai/gpt-4o-mini",
            "gemini/gemini-2.5-flash");
  }

  @Test
  void fallsBackToTheDefaultChainForTogether() {
    List<String> links = asked("together/Qwen/Qwen2.5-7B-Instruct-Turbo");

    assertThat(links).startsWith("together/Qwen/Qwen2.5-7B-Instruct-Turbo", "openai/gpt-4o");
    assertThat(links).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void sendsGeminisLatestNamesAsTheModelsTheyMean() {
    assertThat(link("gemini/gemini-1.5-pro-latest").wireModel()).isEqualTo("gemini-1.5-pro");
    assertThat(link("gemini/gemini-1.5-flash-latest").wireModel()).isEqualTo("gemini-1.5-flash");
    assertThat(link("openai/gpt-4o").wireModel()).isEqualTo("gpt-4o");
  }

  @Test
  void knowsTheFourProvidersByHeart() {
    assertThat(settings.providers().values())
        .extracting(ProviderSettings::name, ProviderSettings::dialect, p -> p.url().toString())
        .containsExactly(
            tuple("openai", "openai", "https://api.openai.com/v1"),
            tuple("gemini", "gemini", "https://generativelanguage.googleapis.com/v1beta"),
            tuple("together", "openai", "https://api.together.xyz/v1"),
            tuple("anthropic", "anthropic", "https://api.anthropic.com/v1"));
  }

  @Test
  void givesEveryProviderTheShippedLimits() {
    assertThat(settings.providers().values())
        .allSatisfy(
            provider -> {
              assertThat(provider.timeouts())
                  .isEqualTo(
                      new Timeouts(
                          Duration.ofSeconds(60),
                          Duration.ofSeconds(10),
                          Duration.ofSeconds(10),
                          Duration.ofSeconds(2)));
              assertThat(provider.retries()).isEqualTo(1);
              assertThat(provider.maxConcurrent()).isEqualTo(2000);
              assertThat(provider.keyless()).isFalse();
              assertThat(provider.usable()).isFalse();
            });
  }

  @Test
  void letsAModelThatReasonsThinkForAsLongAsAnAttemptMayTake() {
    assertThat(link("openai/gpt-4o").timeouts().firstToken()).isEqualTo(Duration.ofSeconds(10));
    assertThat(link("openai/o3").timeouts().firstToken()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void shipsTheRulesOfAGeneration() {
    GenerationSettings generation = settings.generation();

    assertThat(generation.deadline()).isEqualTo(Duration.ofSeconds(120));
    assertThat(generation.maxInFlight()).isEqualTo(10_000);
    assertThat(generation.patience()).isEqualTo(Duration.ofSeconds(2));
    assertThat(generation.stopOn())
        .containsExactlyInAnyOrder(FailureKind.CONTENT_FILTERED, FailureKind.INVALID_REQUEST);
    assertThat(generation.replaceRetired()).isTrue();
    assertThat(generation.handoffMessage()).contains("sorry");
  }

  @Test
  void letsEverybodyCallWithBodiesOfTenMegabytes() {
    assertThat(settings.access().callerKeys()).isEmpty();
    assertThat(settings.access().operatorKey()).isEqualTo(ApiKey.NONE);
    assertThat(settings.access().maxBodyBytes()).isEqualTo(10L * 1024 * 1024);
  }

  @Test
  void startsWithoutAnyKeyAndWarnsOncePerProvider() {
    assertThat(settings.simulator()).isFalse();
    assertThat(reading.warnings())
        .containsExactly(
            "LLMF0002W: No API key for openai, skipping",
            "LLMF0002W: No API key for gemini, skipping",
            "LLMF0002W: No API key for together, skipping",
            "LLMF0002W: No API key for anthropic, skipping");
  }

  private List<String> asked(String model) {
    return names(settings.chainFor(model).orElseThrow());
  }

  private Link link(String name) {
    return settings.link(LinkName.parse(name)).orElseThrow();
  }

  private static List<String> names(Chain chain) {
    return chain.links().stream().map(Link::toString).toList();
  }
}
