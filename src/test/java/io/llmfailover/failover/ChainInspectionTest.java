package io.llmfailover.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.chain.Capability;
import io.llmfailover.config.MapValues;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainInspectionTest {
  private static final String CHAIN = "openai/gpt-4o, gemini/gemini-2.5-flash-lite";

  @Test
  void findsNothingWrongWithASoundChain() {
    ChainReport report = report("llm.chain", CHAIN);

    assertThat(report.chain()).isEqualTo("default");
    assertThat(report.ready()).isEqualTo(2);
    assertThat(report.findings()).isEmpty();
  }

  @Test
  void tellsWhatIsKnownOfEachLink() {
    ChainReport report =
        report(
            "llm.chain",
            "openai/gpt-4o, vllm/mine, openai/never-heard-of, gemini/gemini-1.5-flash",
            "llm.provider.vllm.url",
            "http://localhost:1/v1",
            "llm.model.vllm/mine.context-window",
            "32768");

    assertThat(report.links())
        .extracting(ChainReport.OfLink::model)
        .containsExactly(
            ChainReport.Model.KNOWN,
            ChainReport.Model.DECLARED,
            ChainReport.Model.UNKNOWN,
            ChainReport.Model.RETIRED);
    assertThat(report.links())
        .extracting(ChainReport.OfLink::ready)
        .containsExactly(true, false, true, true);
    ChainReport.OfLink first = report.links().get(0);
    assertThat(first.contextWindow()).isEqualTo(128_000);
    assertThat(first.maxOutputTokens()).isEqualTo(16_384);
    assertThat(first.capabilities())
        .containsExactlyInAnyOrder(Capability.VISION, Capability.TOOLS, Capability.JSON_SCHEMA);
    assertThat(report.links().get(1).contextWindow()).isEqualTo(32_768);
    assertThat(report.links().get(3).replacement()).isEqualTo("gemini/gemini-2.5-flash-lite");
  }

  @Test
  void saysOfTheShippedChainWhichModelsAreRetiredAndWhatTakesOver() {
    ChainReport report = report();

    assertThat(found(report, "retired_model"))
        .extracting(Finding::link)
        .containsExactly("gemini/gemini-1.5-pro", "gemini/gemini-1.5-flash");
    assertThat(found(report, "retired_model").get(0).severity())
        .isEqualTo(Finding.Severity.WARNING);
    assertThat(found(report, "retired_model").get(0).message())
        .contains("gemini/gemini-3.1-pro-preview takes over");
  }

  @Test
  void saysWhenNothingTakesOverFromARetiredModel() {
    ChainReport report =
        report("llm.chain", CHAIN + ", gemini/gemini-1.5-pro", "llm.replace-retired", "off");

    assertThat(found(report, "retired_model").get(0).message()).contains("nothing takes over");
    assertThat(report.links().get(2).replacement()).isEmpty();
  }

  @Test
  void warnsOfADeprecatedModelAndNamesItsSuccessor() {
    ChainReport report = report("llm.chain", "openai/gpt-4o, gemini/gemini-2.5-flash");

    Finding finding = found(report, "deprecated_model").get(0);
    assertThat(finding.link()).isEqualTo("gemini/gemini-2.5-flash");
    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
    assertThat(finding.message()).contains("it names gemini/gemini-3.5-flash-lite instead");
  }

  @Test
  void warnsWhenNoLinkHasAKey() {
    ChainReport report = inspect(MapValues.of("llm.chain", CHAIN), List.of());

    assertThat(report.ready()).isZero();
    assertThat(report.worstCase()).isZero();
    assertThat(report.findings()).extracting(Finding::code).containsExactly("no_link_ready");
    assertThat(report.findings().get(0).message()).contains("openai or gemini");
  }

  @Test
  void warnsWhenOnlyOneLinkCanBeCalled() {
    MapValues values =
        MapValues.of("llm.chain", CHAIN, "llm.provider.openai.api-key", "key-of-openai");

    ChainReport report = inspect(values, List.of());

    assertThat(report.findings()).extracting(Finding::code).containsExactly("one_link");
    assertThat(report.findings().get(0).link()).isEqualTo("openai/gpt-4o");
  }

  @Test
  void warnsWhenOneProviderCarriesAll() {
    ChainReport report = report("llm.chain", "openai/gpt-4o, openai/gpt-4o-mini");

    assertThat(report.findings()).extracting(Finding::code).containsExactly("one_provider");
    assertThat(report.findings().get(0).message()).contains("openai");
  }

  @Test
  void asksWhetherAnUnknownModelIsMisspelled() {
    ChainReport report = report("llm.chain", CHAIN + ", openai/gpt-4o-mimi");

    Finding finding = found(report, "unknown_model").get(0);
    assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
    assertThat(finding.message()).contains("is gpt-4o-mini meant?");
  }

  @Test
  void onlyMentionsAnUnknownModelOfAProviderOfOnesOwn() {
    ChainReport report =
        report(
            "llm.chain",
            CHAIN + ", ollama/llama3.1",
            "llm.provider.ollama.url",
            "http://localhost:11434/v1",
            "llm.provider.ollama.keyless",
            "true");

    Finding finding = found(report, "unknown_model").get(0);
    assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
    assertThat(finding.message()).contains("llm.model.ollama/llama3.1.context-window");
  }

  @Test
  void reckonsTheWorstCaseAgainstTheDeadline() {
    ChainReport report = report();

    assertThat(report.worstCase()).isEqualTo(Duration.ofSeconds(420));
    assertThat(report.worstCaseWithRetries()).isEqualTo(Duration.ofSeconds(840));
    assertThat(report.worstCaseToFirstToken()).isEqualTo(Duration.ofSeconds(70));
    assertThat(report.deadline()).isEqualTo(Duration.ofSeconds(120));
    Finding finding = found(report, "deadline").get(0);
    assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
    assertThat(finding.message())
        .isEqualTo(
            "worst case 7 × 60 s = 420 s (840 s with retries, and up to 2 s for each rate limit)"
                + " against a deadline of 120 s: the last links get less time: at least 2 s each"
                + " (llm.deadline.reserve)");
  }

  @Test
  void reckonsOnlyLinksThatCanBeCalled() {
    MapValues values =
        MapValues.of(
            "llm.chain",
            "openai/gpt-4o, together/x, openai/gpt-4o-mini",
            "llm.provider.openai.api-key",
            "key-of-openai",
            "llm.link.openai/gpt-4o.timeout",
            "90s",
            "llm.deadline",
            "3s",
            "llm.retry-after.patience",
            "0s");

    ChainReport report = inspect(values, List.of());

    assertThat(found(report, "deadline").get(0).message())
        .startsWith("worst case 90 s + 60 s = 150 s (300 s with retries) against a deadline of 3 s")
        .contains("at least 1.5 s each");
  }

  @Test
  void saysWhenStreamsMayStartTooLate() {
    ChainReport report =
        report("llm.chain", CHAIN, "llm.provider.openai.first-token-timeout", "60s");

    assertThat(found(report, "first_token")).isEmpty();
    report =
        report(
            "llm.chain",
            "openai/gpt-4o, openai/o3, gemini/gemini-2.0-flash",
            "llm.deadline",
            "70s");
    assertThat(found(report, "first_token").get(0).message())
        .startsWith("streams: up to 2 × 10 s + 60 s = 80 s until");
  }

  @Test
  void saysWhichTimeoutsMeanNothing() {
    ChainReport report =
        report(
            "llm.chain",
            CHAIN,
            "llm.link.openai/gpt-4o.timeout",
            "5m",
            "llm.provider.gemini.timeout",
            "2s");

    assertThat(found(report, "timeout_beyond_deadline"))
        .extracting(Finding::link)
        .containsExactly("openai/gpt-4o");
    assertThat(found(report, "connect_timeout"))
        .extracting(Finding::link)
        .containsExactly("gemini/gemini-2.5-flash-lite");
  }

  @Test
  void namesLinksThatHearOfATypesSchemaInWords() {
    TypedPoint need = new TypedPoint("", Lesson.class, "Lessons.llm");
    String without = "together/deepseek-ai/DeepSeek-V3.1";

    ChainReport some = inspect(keys("llm.chain", "openai/gpt-4o, " + without), List.of(need));
    ChainReport all = inspect(keys("llm.chain", without), List.of(need));
    ChainReport elsewhere =
        inspect(
            keys("llm.chain", "openai/gpt-4o, " + without),
            List.of(new TypedPoint("economy", Lesson.class, "Lessons.llm")));

    Finding finding = found(some, "schema_in_words").get(0);
    assertThat(finding.severity()).isEqualTo(Finding.Severity.INFO);
    assertThat(finding.message()).contains("Lesson", "Lessons.llm", without);
    assertThat(found(all, "schema_in_words").get(0).severity()).isEqualTo(Finding.Severity.WARNING);
    assertThat(found(elsewhere, "schema_in_words")).isEmpty();
  }

  @Test
  void leavesTheSimulatorAlone() {
    ChainReport report = inspect(MapValues.of("llm.simulator", "on"), List.of());

    assertThat(report.ready()).isEqualTo(4);
    assertThat(report.findings())
        .extracting(Finding::severity)
        .doesNotContain(Finding.Severity.WARNING);
  }

  @Test
  void reportsOnEveryChain() {
    List<ChainReport> all =
        ChainInspection.of(
            keys("llm.chain.pair", "openai/gpt-4o, x/y", "llm.provider.x.url", "http://x")
                .settings(),
            List.of());

    assertThat(all).extracting(ChainReport::chain).containsExactly("default", "economy", "pair");
  }

  private static ChainReport report(String... keysAndValues) {
    return inspect(keys(keysAndValues), List.of());
  }

  private static MapValues keys(String... keysAndValues) {
    return EngineFixture.withKeys(MapValues.of(keysAndValues));
  }

  private static ChainReport inspect(MapValues values, List<TypedPoint> needs) {
    return ChainInspection.of(values.settings(), needs).get(0);
  }

  private static List<Finding> found(ChainReport report, String code) {
    return report.findings().stream().filter(finding -> finding.code().equals(code)).toList();
  }

  private record Lesson(String title) {}
}
