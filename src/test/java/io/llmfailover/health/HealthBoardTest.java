package io.llmfailover.health;

import static io.llmfailover.health.BoardStory.GEMINI;
import static io.llmfailover.health.BoardStory.MINI;
import static io.llmfailover.health.BoardStory.OPENAI;
import static io.llmfailover.health.BoardStory.hinted;
import static io.llmfailover.health.BoardStory.overloaded;
import static io.llmfailover.health.BoardStory.seconds;
import static io.llmfailover.health.BoardStory.sick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.SkipReason;
import io.llmfailover.chain.LinkName;
import io.llmfailover.failover.Generation;
import io.llmfailover.failover.LinkHealth.Admission;
import io.llmfailover.health.LinkReport.State;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.Failure.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthBoardTest {
  private static final Failure MONEY_SPENT =
      Failure.of(FailureKind.QUOTA_EXHAUSTED, 429, "insufficient_quota").resting(Scope.PROVIDER);

  private final BoardStory story = new BoardStory();

  @Test
  void isBackOnThePrimaryAfterItsRest() {
    story.fails(3, OPENAI, overloaded());

    boolean openWhileItRests = story.open(OPENAI);
    boolean fallbackOpen = story.open(GEMINI);
    story.pass(10);
    Generation probe = story.admitted(OPENAI);
    boolean othersStayAway = !story.open(OPENAI);
    story.answered(probe, OPENAI, 1);

    assertThat(openWhileItRests).isFalse();
    assertThat(fallbackOpen).isTrue();
    assertThat(othersStayAway).isTrue();
    story.admitted(OPENAI);
    story.admitted(OPENAI);
    assertThat(story.report(OPENAI).state()).isEqualTo(State.READY);
  }

  @Test
  void knowsNothingAgainstALinkItHasNeverHeardOf() {
    assertThat(story.board.admit(story.generation(), story.link(OPENAI))).isSameAs(Admission.OPEN);
    assertThat(story.board.unhealthy(story.settings(), story.link(OPENAI))).isFalse();
    assertThat(story.board.usualTime(story.link(OPENAI))).isEmpty();
    assertThat(story.report(OPENAI).state()).isEqualTo(State.READY);
    assertThat(story.report(OPENAI).lastFailure().known()).isFalse();
  }

  @Test
  void letsOthersBackToALinkWhoseProbeHasBegunToSpeak() {
    story.fails(3, OPENAI, overloaded());
    story.pass(10);

    Generation probe = story.admitted(OPENAI);
    boolean openBefore = story.open(OPENAI);
    story.board.spoke(probe, story.link(OPENAI), BoardStory.seconds(1));

    assertThat(openBefore).isFalse();
    assertThat(story.open(OPENAI)).isTrue();
  }

  @Test
  void restsALinkWhoseStreamsAlwaysBreak() {
    for (int i = 0; i < 3; i++) {
      Generation stream = story.admitted(OPENAI);
      story.board.spoke(stream, story.link(OPENAI), BoardStory.seconds(1));
      story.failed(stream, OPENAI, overloaded(), 2);
    }

    assertThat(story.open(OPENAI)).isFalse();
  }

  @Test
  void countsFailuresInARowAndASuccessInBetweenResets() {
    story.fails(2, OPENAI, overloaded()).answers(OPENAI).fails(2, OPENAI, overloaded());
    boolean openAfterTwo = story.open(OPENAI);

    story.fails(OPENAI, overloaded());

    assertThat(openAfterTwo).isTrue();
    assertThat(story.open(OPENAI)).isFalse();
  }

  @Test
  void countsATimeoutAsTwo() {
    story.fails(OPENAI, sick(FailureKind.TIMEOUT));
    boolean openAfterOne = story.open(OPENAI);

    story.fails(OPENAI, overloaded());

    assertThat(openAfterOne).isTrue();
    assertThat(story.open(OPENAI)).isFalse();
  }

  @Test
  void doublesWhileProbesFailUpToTheMaximumAndStartsOverAfterASuccess() {
    story.with("llm.cooldown.max", "35s").fails(3, OPENAI, overloaded());

    double second = afterFailedProbe(10);
    double third = afterFailedProbe(20);
    double fourth = afterFailedProbe(35);
    story.pass(35);
    story.answered(story.admitted(OPENAI), OPENAI, 1);
    story.fails(3, OPENAI, overloaded());

    assertThat(List.of(second, third, fourth)).containsExactly(20.0, 35.0, 35.0);
    assertThat(story.left(OPENAI)).isEqualTo(10);
  }

  private double afterFailedProbe(double rest) {
    story.pass(rest);
    story.failed(story.admitted(OPENAI), OPENAI, overloaded(), 0);
    return story.left(OPENAI);
  }

  @Test
  void doesNotDoubleAfterARestOfAnotherKind() {
    story.fails(OPENAI, sick(FailureKind.RATE_LIMITED));
    story.pass(20);

    story.failed(story.admitted(OPENAI), OPENAI, overloaded(), 0);

    assertThat(story.left(OPENAI)).isEqualTo(10);
  }

  @Test
  void takesTheHintOfAFailedProbe() {
    story.fails(3, OPENAI, overloaded());
    story.pass(10);

    story.failed(story.admitted(OPENAI), OPENAI, hinted(45), 0);

    assertThat(story.left(OPENAI)).isEqualTo(45);
    assertThat(story.rest(OPENAI).guess()).isFalse();
  }

  @Test
  void givesTheProbesPlaceBackWhenItsOutcomeSaysNothing() {
    story.fails(3, OPENAI, overloaded());
    story.pass(10);
    Generation cancelled = story.admitted(OPENAI);
    story.cancelled(cancelled, OPENAI);
    Generation busy = story.admitted(OPENAI);
    story.board.attempted(
        busy,
        story.link(OPENAI),
        new Attempt.Skipped(OPENAI, SkipReason.BUSY, ""),
        Optional.empty());
    Generation shortOfTime = story.admitted(OPENAI);
    story.board.attempted(
        shortOfTime,
        story.link(OPENAI),
        new Attempt.Failed(OPENAI, FailureKind.TIMEOUT, 0, "", 1, Duration.ofMillis(5)),
        Optional.empty());
    Generation mistaken = story.admitted(OPENAI);
    story.failed(mistaken, OPENAI, Failure.of(FailureKind.INVALID_REQUEST, 400, "no"), 0);
    Generation unknown = story.admitted(OPENAI);
    story.failed(unknown, OPENAI, Failure.of(FailureKind.UNKNOWN, 418, "teapot"), 0);

    story.failed(story.admitted(OPENAI), OPENAI, overloaded(), 0);

    assertThat(story.left(OPENAI)).as("still one doubling").isEqualTo(20);
  }

  @Test
  void keepsThePlaceOfTheProbeWhenSomebodyElseWasSkipped() {
    story.fails(3, OPENAI, overloaded());
    story.pass(10);
    story.admitted(OPENAI);

    Generation other = story.generation();
    Admission refused = story.board.admit(other, story.link(OPENAI));
    story.board.attempted(
        other,
        story.link(OPENAI),
        new Attempt.Skipped(OPENAI, SkipReason.COOLING_DOWN, ""),
        Optional.empty());

    assertThat(refused)
        .isEqualTo(
            new Admission.Resting(
                SkipReason.COOLING_DOWN,
                "overloaded, another call is finding out whether it is over",
                Duration.ZERO,
                true));
    assertThat(story.open(OPENAI)).isFalse();
  }

  @Test
  void letsAnotherProbeInWhenTheFirstVanished() {
    story.fails(3, OPENAI, overloaded());
    story.pass(10);
    Generation vanished = story.admitted(OPENAI);
    double patience = story.link(OPENAI).timeouts().attempt().toSeconds() * 2;

    story.pass(patience - 1);
    boolean openTooEarly = story.open(OPENAI);
    story.pass(1);
    Generation second = story.admitted(OPENAI);
    story.failed(vanished, OPENAI, overloaded(), patience);
    boolean openForAThird = story.open(OPENAI);
    story.answered(second, OPENAI, 1);

    assertThat(openTooEarly).isFalse();
    assertThat(openForAThird).isFalse();
    assertThat(story.open(OPENAI)).isTrue();
  }

  @Test
  void takesNoPlaceByLooking() {
    story.fails(3, OPENAI, overloaded());
    story.pass(10);

    assertThat(story.open(OPENAI)).isTrue();
    assertThat(story.open(OPENAI)).isTrue();
    story.admitted(OPENAI);
  }

  @Test
  void isNotHarmedByFailuresOfCallsThatBeganBeforeTheRest() {
    Generation early = story.generation();
    story.pass(5);
    story.fails(3, OPENAI, overloaded());
    story.pass(5);

    story.failed(early, OPENAI, overloaded(), 10);
    double leftAfterLateFailure = story.left(OPENAI);
    story.pass(5);
    story.answered(story.admitted(OPENAI), OPENAI, 1);
    story.failed(early, OPENAI, sick(FailureKind.TIMEOUT), 15);
    story.failed(early, OPENAI, sick(FailureKind.TIMEOUT), 15);

    assertThat(leftAfterLateFailure).isEqualTo(5);
    assertThat(story.open(OPENAI)).isTrue();
  }

  @Test
  void isNotHealedByAnswersOfCallsThatBeganBeforeTheRest() {
    Generation early = story.generation();
    story.pass(5);
    story.fails(OPENAI, hinted(30));
    story.pass(5);

    story.answered(early, OPENAI, 10);

    assertThat(story.left(OPENAI)).isEqualTo(25);
  }

  @Test
  void staysAsItIsWhenATryDuringTheRestFails() {
    story.fails(3, OPENAI, overloaded());
    story.pass(4);
    Generation forced = story.generation();
    story.pass(1);

    story.failed(forced, OPENAI, overloaded(), 1);

    assertThat(story.left(OPENAI)).isEqualTo(5);
    story.pass(5);
    story.failed(story.admitted(OPENAI), OPENAI, overloaded(), 0);
    assertThat(story.left(OPENAI)).as("doubled once").isEqualTo(20);
  }

  @Test
  void isWellWhenATryDuringTheRestSucceeds() {
    story.fails(3, OPENAI, overloaded());
    story.pass(4);
    Generation forced = story.generation();
    story.pass(1);

    story.answered(forced, OPENAI, 1);

    assertThat(story.report(OPENAI).state()).isEqualTo(State.READY);
  }

  @Test
  void replacesItsOwnGuessByTheProvidersWord() {
    story.fails(3, OPENAI, overloaded());

    story.fails(OPENAI, hinted(40));
    story.fails(OPENAI, hinted(60));

    assertThat(story.left(OPENAI)).as("the first word counts").isEqualTo(40);
    assertThat(story.rest(OPENAI).guess()).isFalse();
  }

  @Test
  void restsAllLinksOfAKeyAndProbesItWithOneOfThem() {
    story.fails(OPENAI, MONEY_SPENT);
    double leftOfTheOther = story.left(MINI);
    story.pass(600);

    Generation probe = story.admitted(MINI);
    boolean openMeanwhile = story.open(OPENAI);
    story.answered(probe, MINI, 1);

    assertThat(leftOfTheOther).isEqualTo(600);
    assertThat(story.open(GEMINI)).isTrue();
    assertThat(openMeanwhile).isFalse();
    assertThat(story.open(OPENAI)).isTrue();
  }

  @Test
  void startsFreshWithAnotherKey() {
    story.fails(OPENAI, MONEY_SPENT);

    story.with("llm.provider.openai.api-key", "key-2");
    boolean openWithTheNewKey = story.open(OPENAI);
    story.with("llm.provider.openai.api-key", "key-1");

    assertThat(openWithTheNewKey).isTrue();
    assertThat(story.open(OPENAI)).isFalse();
  }

  @Test
  void learnsNothingAboutTheKeyFromAProbeOfAnOverloadedLink() {
    story.fails(OPENAI, MONEY_SPENT);
    story.pass(600);

    story.failed(story.admitted(OPENAI), OPENAI, hinted(30), 0);
    Generation next = story.admitted(MINI);
    story.failed(next, MINI, MONEY_SPENT, 0);

    assertThat(story.left(OPENAI)).as("the key rests longer").isEqualTo(600);
    assertThat(story.report(OPENAI).reason()).isEqualTo("quota_exhausted");
  }

  @Test
  void leavesTheKeysPlaceToOthersWhenTheLinkItselfRests() {
    story.fails(OPENAI, MONEY_SPENT);
    story.pass(590);
    story.fails(OPENAI, hinted(60));
    story.pass(10);

    Admission refused = story.board.admit(story.generation(), story.link(OPENAI));

    assertThat(refused).isInstanceOf(Admission.Resting.class);
    story.admitted(MINI);
  }

  @Test
  void isNoGuessWhenOneOfLinkAndKeyRestsByTheProvidersWord() {
    story.fails(OPENAI, hinted(5));
    story.fails(
        OPENAI,
        Failure.of(FailureKind.MALFORMED, 200, "page").resting(Scope.PROVIDER, seconds(60)));

    assertThat(story.rest(OPENAI).left()).isEqualTo(seconds(60));
    assertThat(story.rest(OPENAI).guess()).isFalse();
  }

  @Test
  void takesChangedSettingsFromTheNextEventOn() {
    story.fails(2, OPENAI, overloaded());

    story.with("llm.cooldown.after", "5").with("llm.cooldown", "3s");
    story.fails(2, OPENAI, overloaded());
    boolean openAfterFour = story.open(OPENAI);
    story.fails(OPENAI, overloaded());

    assertThat(openAfterFour).isTrue();
    assertThat(story.left(OPENAI)).isEqualTo(3);
  }

  @Test
  void marksAProviderUnhealthyAboveTheRateAndHealthyWhenTheWindowHasPassed() {
    story.with("llm.cooldown.after", "1000").fails(4, OPENAI, overloaded());
    boolean unhealthyBelowMinCalls = story.board.unhealthy(story.settings(), story.link(OPENAI));

    story.fails(MINI, overloaded());
    boolean unhealthy = story.board.unhealthy(story.settings(), story.link(OPENAI));
    LinkReport report = story.report(OPENAI);
    story.pass(61);

    assertThat(unhealthyBelowMinCalls).isFalse();
    assertThat(unhealthy).isTrue();
    assertThat(report.state()).isEqualTo(State.UNHEALTHY);
    assertThat(report.failureRate()).isEqualTo(1.0);
    assertThat(report.calls()).isEqualTo(5);
    assertThat(story.open(OPENAI)).as("tried last, not skipped").isTrue();
    assertThat(story.board.unhealthy(story.settings(), story.link(GEMINI))).isFalse();
    assertThat(story.board.unhealthy(story.settings(), story.link(OPENAI))).isFalse();
  }

  @Test
  void countsOnlyWhatSaysSomethingAboutTheLink() {
    for (FailureKind kind : FailureKind.values()) {
      story.fails(1, GEMINI, Failure.of(kind, 400, kind.code()));
    }
    story.cancelled(story.generation(), GEMINI);
    story.board.attempted(
        story.generation(),
        story.link(GEMINI),
        new Attempt.Failed(GEMINI, FailureKind.TIMEOUT, 0, "", 1, Duration.ZERO),
        Optional.empty());
    story.answers(GEMINI);

    int counted = FailureKind.values().length - 4;
    assertThat(story.report(GEMINI).calls()).isEqualTo(counted + 1);
    assertThat(story.report(GEMINI).failureRate()).isEqualTo(counted / (counted + 1.0));
  }

  @Test
  void isNeverUnhealthyWhenTheRateIsOne() {
    story.with("llm.health.failure-rate", "1").fails(50, OPENAI, overloaded());

    assertThat(story.board.unhealthy(story.settings(), story.link(OPENAI))).isFalse();
  }

  @Test
  void staysAwayFromADrainedLinkForAsLongAsToldHoweverWellItIs() {
    story.answers(OPENAI);
    LinkName name = LinkName.parse(OPENAI);

    story.board.drain(name, Duration.ofMinutes(5));
    Admission.Resting drained = story.rest(OPENAI);
    State state = story.report(OPENAI).state();
    Admission refused = story.board.admit(story.generation(), story.link(OPENAI));
    story.pass(300);

    assertThat(drained)
        .isEqualTo(
            new Admission.Resting(
                SkipReason.DRAINED,
                "taken out by an operator, 300 s left",
                Duration.ofMinutes(5),
                false));
    assertThat(refused).isEqualTo(drained);
    assertThat(state).isEqualTo(State.DRAINED);
    story.admitted(OPENAI);
    assertThatThrownBy(() -> story.board.drain(name, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void startsFreshWhenRestored() {
    Generation early = story.generation();
    story.fails(5, OPENAI, overloaded()).fails(OPENAI, MONEY_SPENT);
    story.board.drain(LinkName.parse(OPENAI), Duration.ofHours(1));
    story.pass(5);

    story.board.restore(LinkName.parse(OPENAI));
    for (int i = 0; i < 9; i++) {
      story.failed(early, OPENAI, overloaded(), 5);
    }

    LinkReport report = story.report(OPENAI);
    assertThat(report.state()).isEqualTo(State.READY);
    assertThat(report.calls()).isZero();
    assertThat(report.reason()).isEmpty();
    story.admitted(OPENAI);
    story.admitted(MINI);
  }

  @Test
  void reportsWhatIsKnownOfALink() {
    for (int i = 0; i < 100; i++) {
      story.answered(story.generation(), OPENAI, 1);
    }
    story.fails(OPENAI, hinted(30));
    story.pass(12);

    LinkReport report = story.report(OPENAI);

    assertThat(report.link()).hasToString(OPENAI);
    assertThat(report.state()).isEqualTo(State.COOLING_DOWN);
    assertThat(report.reason()).isEqualTo("overloaded");
    assertThat(report.left()).isEqualTo(Duration.ofSeconds(18));
    assertThat(report.lastFailure())
        .isEqualTo(
            new LinkReport.LastFailure(
                FailureKind.OVERLOADED, 503, "wait", Duration.ofSeconds(12)));
    assertThat(report.calls()).isEqualTo(101);
    assertThat(report.times().answers()).isEqualTo(100);
    assertThat(report.times().p95Millis()).isBetween(970L, 1030L);
    story.pass(18);
    assertThat(story.report(OPENAI).state()).isEqualTo(State.PROBING);
  }

  @Test
  void remembersNoMoreThanItsLimitAndConfiguredLinksLongest() {
    story.fails(OPENAI, hinted(3600));

    for (int i = 0; i < 2_000; i++) {
      story.pass(0.001);
      story.answers("openai/made-up-" + i);
      story.failed(story.generation(), "gemini/made-up-" + i, overloaded(), 0);
    }

    assertThat(story.board.remembered()).isLessThanOrEqualTo(Memory.MOST + 2);
    assertThat(story.open(OPENAI)).isFalse();
    assertThat(story.report("openai/made-up-1999").times().answers()).isEqualTo(1);
    assertThat(story.report("openai/made-up-0").times().answers()).isZero();
  }
}
