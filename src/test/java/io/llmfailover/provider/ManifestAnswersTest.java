package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded success is read as the manifest says. */
class ManifestAnswersTest {
  static Stream<ManifestSample> successes() throws IOException {
    return ManifestSample.of("success", ".json");
  }

  @ParameterizedTest
  @MethodSource("successes")
  void readsTheRecordedAnswerAsTheManifestSays(ManifestSample sample) throws IOException {
    Reply reply;
    try {
      reply = sample.dialect().read(sample.call(), sample.body(), 200);
    } catch (ProviderException thrown) {
      assertThat(sample.kinds()).contains(thrown.failure().kind().code());
      return;
    }

    assertThat(sample.mayBeRead()).as("must be refused by the dialect itself").isTrue();
    ManifestSample.assertAnswer(reply, sample.answer());
  }
}
