package io.llmfailover.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalCallerTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
  void knowsTheAddressesOfThisMachine(String address) {
    boolean local = LocalCaller.is(address, name -> null);

    assertThat(local).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.5", "192.168.1.1", "fe80::1", "2001:db8::1", "localhost", ""})
  void takesNothingElseForThisMachine(String address) {
    boolean local = LocalCaller.is(address, name -> null);

    assertThat(local).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For", "Forwarded"})
  void doesNotTrustAProxyOnThisMachine(String header) {
    boolean local = LocalCaller.is("127.0.0.1", Map.of(header, "for=10.0.0.5")::get);

    assertThat(local).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "http://evil.example:9080", "null", "http://["})
  void refusesPagesFromElsewhereInABrowserHere(String origin) {
    boolean local = LocalCaller.is("127.0.0.1", Map.of("Origin", origin)::get);

    assertThat(local).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:9080", "https://127.0.0.1:9443", "http://[::1]:9080"})
  void letsThisServersOwnPagesIn(String origin) {
    boolean local = LocalCaller.is("127.0.0.1", Map.of("Origin", origin)::get);

    assertThat(local).isTrue();
  }
}
