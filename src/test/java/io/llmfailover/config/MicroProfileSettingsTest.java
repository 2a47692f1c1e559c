package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.config.ConfiguredValues.Found;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MicroProfileSettingsTest {
  private final HandmadeConfig config = new HandmadeConfig();
  private final MicroProfileSettings settings = new MicroProfileSettings(config);

  @Test
  void givesAValueWithItsSource() {
    config.set("llm.link.openai/gpt-4o.timeout", "5s");

    assertThat(settings.find("llm.link.openai/gpt-4o.timeout"))
        .contains(new Found("5s", "variables"));
    assertThat(settings.names()).containsExactly("llm.link.openai/gpt-4o.timeout");
  }

  @Test
  void findsNothingWhereThereIsNoValue() {
    assertThat(settings.find("llm.chain")).isEmpty();
  }

  @Test
  void takesAReferenceThatCannotBeExpandedForAbsent() {
    config.set("llm.provider.openai.api-key", "${OPENAI_KEY}");

    assertThat(settings.find("llm.provider.openai.api-key")).isEmpty();
    assertThat(SettingsReader.read(settings).settings().providers().get("openai").usable())
        .isFalse();
  }

  @Test
  void makesSettingsOfMicroProfileConfig() {
    config.set("llm.deadline", "9s");

    assertThat(SettingsReader.read(settings).settings().generation().deadline())
        .isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void namesTheSourceOfAWrongValue() {
    config.set("llm.deadline", "x");

    assertThatThrownBy(() -> SettingsReader.read(settings))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("llm.deadline = 'x' (from variables)");
  }
}
