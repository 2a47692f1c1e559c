package io.llmfailover.health;

import static io.llmfailover.health.BoardStory.MINI;
import static io.llmfailover.health.BoardStory.OPENAI;
import static io.llmfailover.health.BoardStory.hinted;
import static io.llmfailover.health.BoardStory.sick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.llmfailover.FailureKind;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.Failure.Scope;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How long what rests after which failure, line by line. */
class CooldownTableTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final BoardStory story = new BoardStory();

  private static Failure failure(FailureKind kind) {
    return Failure.of(kind, 400, kind.code());
  }

  /** Failure, how often in a row, seconds the link rests, whether its key does too, our guess. */
  static Stream<Arguments> rests() {
    return Stream.of(
        arguments(sick(FailureKind.RATE_LIMITED), 1, 20, false, true),
        arguments(
            failure(FailureKind.RATE_LIMITED).restingAsTold(Scope.LINK, Duration.ofSeconds(7)),
            1,
            7,
            false,
            false),
        // A provider's wait that must not be followed by a repeat is its own word all the same.
        arguments(
            failure(FailureKind.RATE_LIMITED).resting(Scope.LINK, Duration.ofSeconds(7)),
            1,
            7,
            false,
            false),
        arguments(
            failure(FailureKind.QUOTA_EXHAUSTED).resting(Scope.PROVIDER), 1, 600, true, false),
        arguments(
            failure(FailureKind.QUOTA_EXHAUSTED).resting(Scope.LINK, HOUR), 1, 3600, false, false),
        arguments(hinted(5), 1, 5, false, false),
        arguments(sick(FailureKind.OVERLOADED), 3, 10, false, true),
        arguments(sick(FailureKind.SERVER_ERROR), 3, 10, false, true),
        arguments(sick(FailureKind.CONNECTION), 3, 10, false, true),
        arguments(sick(FailureKind.TIMEOUT), 2, 10, false, true),
        arguments(failure(FailureKind.AUTH).resting(Scope.PROVIDER), 1, 600, true, false),
        arguments(failure(FailureKind.PERMISSION).resting(Scope.LINK, HOUR), 1, 3600, false, false),
        arguments(
            failure(FailureKind.PERMISSION).resting(Scope.PROVIDER, HOUR), 1, 3600, true, false),
        arguments(
            failure(FailureKind.MODEL_NOT_FOUND).resting(Scope.LINK, HOUR), 1, 3600, false, false),
        arguments(
            failure(FailureKind.MALFORMED).resting(Scope.PROVIDER, Duration.ofSeconds(60)),
            1,
            60,
            true,
            true));
  }

  @ParameterizedTest
  @MethodSource("rests")
  void restsAsTheContractSays(
      Failure failure, int inRow, double seconds, boolean keyToo, boolean guess) {
    story.fails(inRow - 1, OPENAI, failure);
    boolean openBefore = story.open(OPENAI);

    story.fails(OPENAI, failure);

    assertThat(openBefore).isTrue();
    assertThat(story.left(OPENAI)).isEqualTo(seconds);
    assertThat(story.rest(OPENAI).guess()).isEqualTo(guess);
    assertThat(story.left(MINI)).isEqualTo(keyToo ? seconds : 0);
  }

  @ParameterizedTest
  @MethodSource("rests")
  void restsNotOneMomentLonger(
      Failure failure, int inRow, double seconds, boolean keyToo, boolean guess) {
    story.fails(inRow, OPENAI, failure);

    story.pass(seconds - 0.001);
    boolean openBeforeTheEnd = story.open(OPENAI);
    story.pass(0.001);

    assertThat(openBeforeTheEnd).isFalse();
    assertThat(story.open(OPENAI)).isTrue();
  }

  /** Only what is counted may grow. */
  @ParameterizedTest
  @MethodSource("rests")
  void keepsItsLengthWhenItsProbeFailsUnlessItIsOurOwnCooldown(
      Failure failure, int inRow, double seconds, boolean keyToo, boolean guess) {
    story.fails(inRow, OPENAI, failure);
    story.pass(seconds);

    story.failed(story.admitted(OPENAI), OPENAI, failure, 0);

    boolean doubles = seconds == 10;
    assertThat(story.left(OPENAI)).isEqualTo(doubles ? 20 : seconds);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {
        "CONTEXT_LENGTH",
        "TRUNCATED",
        "MALFORMED",
        "EMPTY",
        "CONTENT_FILTERED",
        "INVALID_REQUEST",
        "UNSUPPORTED",
        "UNKNOWN"
      })
  void restsNothingHoweverOftenItHappens(FailureKind kind) {
    story.fails(20, OPENAI, failure(kind));
    story.fails(20, OPENAI, sick(kind));

    assertThat(story.open(OPENAI)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void restsNothingWhenTheFailureSaysSo(FailureKind kind) {
    story.fails(20, OPENAI, failure(kind));

    assertThat(story.open(OPENAI)).isTrue();
  }

  /** Key, the failure it is for. */
  static Stream<Arguments> switches() {
    return Stream.of(
        arguments("llm.cooldown", sick(FailureKind.SERVER_ERROR)),
        arguments("llm.cooldown", sick(FailureKind.TIMEOUT)),
        arguments("llm.cooldown.rate-limited", sick(FailureKind.RATE_LIMITED)),
        arguments(
            "llm.cooldown.quota", failure(FailureKind.QUOTA_EXHAUSTED).resting(Scope.PROVIDER)),
        arguments("llm.cooldown.auth", failure(FailureKind.AUTH).resting(Scope.PROVIDER)));
  }

  @ParameterizedTest
  @MethodSource("switches")
  void restsNothingWhenItsLengthIsZero(String key, Failure failure) {
    story.with(key, "0s");

    story.fails(20, OPENAI, failure);

    assertThat(story.open(OPENAI)).isTrue();
    assertThat(story.report(OPENAI).reason()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("switches")
  void letsEverybodyInWhenItIsSwitchedOffWhileProbing(String key, Failure failure) {
    story.fails(3, OPENAI, failure);
    story.pass(600);

    story.with(key, "0s");
    story.failed(story.admitted(OPENAI), OPENAI, failure, 0);

    story.admitted(OPENAI);
    story.admitted(OPENAI);
    assertThat(story.report(OPENAI).reason()).isEmpty();
  }
}
