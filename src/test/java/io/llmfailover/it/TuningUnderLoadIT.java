package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.Gateway.Said;
import io.llmfailover.it.app.Polling;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Operators change {@code server.xml} and a key's variable file while callers ask. */
@ExtendWith(ArquillianExtension.class)
class TuningUnderLoadIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final Set<String> ACCEPTED = ConcurrentHashMap.newKeySet();
  private static final String OPENAI_FIRST = "openai/gpt-4o, gemini/gemini-2.5-flash";
  private static final String GEMINI_FIRST = "gemini/gemini-2.5-flash, openai/gpt-4o";
  private static final int CALLERS = 4;
  private static final int CHANGES = 12;

  private final Gateway gateway = Gateway.here();
  private final Path serverXml = ServerLog.server().resolve("server.xml");
  private final Path keyFile = ServerLog.server().resolve("variables/llm.provider.openai.api-key");
  private String shipped;

  @Deployment(testable = false)
  static WebArchive gatewayThatIsNeverRestarted() {
    UPSTREAM
        .onPath("/openai/")
        .answer(
            request ->
                WireReply.of(
                    ACCEPTED.contains(request.bearer())
                        ? "openai/ok-plain.json"
                        : "openai/err-401-invalid-key.http"));
    UPSTREAM.onPath("/gemini/").answer("gemini/ok-plain.json");
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.chain", OPENAI_FIRST)
            .with("llm.cooldown.auth", "10m"));
  }

  @BeforeEach
  void bothKeysAreAccepted() throws IOException {
    ACCEPTED.addAll(Set.of(Configuration.OPENAI_KEY, Configuration.ROTATED_KEY));
    shipped = Files.readString(serverXml);
    Files.createDirectories(keyFile.getParent());
  }

  @AfterEach
  void allIsAsItWas() throws IOException {
    ACCEPTED.add(Configuration.OPENAI_KEY);
    write(serverXml, shipped);
    Files.deleteIfExists(keyFile);
    gateway.post("/v1/links/openai/gpt-4o/restore", "");
    awaitKey(Configuration.OPENAI_KEY);
  }

  @Test
  void noRequestFailsWhileTheChainChangesAndAKeyIsRotated() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<List<Said>>> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      callers.add(CompletableFuture.supplyAsync(() -> askUntil(over), TuningUnderLoadIT::start));
    }

    for (int change = 0; change < CHANGES; change++) {
      String chain = change % 2 == 0 ? GEMINI_FIRST : OPENAI_FIRST;
      setChain(chain);
      assertThat(gateway.ask("").header("x-llm-link")).isEqualTo(chain.split(",")[0]);
      if (change == CHANGES / 2) {
        write(keyFile, Configuration.ROTATED_KEY);
      }
    }
    awaitKey(Configuration.ROTATED_KEY);
    over.set(true);

    for (CompletableFuture<List<Said>> caller : callers) {
      assertThat(caller.get(90, TimeUnit.SECONDS))
          .hasSizeGreaterThan(CHANGES)
          .allSatisfy(
              said -> {
                assertThat(said.status()).isEqualTo(200);
                assertThat(said.header("x-llm-trail"))
                    .isIn("openai/gpt-4o=answered", "gemini/gemini-2.5-flash=answered");
              });
    }
  }

  @Test
  void aKeyThatWasRefusedIsBackAtOnceWhenItsFileHoldsANewOne() throws IOException {
    ACCEPTED.remove(Configuration.OPENAI_KEY);
    List<String> refused = gateway.ask("").attempts();
    List<String> benched = gateway.ask("").attempts();

    write(keyFile, Configuration.ROTATED_KEY + "\n");
    List<String> rotated =
        Polling.until(() -> gateway.ask("").attempts(), attempts -> attempts.size() == 1);

    assertThat(refused).containsExactly("openai/gpt-4o auth", "gemini/gemini-2.5-flash answered");
    assertThat(benched)
        .containsExactly("openai/gpt-4o cooling_down", "gemini/gemini-2.5-flash answered");
    assertThat(rotated).containsExactly("openai/gpt-4o answered");
  }

  private List<Said> askUntil(AtomicBoolean over) {
    List<Said> all = new ArrayList<>();
    while (!over.get()) {
      all.add(gateway.ask(""));
    }
    return all;
  }

  private static void start(Runnable caller) {
    new Thread(caller, "caller").start();
  }

  private void setChain(String links) throws IOException {
    String variable = "<variable name=\"llm.chain\" value=\"" + links + "\"/>\n</server>";
    write(serverXml, shipped.replace("</server>", variable));
    String first = links.split(",")[0];
    gateway.getUntil("/v1/chains", said -> said.at("/chains/0/links/0").equals(first));
  }

  /** Waits until OpenAI is asked with this key. */
  private void awaitKey(String key) {
    Polling.until(
        () -> {
          gateway.ask("openai/gpt-4o");
          return UPSTREAM.requests().stream()
              .filter(request -> request.path().startsWith("/openai/"))
              .reduce((earlier, later) -> later)
              .map(ReceivedRequest::bearer)
              .orElse("");
        },
        key::equals);
  }

  /** Moved into its place, so that the server never sees half a file. */
  private static void write(Path file, String text) throws IOException {
    Path made = Files.writeString(ServerLog.server().resolve("tuned.tmp"), text);
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
