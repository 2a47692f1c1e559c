package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongConfigurationTest {

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "llm.deadline                              | soon          | longer than zero",
        "llm.deadline                              | 0s            | longer than zero",
        "llm.deadline                              | 20            | 500ms, 20s, 5m, 1h or PT20S",
        "llm.deadline                              | -5s           | longer than zero",
        "llm.deadline                              | 900000h       | at most 366 days",
        "llm.stream.max                            | long          | longer than zero",
        "llm.warm-up.time                          | later         | or 0s",
        "llm.warm-up.url                           | localhost     | an http or https address",
        "llm.retry-after.patience                  | 2 seconds     | or 0s",
        "llm.max-in-flight                         | 0             | from 1 to",
        "llm.max-in-flight                         | many          | from 1 to",
        "llm.max-body                              | 10 bananas    | such as 10MB, 512KB",
        "llm.max-body                              | 0             | from 1 byte",
        "llm.max-body                              | 5000GB        | to 1GB",
        "llm.cooldown                              | -1s           | or 0s",
        "llm.cooldown.max                          | x             | or 0s",
        "llm.cooldown.max                          | 5s            | not shorter than llm.cooldown",
        "llm.cooldown.after                        | 0             | from 1 to",
        "llm.cooldown.rate-limited                 | 1d            | or 0s",
        "llm.cooldown.quota                        | 10            | or 0s",
        "llm.cooldown.auth                         | ten           | or 0s",
        "llm.health.window                         | 0s            | longer than zero",
        "llm.health.min-calls                      | 0             | from 1 to",
        "llm.health.failure-rate                   | 1.5           | from 0 to 1",
        "llm.health.failure-rate                   | 50%           | from 0 to 1",
        "llm.sticky                                | on            | off, forever, or a duration",
        "llm.chain.economy.sticky                  | 0s            | off, forever, or a duration",
        "llm.order                                 | price         | one of as-listed, cheapest",
        "llm.chain.economy.order                   | slowest       | one of as-listed, cheapest",
        "llm.route.complexity                      | simple        | one of off, auto",
        "llm.route.complexity.simple               | cheap         | one of the chains default, econ",
        "llm.route.complexity.complex              | openai/gpt-4o | one of the chains default, econ",
        "llm.route.language.sw                     | multi         | one of the chains default, econ",
        "llm.route.language.swahili                | economy       | ISO 639 code or BCP 47 tag",
        "llm.replace-retired                       | maybe         | on or off",
        "llm.simulator                             | 1             | on or off",
        "llm.stream.policy                         | retry         | one of resume, buffer, error",
        "llm.on.content-filtered                   | skip          | one of next, stop",
        "llm.hedge.after                           | p999          | off, p95, or a duration",
        "llm.hedge.max-share                       | 0.1           | from 0% to 100%",
        "llm.hedge.max-share                       | 101%          | from 0% to 100%",
        "llm.repair                                | -1            | from 0 to",
        "llm.alias.gpt-4o                          | gpt 4o        | without blanks",
        "llm.alias.gpt-4o                          | gpt-4o        | another model",
        "llm.replace.gpt-4o                        | gpt-4o        | another model",
        "llm.replace.gpt-4o                        | openai/gpt-4o | another model",
        "llm.chain                                 | ,             | at least one link",
        "llm.chain                                 | gpt-4o        | written provider/model",
        "llm.chain                                 | openai/       | written provider/model",
        "llm.chain                                 | OpenAI/gpt-4o | provider in lower case",
        "llm.chain                                 | openai/a gemini/b | separated by commas",
        "llm.chain.support                         | openai        | written provider/model",
        "llm.chain.economy                         | openai        | written provider/model",
        "llm.chain.auto                            | openai/gpt-4o | not auto or default",
        "llm.chain.default                         | openai/gpt-4o | not auto or default",
        "llm.chain.Support                         | openai/gpt-4o | lower case letters",
        "llm.fallback.openai                       | /gpt-4o       | written provider/model",
        "llm.provider.openai.url                   | ftp://x/v1    | http or https address",
        "llm.provider.openai.url                   | api.openai.com | http or https address",
        "llm.provider.openai.url                   | http://x:99999/v1 | http or https address",
        "llm.provider.openai.url                   | http://x/v1#y | without user or fragment",
        "llm.provider.openai.dialect               | ollama        | one of openai, gemini, anthropic",
        "llm.provider.openai.keyless               | perhaps       | true or false",
        "llm.provider.openai.timeout               | 0s            | longer than zero",
        "llm.provider.openai.first-token-timeout   | x             | longer than zero",
        "llm.provider.openai.idle-timeout          | x             | longer than zero",
        "llm.provider.openai.connect-timeout       | x             | longer than zero",
        "llm.provider.openai.retries               | 11            | from 0 to 10",
        "llm.provider.openai.max-concurrent        | 0             | from 1 to",
        "llm.provider.openai.proxy                 | proxy:3128    | http://proxy.example.com:3128",
        "llm.provider.openai.proxy                 | http://proxy  | with a port",
        "llm.provider.openai.trust-store           | /no/such.pem  | can be read",
        "llm.link.openai/gpt-4o.timeout            | 0s            | longer than zero",
        "llm.link.openai/gpt-4.1.idle-timeout      | x             | longer than zero",
        "llm.model.openai/gpt-4o.context-window    | big           | from 1 to",
        "llm.model.openai/gpt-4o.max-output-tokens | 0             | from 1 to",
        "llm.model.openai/gpt-4o.vision            | yes           | true or false",
        "llm.model.openai/gpt-4o.price.input       | -1            | US dollars per million tokens",
        "llm.model.openai/new.price.input          | 1             | price.input and price.output",
      })
  void namesKeyValueSourceAndWhatIsAllowed(String key, String value, String allowed) {
    MapValues values = MapValues.of(key, value);

    List<String> problems = problemsOf(values);

    assertThat(problems).singleElement().asString().contains(key + " = '" + value + "'");
    assertThat(problems.get(0)).contains("(from server.xml)").contains(allowed);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "llm.provider.openai.api-key          | s3cret with blank | without blanks",
        "llm.provider.openai.api-key          | {aes}s3cret       | not decoded",
        "OPENAI_API_KEY                       | s3cret\u0001x     | printable characters",
        "GROQ_API_KEY                         | s3cret x          | printable characters",
        "llm.operator.key                     | s3cret x          | without blanks",
        "llm.access.keys                      | good, s3cret x    | separated by commas",
        "llm.provider.openai.header.X-Team    | s3cret\u0001x     | without line breaks",
        "llm.provider.openai.header.Host      | s3cret            | other than",
        "llm.provider.openai.header.X Team    | s3cret            | header names",
      })
  void neverShowsAWrongSecret(String key, String value, String allowed) {
    MapValues values =
        MapValues.of(
            "llm.chain", "groq/llama", "llm.provider.groq.url", "https://x/v1", key, value);

    List<String> problems = problemsOf(values);

    assertThat(problems).singleElement().asString().contains(key + " = '***'");
    assertThat(problems.get(0)).contains("server.xml").contains(allowed).doesNotContain("s3cret");
  }

  @Test
  void refusesALineBreakInAHeader() {
    MapValues values = MapValues.of("llm.provider.openai.header.X-Team", "a\r\nX-Evil: s3cret");

    assertThat(problemsOf(values))
        .singleElement()
        .asString()
        .contains("llm.provider.openai.header.X-Team = '***'")
        .doesNotContain("s3cret");
  }

  @Test
  void hidesUserAndQueryOfAWrongAddress() {
    MapValues values =
        MapValues.of("llm.provider.openai.url", "https://me:s3cret@example.com/v1?key=s3cret");

    assertThat(problemsOf(values))
        .singleElement()
        .asString()
        .contains("llm.provider.openai.url = 'https://***@example.com/v1?***'")
        .doesNotContain("s3cret");
  }

  @Test
  void wantsAnAddressForAProviderThatIsNotBuiltIn() {
    MapValues values = MapValues.of("llm.chain", "openai/gpt-4o, groq/llama-3.3-70b-versatile");

    assertThat(problemsOf(values))
        .singleElement()
        .asString()
        .contains("llm.provider.groq.url")
        .contains("llm.chain = 'openai/gpt-4o, groq/llama-3.3-70b-versatile' (from server.xml)")
        .contains("openai, gemini, together and anthropic")
        .contains("http or https address");
  }

  @Test
  void wantsTheSimulatorTurnedOnBeforeAChainNamesIt() {
    MapValues values = MapValues.of("llm.chain.demo", "simulator/assistant");

    assertThat(problemsOf(values)).singleElement().asString().contains("llm.simulator=on");
  }

  @Test
  void refusesAliasesThatLeadInACircle() {
    MapValues values = MapValues.of("llm.alias.a", "b", "llm.alias.b", "c", "llm.alias.c", "a");

    assertThat(problemsOf(values))
        .hasSize(3)
        .first()
        .asString()
        .contains("llm.alias.a = 'b' (from server.xml)")
        .contains("leads back to the same model");
  }

  @Test
  void tellsAllProblemsAtOnce() {
    MapValues values =
        MapValues.of("llm.deadline", "soon", "llm.chain", "x", "llm.provider.openai.retries", "-1");

    InvalidConfigurationException wrong = refusalOf(values);

    assertThat(wrong.problems()).hasSize(3);
    assertThat(wrong)
        .hasMessageStartingWith("LLMF0001E: ")
        .hasMessageContaining("llm.deadline")
        .hasMessageContaining("llm.chain")
        .hasMessageContaining("llm.provider.openai.retries");
  }

  @Test
  void keepsLineBreaksAndLengthOfAValueOutOfTheMessage() {
    MapValues values = MapValues.of("llm.deadline", "a\nLLMF0001E: forged " + "x".repeat(1000));

    assertThat(refusalOf(values).getMessage()).doesNotContain("\n").hasSizeLessThan(600);
  }

  private static List<String> problemsOf(MapValues values) {
    return refusalOf(values).problems();
  }

  private static InvalidConfigurationException refusalOf(MapValues values) {
    InvalidConfigurationException wrong =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> SettingsReader.read(values));
    assertThat(wrong).as("refusal").isNotNull();
    return wrong;
  }
}
