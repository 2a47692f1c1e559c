package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.provider.Failure.Remedy;
import io.llmfailover.provider.Failure.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How providers and proxies beyond the manifest word their errors, one sample per line. */
class OtherProvidersTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T09:15:00Z"), ZoneOffset.UTC);

  private final FailureJudge judge = new FailureJudge(CLOCK);

  @TestFactory
  Stream<DynamicTest> understandsOtherProviders() throws IOException {
    String lines =
        new String(HttpSample.bytes("/judge/other-providers.jsonl"), StandardCharsets.UTF_8);
    ObjectMapper mapper = new ObjectMapper();
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : lines.split("\n")) {
      JsonNode sample = mapper.readTree(line);
      tests.add(DynamicTest.dynamicTest(sample.get("name").asText(), () -> check(sample)));
    }
    assertThat(tests).hasSizeGreaterThan(60);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> understandsWordingsUnderAGeneralType() throws IOException {
    String lines = new String(HttpSample.bytes("/judge/wordings.jsonl"), StandardCharsets.UTF_8);
    ObjectMapper mapper = new ObjectMapper();
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : lines.split("\n")) {
      JsonNode sample = mapper.readTree(line);
      String message = sample.get("message").asText();
      tests.add(
          DynamicTest.dynamicTest(
              sample.get("status").asInt() + " " + message,
              () -> {
                String body =
                    mapper
                        .createObjectNode()
                        .set("error", mapper.createObjectNode().put("message", message))
                        .toString();
                WireAnswer answer = JudgedLinks.answer(sample.get("status").asInt(), body);

                Verdict verdict = judge.judge(answer, JudgedLinks.link());

                assertThat(((Verdict.Unusable) verdict).failure().kind().code())
                    .isEqualTo(sample.get("kind").asText());
              }));
    }
    assertThat(tests).hasSizeGreaterThan(200);
    return tests.stream();
  }

  private void check(JsonNode sample) {
    Map<String, String> headers = new HashMap<>();
    sample
        .path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    WireAnswer answer =
        JudgedLinks.answer(sample.get("status").asInt(), headers, sample.get("body").asText());

    Failure failure = ((Verdict.Unusable) judge.judge(answer, JudgedLinks.link())).failure();

    assertThat(failure.kind().code()).as(failure.message()).isEqualTo(sample.get("kind").asText());
    assertThat(failure.scope())
        .isEqualTo(Scope.valueOf(sample.get("scope").asText().toUpperCase(Locale.ROOT)));
    assertThat(failure.remedy())
        .isEqualTo(Remedy.valueOf(sample.path("remedy").asText("ANY").toUpperCase(Locale.ROOT)));
    assertThat(failure.message()).isNotBlank().doesNotContain("AIza", "</");
    if (sample.has("cooldown")) {
      Duration length = Duration.ofMillis(Math.round(sample.get("cooldown").asDouble() * 1_000));
      assertThat(failure.cooldown().orElseThrow())
          .isBetween(length.minusMillis(1), length.plusMillis(1));
    } else {
      assertThat(failure.cooldown()).isEmpty();
    }
    if (sample.has("repeatable")) {
      assertThat(failure.repeatable()).isEqualTo(sample.get("repeatable").asBoolean());
    }
  }
}
