package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.Attempt;
import io.llmfailover.SkipReason;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerHeadersTest {
  private static Attempt skipped(String link) {
    return new Attempt.Skipped(link, SkipReason.NO_API_KEY, "");
  }

  @Test
  void tellsOfEachLinkInOrder() {
    Map<String, String> headers =
        AnswerHeaders.of("id-1", List.of(skipped("openai/gpt-4o"), skipped("gemini/flash")));

    assertThat(headers)
        .containsOnly(
            Map.entry("x-request-id", "id-1"),
            Map.entry("x-llm-attempts", "0"),
            Map.entry("x-llm-trail", "openai/gpt-4o=no_api_key, gemini/flash=no_api_key"));
  }

  @Test
  void tellsNoTrailWhenNothingWasTried() {
    assertThat(AnswerHeaders.of("id-1", List.of())).doesNotContainKey("x-llm-trail");
  }

  @Test
  void letsNothingThroughThatCouldEndAHeader() {
    List<Attempt> odd = List.of(skipped("openai/a\r\nx: 1\u007f\u00e9~ b"));

    assertThat(AnswerHeaders.of("id-1", odd).get("x-llm-trail"))
        .isEqualTo("openai/a??x: 1??~ b=no_api_key");
  }

  @Test
  void cutsWhatProxiesWouldRefuse() {
    List<Attempt> many = Collections.nCopies(1000, skipped("openai/gpt-4o"));

    assertThat(AnswerHeaders.of("id-1", many).get("x-llm-trail"))
        .hasSize(4000)
        .startsWith("openai/gpt-4o=no_api_key, ");
  }
}
