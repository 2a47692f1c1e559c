package io.llmfailover.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;

/** The keys under {@code src/test/resources/tls}, whose README says how they were made. */
public final class TlsKeys {
  private TlsKeys() {}

  /** A server with a valid certificate for {@code localhost}, signed by {@link #authority()}. */
  public static WireServer localhost() {
    return server("localhost");
  }

  /** A server with a valid certificate for another host. */
  public static WireServer otherHost() {
    return server("other-host");
  }

  /** A server with a certificate for {@code localhost} that ran out. */
  public static WireServer expired() {
    return server("expired");
  }

  /** The PEM file of the authority that signed them all. */
  public static String authority() {
    try {
      return Path.of(Objects.requireNonNull(TlsKeys.class.getResource("/tls/ca.pem")).toURI())
          .toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static WireServer server(String name) {
    char[] password = "changeit".toCharArray();
    try (InputStream file = TlsKeys.class.getResourceAsStream("/tls/" + name + ".p12")) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(file, password);
      return WireServer.startTls(keys, password);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException(unusable);
    }
  }
}
