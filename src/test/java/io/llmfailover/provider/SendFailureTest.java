package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class SendFailureTest {
  /** Its kind tells whether the request may be sent once more. */
  @Test
  void isWhatTheConnectionThrewWhateverWasPutAroundIt() {
    IOException thrown = new SSLException("bad record");

    IOException failure =
        SendFailure.asIoException(new CompletionException(new UncheckedIOException(thrown)));

    assertThat(failure).isSameAs(thrown);
  }
}
