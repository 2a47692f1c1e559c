package io.llmfailover.health;

import static io.llmfailover.health.BoardStory.OPENAI;
import static io.llmfailover.health.BoardStory.overloaded;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.chain.LinkName;
import io.llmfailover.provider.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthLogTest {
  private static final Logger LOG = Logger.getLogger("io.llmfailover");

  private final BoardStory story = new BoardStory();
  private final List<String> lines = new ArrayList<>();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOG.addHandler(listener);
  }

  @AfterEach
  void listenNoMore() {
    LOG.removeHandler(listener);
  }

  @Test
  void tellsOfEveryChangeOnce() {
    story.with("llm.health.window", "30s").fails(6, OPENAI, overloaded());
    story.pass(31);
    story.answered(story.admitted(OPENAI), OPENAI, 1);
    story.answers(OPENAI);

    assertThat(lines)
        .containsExactly(
            "WARNING LLMF0062W: openai/gpt-4o cools down for 10s: overloaded (500): overloaded",
            "WARNING LLMF0060W: Provider openai marked unhealthy: failure_rate=100.00%",
            "INFO LLMF0063I: The cooldown of openai/gpt-4o is over",
            "INFO LLMF0061I: Provider openai is healthy again: failure_rate=0.00%");
  }

  @Test
  void namesAKeyByItsProviderAndNeverPrintsIt() {
    Failure refused = Failure.of(FailureKind.AUTH, 401, "no").resting(Failure.Scope.PROVIDER);
    story.fails(OPENAI, refused);
    story.board.drain(LinkName.parse(OPENAI), Duration.ofMillis(1500));
    story.board.restore(LinkName.parse(OPENAI));

    assertThat(lines)
        .containsExactly(
            "WARNING LLMF0062W: the key of openai cools down for 600s: auth (401): no",
            "WARNING LLMF0064W: openai/gpt-4o is taken out for 1500ms by an operator",
            "INFO LLMF0065I: openai/gpt-4o and the keys of its provider start fresh, by an"
                + " operator");
    assertThat(new KeyName("openai", story.link(OPENAI).provider().key()).toString())
        .doesNotContain("key-1");
  }
}
