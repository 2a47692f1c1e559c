package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.FailureKind;
import io.llmfailover.provider.Failure.Remedy;
import io.llmfailover.provider.Failure.Scope;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every error sample of the manifest that is an HTTP answer gets the verdict written there. */
class ManifestErrorsTest {
  private final FailureJudge judge = new FailureJudge(Clock.systemUTC());

  @TestFactory
  Stream<DynamicTest> judgesSampleAsManifestSays() throws IOException {
    JsonNode manifest = new ObjectMapper().readTree(HttpSample.bytes("/wire/manifest.json"));
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode sample : manifest) {
      String file = sample.get("file").asText();
      if (file.endsWith(".http") && !file.equals("openai/bad-json-without-choices.http")) {
        tests.add(DynamicTest.dynamicTest(file, () -> check(file, sample.get("expect"))));
      }
    }
    assertThat(tests).hasSizeGreaterThan(65);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> leavesAnswersToTheirDialect() throws IOException {
    JsonNode manifest = new ObjectMapper().readTree(HttpSample.bytes("/wire/manifest.json"));
    List<String> files = new ArrayList<>(List.of("openai/bad-json-without-choices.http"));
    for (JsonNode sample : manifest) {
      if (sample.get("kind").asText().equals("success")) {
        files.add(sample.get("file").asText());
      }
    }
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file,
                    () ->
                        assertThat(judge.judge(read(file), JudgedLinks.link()))
                            .isInstanceOf(Verdict.Readable.class)));
  }

  private static WireAnswer read(String file) {
    String resource = "/wire/" + file;
    return file.endsWith(".http")
        ? HttpSample.read(resource)
        : new WireAnswer(
            200,
            JudgedLinks.headers(Map.of()),
            HttpSample.bytes(resource),
            WireAnswer.Ending.WHOLE);
  }

  private void check(String file, JsonNode expect) {
    Verdict verdict = judge.judge(read(file), JudgedLinks.link());

    assertThat(verdict).isInstanceOf(Verdict.Unusable.class);
    Failure failure = ((Verdict.Unusable) verdict).failure();
    assertThat(failure.message()).isNotBlank().doesNotContain("</", "<!", "\n");
    String kind = failure.kind().code();
    if (!kind.equals(expect.get("class").asText())) {
      assertThat(expect.path("accept").toString()).contains('"' + kind + '"');
      return;
    }
    assertThat(failure.scope().name().toLowerCase(Locale.ROOT))
        .isEqualTo(expect.get("cooldown_scope").asText());
    checkCooldown(failure, expect);
    if (!expect.get("retryable_same_link").asBoolean()) {
      assertThat(failure.repeatable()).isFalse();
    } else if (failure.kind() == FailureKind.SERVER_ERROR) {
      assertThat(failure.repeatable()).isTrue();
    }
    JsonNode next = expect.get("try_next_link");
    if (next.isBoolean()) {
      assertThat(failure.kind().stops()).isEqualTo(!next.asBoolean());
    }
    if (expect.has("next_link_filter")) {
      assertThat(failure.remedy())
          .isEqualTo(
              Remedy.valueOf(expect.get("next_link_filter").asText().toUpperCase(Locale.ROOT)));
    }
  }

  private static void checkCooldown(Failure failure, JsonNode expect) {
    JsonNode seconds = expect.get("cooldown_seconds");
    if (seconds.isNull()) {
      assertThat(failure.scope()).isEqualTo(Scope.NONE);
      return;
    }
    boolean byHint = !expect.path("cooldown_from").asText("default").equals("default");
    Duration length = Duration.ofMillis(Math.round(seconds.asDouble() * 1_000));
    if (byHint) {
      assertThat(failure.hinted()).isTrue();
      assertThat(failure.cooldown().orElseThrow()).isBetween(length, length.plusSeconds(1));
    } else if (Set.of(60, 3600).contains(seconds.asInt())) {
      assertThat(failure.hinted()).isFalse();
      assertThat(failure.cooldown()).contains(length);
    } else {
      // The configured length of the kind, whose defaults are the manifest's.
      assertThat(failure.cooldown()).isEmpty();
    }
  }
}
