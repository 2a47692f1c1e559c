package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingFilterTest {
  @Test
  void takesWhatEverybodySends() {
    Map<String, List<String>> length =
        Map.of("Host", List.of("localhost"), "Content-Length", List.of("17"));

    assertThat(FramingFilter.unclear(Map.of())).isEmpty();
    assertThat(FramingFilter.unclear(length)).isEmpty();
    assertThat(FramingFilter.unclear(Map.of("Transfer-Encoding", List.of("Chunked")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "xchunked", "gzip, chunked", "chunked, identity", ""})
  void refusesCodingThatIsNotChunkedAlone(String coding) {
    assertThat(FramingFilter.unclear(Map.of("Transfer-Encoding", List.of(coding))))
        .contains("Transfer-Encoding");
  }

  @Test
  void refusesWhatIsSaidTwice() {
    List<String> chunked = List.of("chunked", "chunked");

    assertThat(FramingFilter.unclear(Map.of("Host", List.of("a", "b")))).contains("Host");
    assertThat(FramingFilter.unclear(Map.of("Transfer-Encoding", chunked)))
        .contains("Transfer-Encoding");
  }
}
