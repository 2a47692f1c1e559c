package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Looks through all the server has written when all other tests are over. */
@Order(Integer.MAX_VALUE)
class SecretsIT {
  @Test
  void noConfiguredKeyIsInAnyLog() throws IOException {
    Path messages = ServerLog.server().resolve("logs/messages.log");

    assertThat(messages).content().contains("LLMF0020I");
    for (Path file : ServerLog.files()) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      assertThat(text)
          .as(file.toString())
          .doesNotContain(Configuration.SECRETS.toArray(new String[0]));
    }
  }
}
