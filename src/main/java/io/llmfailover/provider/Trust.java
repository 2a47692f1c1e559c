package io.llmfailover.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom an upstream connection trusts. There is no way to trust everybody: what the JVM or the named
 * file does not vouch for is refused. Stateless; reads files.
 */
final class Trust {
  private Trust() {}

  /**
   * The trust for a provider.
   *
   * @param pemFile certificate authorities to trust besides the JVM's own; empty for the default
   *     context, which in a server is what the server's configuration says
   * @throws SSLException when the file cannot be read or holds no certificate
   */
  static SSLContext in(String pemFile) throws SSLException {
    try {
      if (pemFile.isEmpty()) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusting(authorities(Path.of(pemFile))), null);
      return context;
    } catch (GeneralSecurityException | IOException | InvalidPathException unreadable) {
      throw new SSLException("trust store " + pemFile + " cannot be used", unreadable);
    }
  }

  private static Collection<? extends Certificate> authorities(Path pemFile)
      throws IOException, GeneralSecurityException {
    try (InputStream pem = Files.newInputStream(pemFile)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (found.isEmpty()) {
        throw new IOException("no certificate in " + pemFile);
      }
      return found;
    }
  }

  private static TrustManager[] trusting(Collection<? extends Certificate> more)
      throws IOException, GeneralSecurityException {
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null, null);
    int number = 0;
    for (X509Certificate authority : jvmAuthorities()) {
      all.setCertificateEntry("jvm-" + number++, authority);
    }
    for (Certificate authority : more) {
      all.setCertificateEntry("file-" + number++, authority);
    }
    return factoryFor(all).getTrustManagers();
  }

  private static X509Certificate[] jvmAuthorities() throws GeneralSecurityException {
    for (TrustManager manager : factoryFor(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager jvm) {
        return jvm.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  /** With no store at all the factory reads the JVM's. */
  private static TrustManagerFactory factoryFor(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
