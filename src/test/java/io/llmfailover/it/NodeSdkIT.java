package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Vendors' own SDKs for JavaScript, as they are on npm, against the gateway. What they do and
 * expect is written in {@code src/test/sdk}, in their own language; each file there is one test
 * here, and starts the upstream it scripts.
 */
@ExtendWith(NpmSdks.class)
@ExtendWith(ArquillianExtension.class)
class NodeSdkIT {
  /** Far longer than a file takes; only one that hangs reaches it. */
  private static final int PATIENCE_MINUTES = 10;

  /** Below the ports that systems give to outgoing connections: nobody takes one by chance. */
  private static final int PORTS_FROM = 21_000;

  private static final int UPSTREAM_PORT = freePort();

  @Deployment(testable = false)
  static WebArchive gatewayWithTwoProvidersOfEachDialect() {
    Configuration configuration =
        Configuration.forgetful()
            .with("llm.chain.sdk", "first/model-a, second/model-b")
            .with("llm.chain.sdk-anthropic", "firsta/model-a, seconda/model-b")
            .with("llm.chain.sdk-gemini", "firstg/model-a, secondg/model-b");
    for (String place : List.of("first", "second")) {
      configuration = provider(configuration, place, "openai", "v1", Configuration.OPENAI_KEY);
      configuration =
          provider(configuration, place + "a", "anthropic", "v1", Configuration.ANTHROPIC_KEY);
      configuration =
          provider(configuration, place + "g", "gemini", "v1beta", Configuration.GEMINI_KEY);
    }
    return Archives.gateway(configuration);
  }

  private static Configuration provider(
      Configuration before, String name, String dialect, String version, String key) {
    String upstream = "http://127.0.0.1:" + UPSTREAM_PORT + "/" + name + "/" + version;
    return before
        .with("llm.provider." + name + ".url", upstream)
        .with("llm.provider." + name + ".dialect", dialect)
        .with("llm.provider." + name + ".api-key", key);
  }

  static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(NpmSdks.DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".test.mjs"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void works(String file) throws IOException, InterruptedException {
    Path output = Files.createDirectories(Path.of("target", "sdk")).resolve(file + ".log");

    int exit = run(file, output);

    String said = Files.readString(output);
    assertThat(exit).as(() -> file + " said:\n" + said).isZero();
    assertThat(said).doesNotContain(Configuration.SECRETS);
  }

  /**
   * Runs one file of tests.
   *
   * @return zero when all of them passed; another number when one failed or was stopped
   */
  private static int run(String file, Path output) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("node", "--test", "--test-concurrency=1", file)
            .directory(NpmSdks.DIRECTORY.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("GATEWAY", Gateway.here().root());
    builder.environment().put("UPSTREAM_PORT", Integer.toString(UPSTREAM_PORT));
    Process node = builder.start();
    try {
      node.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } finally {
      // The runner has a process for each file, which would outlive it.
      node.descendants().forEach(ProcessHandle::destroyForcibly);
      node.destroyForcibly();
    }
    return node.waitFor();
  }

  private static int freePort() {
    for (int port = PORTS_FROM; port < PORTS_FROM + 1_000; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // The next one may be free.
      }
    }
    throw new UncheckedIOException(new IOException("no free port"));
  }
}
