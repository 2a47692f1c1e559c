package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import org.junit.jupiter.api.Test;

class ConfiguredNamesTest {
  @Test
  void namesLinksOfChainsFirstThenThoseOfFallbacks() {
    Settings settings =
        MapValues.of(
                "llm.chain", "openai/gpt-4o, local/a/b",
                "llm.provider.local.url", "http://localhost:1/v1",
                "llm.chain.economy", "openai/gpt-4o-mini",
                "llm.fallback.local", "together/x/y",
                "llm.fallback.openai", "local/a/b",
                "llm.fallback.gemini", "local/a/b",
                "llm.fallback.anthropic", "local/a/b")
            .settings();

    ConfiguredNames names = ConfiguredNames.of(settings);

    assertThat(names.links())
        .extracting(Link::toString)
        .containsExactly("openai/gpt-4o", "local/a/b", "openai/gpt-4o-mini", "together/x/y");
    assertThat(names.chains()).containsExactlyInAnyOrder("default", "economy");
  }

  @Test
  void namesWhatReplacesARetiredLink() {
    Settings settings =
        MapValues.of(
                "llm.chain", "gemini/gemini-1.5-pro",
                "llm.replace.gemini-1.5-pro", "openai/gpt-4.1-nano")
            .settings();

    ConfiguredNames names = ConfiguredNames.of(settings);

    assertThat(names.hasLink(LinkName.parse("openai/gpt-4.1-nano"))).isTrue();
  }

  @Test
  void doesNotNameWhatCallersMayAskForBesides() {
    ConfiguredNames names = ConfiguredNames.of(MapValues.of().settings());

    boolean known = names.hasLink(LinkName.parse("openai/gpt-4.1-nano"));

    assertThat(known).isFalse();
    assertThat(names.hasLink(LinkName.parse("openai/any"))).isFalse();
    assertThat(names.hasProvider("openai")).isTrue();
    assertThat(names.hasProvider("mystery")).isFalse();
  }
}
