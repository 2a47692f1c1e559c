package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Usage;
import io.llmfailover.chain.Capability;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.chain.Timeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredProvidersTest {

  @ParameterizedTest
  @CsvSource({
    "openai, OPENAI_API_KEY",
    "gemini, GEMINI_API_KEY",
    "gemini, GOOGLE_API_KEY",
    "together, TOGETHER_API_KEY",
    "anthropic, ANTHROPIC_API_KEY",
    "openai, llm.provider.openai.api-key",
  })
  void findsTheKeyOfABuiltInProvider(String provider, String key) {
    MapValues values = new MapValues().setUnlisted(key, " sk-1\n");

    ProviderSettings settings = values.settings().providers().get(provider);

    assertThat(settings.key().secret()).isEqualTo("sk-1");
    assertThat(settings.usable()).isTrue();
  }

  @Test
  void prefersThePropertyAndThenGeminisOwnVariable() {
    MapValues values =
        MapValues.of(
            "OPENAI_API_KEY", "env",
            "llm.provider.openai.api-key", "property",
            "GOOGLE_API_KEY", "google",
            "GEMINI_API_KEY", "gemini");

    Settings settings = values.settings();

    assertThat(settings.providers().get("openai").key().secret()).isEqualTo("property");
    assertThat(settings.providers().get("gemini").key().secret()).isEqualTo("gemini");
  }

  @ParameterizedTest
  @CsvSource({"''", "'  '", "${OPENAI_KEY}", "${env.OPENAI_KEY}"})
  void takesABlankOrUnresolvedValueForAbsent(String value) {
    MapValues values = MapValues.of("llm.provider.openai.api-key", value, "OPENAI_API_KEY", "env");

    assertThat(values.settings().providers().get("openai").key().secret()).isEqualTo("env");
  }

  @Test
  void warnsOnlyOfProvidersWithoutAKey() {
    MapValues values =
        MapValues.of("OPENAI_API_KEY", "a", "GOOGLE_API_KEY", "b", "TOGETHER_API_KEY", "c");

    assertThat(SettingsReader.read(values).warnings())
        .containsExactly("LLMF0002W: No API key for anthropic, skipping");
  }

  @Test
  void makesANewProviderByConfigurationAlone() {
    MapValues values =
        MapValues.of(
            "llm.chain", "my-groq/llama-3.3-70b-versatile",
            "llm.provider.my-groq.url", "https://api.groq.com/openai/v1/",
            "MY_GROQ_API_KEY", "gsk");

    ProviderSettings groq = values.settings().defaultChain().links().get(0).provider();

    assertThat(groq.dialect()).isEqualTo("openai");
    assertThat(groq.url()).hasToString("https://api.groq.com/openai/v1");
    assertThat(groq.key().secret()).isEqualTo("gsk");
  }

  @Test
  void findsAProviderThatIsConfiguredByEnvironmentAlone() {
    MapValues values =
        new MapValues()
            .setUnlisted("llm.chain", "local/llama3.1")
            .setUnlisted("llm.provider.local.url", "http://localhost:11434/v1")
            .setUnlisted("llm.provider.local.keyless", "true")
            .setUnlisted("llm.fallback.local", "groq/llama-3.3-70b-versatile")
            .setUnlisted("llm.provider.groq.url", "https://api.groq.com/openai/v1");

    Settings settings = values.settings();

    assertThat(settings.providers())
        .containsOnlyKeys("openai", "gemini", "together", "anthropic", "groq", "local");
    assertThat(settings.providers().get("local").usable()).isTrue();
    assertThat(settings.chainFor("local/x").orElseThrow().links())
        .extracting(Link::toString)
        .containsExactly("local/x", "groq/llama-3.3-70b-versatile");
  }

  @Test
  void keepsAQueryInTheAddress() {
    MapValues values =
        MapValues.of(
            "llm.provider.azure.url", "https://x.openai.azure.com/openai/v1/?api-version=preview");

    assertThat(values.settings().providers().get("azure").url())
        .hasToString("https://x.openai.azure.com/openai/v1?api-version=preview");
  }

  @Test
  void takesEverySettingOfAProvider(@TempDir Path folder) throws IOException {
    Path authorities = Files.writeString(folder.resolve("ca.pem"), "pem");
    MapValues values =
        MapValues.of(
            "llm.provider.openai.url", "http://localhost:8080/v1",
            "llm.provider.openai.dialect", "anthropic",
            "llm.provider.openai.keyless", "true",
            "llm.provider.openai.header.OpenAI-Organization", "org-1",
            "llm.provider.openai.header.x.dotted", "yes",
            "llm.provider.openai.timeout", "30s",
            "llm.provider.openai.first-token-timeout", "3s",
            "llm.provider.openai.idle-timeout", "4s",
            "llm.provider.openai.connect-timeout", "500ms",
            "llm.provider.openai.retries", "0",
            "llm.provider.openai.max-concurrent", "7",
            "llm.provider.openai.proxy", "http://proxy:3128/",
            "llm.provider.openai.trust-store", authorities.toString());

    ProviderSettings openai = values.settings().providers().get("openai");

    assertThat(openai.url()).hasToString("http://localhost:8080/v1");
    assertThat(openai.dialect()).isEqualTo("anthropic");
    assertThat(openai.usable()).isTrue();
    assertThat(openai.headers())
        .containsOnly(Map.entry("OpenAI-Organization", "org-1"), Map.entry("x.dotted", "yes"));
    assertThat(openai.timeouts().attempt()).isEqualTo(Duration.ofSeconds(30));
    assertThat(openai.timeouts().firstToken()).isEqualTo(Duration.ofSeconds(3));
    assertThat(openai.timeouts().idle()).isEqualTo(Duration.ofSeconds(4));
    assertThat(openai.timeouts().connect()).isEqualTo(Duration.ofMillis(500));
    assertThat(openai.retries()).isZero();
    assertThat(openai.maxConcurrent()).isEqualTo(7);
    assertThat(openai.proxy()).isEqualTo("http://proxy:3128");
    assertThat(openai.trustStore()).isEqualTo(authorities.toString());
  }

  @Test
  void givesALinkItsOwnTimeouts() {
    MapValues values =
        new MapValues()
            .set("llm.link.together/Qwen/Qwen2.5-7B-Instruct-Turbo.timeout", "5s")
            .set("llm.link.openai/gpt-4.1.idle-timeout", "6s")
            .set("llm.link.openai/o3.timeout", "200s")
            .setUnlisted("llm.link.openai/gpt-4o.first-token-timeout", "7s");

    Settings settings = values.settings();

    assertThat(timeout(settings, "together/Qwen/Qwen2.5-7B-Instruct-Turbo").attempt())
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(timeout(settings, "openai/gpt-4.1").idle()).isEqualTo(Duration.ofSeconds(6));
    assertThat(timeout(settings, "openai/o3").firstToken()).isEqualTo(Duration.ofSeconds(200));
    assertThat(timeout(settings, "openai/gpt-4o").firstToken()).isEqualTo(Duration.ofSeconds(7));
    assertThat(timeout(settings, "openai/gpt-4o-mini").attempt()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void letsTheConfigurationCorrectTheCatalogue() {
    MapValues values =
        MapValues.of(
            "llm.model.openai/gpt-4o.context-window", "64000",
            "llm.model.openai/gpt-4o.vision", "false",
            "llm.model.openai/gpt-4o.price.output", "12.5");

    ModelFacts facts = values.settings().catalogue().facts("openai", "gpt-4o");

    assertThat(facts.contextWindow()).isEqualTo(64_000);
    assertThat(facts.maxOutputTokens()).isEqualTo(16_384);
    assertThat(facts.lacks(Capability.VISION)).isTrue();
    assertThat(facts.has(Capability.TOOLS)).isTrue();
    assertThat(facts.price().costOf(Usage.of(1_000_000, 1_000_000)).orElseThrow())
        .isEqualByComparingTo("15");
  }

  @Test
  void letsTheConfigurationDescribeAModelNobodyKnows() {
    MapValues values =
        MapValues.of(
            "llm.provider.local.url", "http://localhost:11434/v1",
            "llm.model.local/llama3.1.context-window", "8192",
            "llm.model.local/llama3.1.price.input", "0",
            "llm.model.local/llama3.1.price.output", "0",
            "llm.model.local/priced.price.input", "2",
            "llm.model.local/priced.price.output", "3",
            "llm.model.local/priced.price.cached-input", "1");

    Settings settings = values.settings();
    ModelFacts llama = settings.catalogue().facts("local", "llama3.1");
    ModelFacts priced = settings.catalogue().facts("local", "priced");

    assertThat(llama.known()).isTrue();
    assertThat(llama.lacks(Capability.TOOLS)).as("nothing is held against it").isFalse();
    assertThat(llama.has(Capability.REASONING)).isFalse();
    assertThat(llama.price().costOf(Usage.of(5, 5)).orElseThrow()).isEqualByComparingTo("0");
    assertThat(priced.known()).as("a price tells nothing about abilities").isFalse();
    assertThat(priced.price().costOf(new Usage(true, 2_000_000, 1_000_000, 1_000_000, 0, 0)))
        .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("6"));
  }

  @Test
  void neverPrintsASecret() {
    MapValues values =
        MapValues.of(
            "OPENAI_API_KEY", "s3cret-a",
            "llm.provider.openai.url", "https://example.com/v1?key=s3cret-b",
            "llm.provider.openai.header.X-Token", "s3cret-c",
            "llm.access.keys", "s3cret-d, s3cret-e,",
            "llm.operator.key", "s3cret-f");

    Settings settings = values.settings();

    assertThat(settings.access().callerKeys()).hasSize(2);
    assertThat(
            List.of(
                settings.toString(),
                settings.providers().toString(),
                settings.defaultChain().toString(),
                settings.access().toString(),
                settings.defaultChain().links().get(0).toString(),
                values.find("OPENAI_API_KEY").toString()))
        .allSatisfy(text -> assertThat(text).doesNotContain("s3cret"));
  }

  @ParameterizedTest
  @CsvSource({"your-openai-key", "changeme", "<api key>", "sk-xxxxxxxxxxxx", "..."})
  void warnsOfAPlaceholderWithoutShowingIt(String placeholder) {
    String key = placeholder.replace(' ', '_');

    List<String> warnings = SettingsReader.read(MapValues.of("OPENAI_API_KEY", key)).warnings();

    assertThat(warnings)
        .contains(
            "LLMF0004W: The value of OPENAI_API_KEY (from server.xml) looks like a placeholder");
    assertThat(String.join("", warnings)).doesNotContain(key);
  }

  @ParameterizedTest
  @CsvSource({"sk-test", "test-key", "sk-proj-Yx0_your-9Z", "dummy"})
  void takesAnyOtherKeyAtItsWord(String key) {
    assertThat(SettingsReader.read(MapValues.of("OPENAI_API_KEY", key)).warnings())
        .noneMatch(warning -> warning.startsWith("LLMF0004W"));
  }

  private static Timeouts timeout(Settings settings, String link) {
    return settings.link(LinkName.parse(link)).orElseThrow().timeouts();
  }
}
