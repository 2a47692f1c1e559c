package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.WireServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows 36 and 37 of the fault table: more than is taken, at every address. */
@ExtendWith(ArquillianExtension.class)
class LargeRequestsIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final int LIMIT = 64 * 1024;
  private static final int HUNDRED_MB = 100 * 1024 * 1024;
  private static final byte[] BLANKS = blanks(1024 * 1024);

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive gatewayThatTakesLittle() {
    return Archives.gateway(
        Configuration.of(UPSTREAM).with("llm.max-body", "64KB").with("llm.chain", "openai/gpt-4o"));
  }

  @AfterEach
  void nobodyWasAskedAndOthersAreAnswered() {
    UPSTREAM.answer("openai/ok-plain.json");
    int before = UPSTREAM.requests().size();

    assertThat(gateway.ask("").status()).isEqualTo(200);
    assertThat(UPSTREAM.requests())
        .hasSize(before + 1)
        .allMatch(asked -> asked.text().contains("invoice"));
  }

  private static byte[] blanks(int count) {
    byte[] blanks = new byte[count];
    Arrays.fill(blanks, (byte) ' ');
    return blanks;
  }

  private static String head(Address address, String length) {
    return "POST /llm"
        + address.path()
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + length
        + "\r\n\r\n";
  }

  private static void assertTooLarge(Address address, RawHttp.Heard heard) {
    assertThat(heard.statuses()).as(heard.text()).startsWith(413);
    address.assertShape(heard.first(), 413);
  }

  @ParameterizedTest
  @EnumSource
  void row36_aBodyOfAHundredMegabytesIsRefusedBeforeItIsThere(Address address) {
    RawHttp.Heard heard =
        RawHttp.sendLarge(
            head(address, "Content-Length: " + HUNDRED_MB), blanks(LIMIT + 16 * 1024), 1);

    assertTooLarge(address, heard);
  }

  @ParameterizedTest
  @EnumSource
  void row36_aBodyOfAHundredMegabytesIsRefusedWhenItComes(Address address) {
    RawHttp.Heard heard =
        RawHttp.sendLarge(head(address, "Content-Length: " + HUNDRED_MB), BLANKS, 100);

    assertTooLarge(address, heard);
    assertThat(heard.statuses()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void row36_chunksWithoutEndAreRefusedAtTheLimit(Address address) {
    String size = Integer.toHexString(BLANKS.length) + "\r\n";
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(size.getBytes(StandardCharsets.US_ASCII));
    chunk.writeBytes(BLANKS);
    chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));

    RawHttp.Heard heard =
        RawHttp.sendLarge(
            head(address, "Transfer-Encoding: chunked"), chunk.toByteArray(), Integer.MAX_VALUE);

    assertTooLarge(address, heard);
  }

  @ParameterizedTest
  @EnumSource
  void row36_aLengthThatSaysTooLittleCutsTheBodyAndEndsTheConnection(Address address) {
    String question = address.question("smuggled");

    RawHttp.Heard heard = RawHttp.send(head(address, "Content-Length: 5") + question);

    assertThat(heard.statuses()).startsWith(400);
    assertThat(heard.closed()).isTrue();
    address.assertShape(heard.first(), 400);
  }

  @ParameterizedTest
  @EnumSource
  void row36_aLengthThatSaysTooMuchIsNeverTakenForTheWholeRequest(Address address) {
    String question = address.question("smuggled");

    RawHttp.Heard heard =
        RawHttp.sendAndHangUp(head(address, "Content-Length: " + 60_000) + question);

    assertThat(heard.closed()).isTrue();
    assertThat(heard.statuses()).doesNotContain(200);
  }

  @ParameterizedTest
  @EnumSource
  void row37_aGzipBombIsRefused(Address address) throws IOException {
    byte[] bomb = gzip(blanks(50_000_000));

    Said answer = packed(address, bomb);

    assertThat(bomb.length).isLessThan(LIMIT);
    assertThat(answer.status()).isIn(400, 413);
    address.assertError(answer, answer.status());
  }

  @ParameterizedTest
  @EnumSource
  void row37_whatUnpacksToMoreThanIsTakenIsRefused(Address address) throws IOException {
    byte[] packed =
        gzip(
            address
                .question("abcdefghijklmnopqrstuvwxyz0123456789".repeat(4000))
                .getBytes(StandardCharsets.UTF_8));

    address.assertError(packed(address, packed), 413);
  }

  @Test
  void row37_aBombWithinABombIsNotUnpackedTwice() throws IOException {
    byte[] twice = gzip(gzip(blanks(50_000_000)));

    assertThat(packed(Address.CHAT, twice).status()).isIn(400, 413, 415);
  }

  private Said packed(Address address, byte[] body) {
    return Gateway.said(
        gateway
            .to(address.path())
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }
}
