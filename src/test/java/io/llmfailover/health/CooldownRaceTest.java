package io.llmfailover.health;

import static io.llmfailover.health.BoardStory.GEMINI;
import static io.llmfailover.health.BoardStory.MINI;
import static io.llmfailover.health.BoardStory.OPENAI;
import static io.llmfailover.health.BoardStory.hinted;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.FailureKind;
import io.llmfailover.chain.Link;
import io.llmfailover.failover.Generation;
import io.llmfailover.failover.LinkHealth.Admission;
import io.llmfailover.provider.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many generations meet a link, or a key, whose rest is over. */
class CooldownRaceTest {
  private static final int THREADS = 200;
  private static final int ROUNDS = 50;

  private final BoardStory story = new BoardStory();
  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
  private final CyclicBarrier barrier = new CyclicBarrier(THREADS);

  @AfterEach
  void endThreads() {
    pool.shutdownNow();
  }

  @Test
  void letsExactlyOneOfTwoHundredProbeALinkWhoseRestIsOver() throws Exception {
    Failure hint = hinted(5);
    story.fails(OPENAI, hint);
    for (int round = 0; round < ROUNDS; round++) {
      story.pass(5);

      List<Generation> admitted = rush(List.of(story.link(OPENAI)));

      assertThat(admitted).hasSize(1);
      story.failed(admitted.get(0), OPENAI, hint, 0);
    }
  }

  @Test
  void letsExactlyOneOfTwoHundredProbeAKeyWhoseRestIsOver() throws Exception {
    Failure refused = Failure.of(FailureKind.AUTH, 401, "no").resting(Failure.Scope.PROVIDER);
    story.fails(OPENAI, refused);
    for (int round = 0; round < ROUNDS; round++) {
      story.pass(600);

      List<Generation> admitted = rush(List.of(story.link(OPENAI), story.link(MINI)));

      assertThat(admitted).hasSize(1);
      story.failed(admitted.get(0), OPENAI, refused, 0);
    }
  }

  @Test
  void letsAllTwoHundredInWhenAllIsWell() throws Exception {
    story.answers(GEMINI);

    assertThat(rush(List.of(story.link(GEMINI)))).hasSize(THREADS);
  }

  private List<Generation> rush(List<Link> links) throws Exception {
    List<Future<Boolean>> asked = new ArrayList<>();
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Generation generation = story.generation();
      Link link = links.get(i % links.size());
      generations.add(generation);
      asked.add(
          pool.submit(
              () -> {
                barrier.await(60, TimeUnit.SECONDS);
                return story.board.admit(generation, link) == Admission.OPEN;
              }));
    }
    List<Generation> admitted = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      if (asked.get(i).get(60, TimeUnit.SECONDS)) {
        admitted.add(generations.get(i));
      }
    }
    return admitted;
  }
}
