package io.llmfailover.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves tests with npm's SDKs out where those are not installed, and says so in the build's
 * output: the build itself fetches nothing but what Maven fetches. Must stand before the extension
 * that deploys, so that nothing is deployed for nothing.
 */
final class NpmSdks implements ExecutionCondition {
  /** Where the tests, their list of packages and the packages themselves are. */
  static final Path DIRECTORY = Path.of("src", "test", "sdk").toAbsolutePath();

  /** What npm writes when all packages are there. */
  private static final Path INSTALLED = DIRECTORY.resolve("node_modules/.package-lock.json");

  private static final int OLDEST_NODE = 20;
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");
  private static final Logger LOG = Logger.getLogger(NpmSdks.class.getName());

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("decided for the class");
    }
    String missing = missing();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("node and the npm SDKs are there");
    }
    String told =
        "The npm SDKs are left out of the tests: "
            + missing
            + ". To include them, install node "
            + OLDEST_NODE
            + " or newer, and run: (cd src/test/sdk && npm ci)";
    LOG.warning(told);
    return ConditionEvaluationResult.disabled(told);
  }

  private static String missing() {
    String version = nodeVersion();
    if (version.isEmpty()) {
      return "there is no node";
    }
    Matcher numbers = VERSION.matcher(version);
    if (!numbers.matches() || Integer.parseInt(numbers.group(1)) < OLDEST_NODE) {
      return "node is " + version;
    }
    return Files.exists(INSTALLED) ? "" : "they are not in src/test/sdk/node_modules";
  }

  /** As {@code node --version} says it; empty when there is none that works. */
  private static String nodeVersion() {
    try {
      Process node = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      node.getOutputStream().close();
      String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return node.waitFor(1, TimeUnit.MINUTES) && node.exitValue() == 0 ? said.strip() : "";
    } catch (IOException noSuchProgram) {
      return "";
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
