package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
  private static Optional<String> unclear(Map<String, List<String>> headers) {
    return Framing.unclear(name -> headers.getOrDefault(name, List.of()));
  }

  @Test
  void takesWhatEverybodySends() {
    Map<String, List<String>> length =
        Map.of("Host", List.of("localhost"), "Content-Length", List.of("17"));

    assertThat(unclear(Map.of())).isEmpty();
    assertThat(unclear(length)).isEmpty();
    assertThat(unclear(Map.of("Transfer-Encoding", List.of("Chunked")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "xchunked", "gzip, chunked", "chunked, identity", ""})
  void refusesCodingThatIsNotChunkedAlone(String coding) {
    assertThat(unclear(Map.of("Transfer-Encoding", List.of(coding)))).contains("Transfer-Encoding");
  }

  @Test
  void refusesWhatIsSaidTwice() {
    List<String> chunked = List.of("chunked", "chunked");

    assertThat(unclear(Map.of("Host", List.of("a", "b")))).contains("Host");
    assertThat(unclear(Map.of("Transfer-Encoding", chunked))).contains("Transfer-Encoding");
  }
}
