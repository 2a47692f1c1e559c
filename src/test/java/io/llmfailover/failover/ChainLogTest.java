package io.llmfailover.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.config.MapValues;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class ChainLogTest {
  private static final String KEY = "sk-never-to-be-seen";

  private final List<String> lines = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();
  private final ChainLog log =
      new ChainLog(
          (level, line) -> {
            levels.add(level);
            lines.add(line);
          });

  @Test
  void writesALineForTheChainAndOneForEachFinding() {
    log.write(reports("openai/gpt-4o, openai/gpt-4o-mimi, gemini/gemini-1.5-flash", "30s"));

    assertThat(lines)
        .startsWith(
            "LLMF0051I: Chain default: 2 of 3 links ready: openai/gpt-4o, openai/gpt-4o-mimi"
                + " (unknown), gemini/gemini-1.5-flash (no key, retired); worst case 120 s (240 s"
                + " with retries), deadline 30 s")
        .anySatisfy(line -> assertThat(line).startsWith("LLMF0052W: Chain default: all links"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("LLMF0052W: Chain default: gemini/gemini-1.5-flash: its provider"))
        .anySatisfy(
            line -> assertThat(line).startsWith("LLMF0053I: Chain default: worst case 2 × 60 s"));
    assertThat(levels).contains(Level.INFO, Level.WARNING);
    assertThat(lines).noneMatch(line -> line.contains(KEY));
  }

  @Test
  void saysNothingTwice() {
    log.write(reports("openai/gpt-4o", "120s"));
    lines.clear();

    log.write(reports("openai/gpt-4o", "120s"));

    assertThat(lines).isEmpty();
  }

  @Test
  void writesTheChainsThatChanged() {
    log.write(reports("openai/gpt-4o", "120s"));
    lines.clear();

    log.write(reports("openai/gpt-4o-mini", "120s"));

    assertThat(lines).isNotEmpty().allMatch(line -> line.contains(": Chain default: "));
  }

  @Test
  void keepsItShortWhenNothingCanBeCalled() {
    log.write(ChainInspection.of(MapValues.of("llm.chain", "openai/gpt-4o").settings(), List.of()));

    assertThat(lines)
        .startsWith("LLMF0051I: Chain default: 0 of 1 links ready: openai/gpt-4o (no key)");
  }

  private static List<ChainReport> reports(String chain, String deadline) {
    return ChainInspection.of(
        MapValues.of(
                "llm.chain", chain, "llm.deadline", deadline, "llm.provider.openai.api-key", KEY)
            .settings(),
        List.of());
  }
}
