package io.llmfailover.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "20s, PT20S",
    "5m, PT5M",
    "1h, PT1H",
    "0s, PT0S",
    "PT2M30S, PT2M30S",
    "PT0.25S, PT0.25S",
    "P1D, PT24H",
    "8784h, PT8784H",
  })
  void readsDurations(String text, Duration duration) {
    assertThat(Formats.DURATION.parser().apply(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20",
        "s",
        "1.5s",
        "20 s",
        "1d",
        "20S",
        "-1s",
        "PT-1S",
        "8785h",
        "P9999999D",
        "999999999999h",
        "9999999999999999999s",
        "forever"
      })
  void refusesOtherDurations(String text) {
    assertThat(Formats.DURATION.parser().apply(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "4096, 4096",
    "512KB, 524288",
    "10MB, 10485760",
    "10 mb, 10485760",
    "7B, 7",
    "1GB, 1073741824",
    "1024MB, 1073741824",
  })
  void readsSizes(String text, long bytes) {
    assertThat(Formats.SIZE_IN_BYTES.parser().apply(text)).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "0MB", "-1", "1.5MB", "MB", "10MiB", "2GB", "1025MB", "999999999999GB"})
  void refusesOtherSizes(String text) {
    assertThat(Formats.SIZE_IN_BYTES.parser().apply(text)).isEmpty();
  }

  @Property
  void findsItselfNearest(@ForAll @AlphaChars @StringLength(max = 20) String text) {
    assertThat(NearestName.distance(text, text)).isZero();
  }

  @Property
  void countsOneEditForOneMoreCharacter(@ForAll @AlphaChars @StringLength(max = 20) String text) {
    assertThat(NearestName.distance(text, text + "-")).isEqualTo(1);
    assertThat(NearestName.distance("-" + text, text)).isEqualTo(1);
  }
}
