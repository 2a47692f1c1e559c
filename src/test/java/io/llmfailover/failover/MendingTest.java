package io.llmfailover.failover;

import static io.llmfailover.failover.EngineFixture.trail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.AnswerCheck;
import io.llmfailover.Attempt;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.Message;
import io.llmfailover.Objection;
import io.llmfailover.OutputFormat;
import io.llmfailover.Piece;
import io.llmfailover.Prompt;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.StreamPolicy;
import io.llmfailover.Usage;
import io.llmfailover.VirtualTime;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import io.llmfailover.provider.Providers;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Answers of no use: mended by the link that gave them, or replaced by another's. */
class MendingTest {
  private static final String CHAIN = "openai/gpt-4o, gemini/gemini-2.5-flash, together/a/b";
  private static final Prompt JSON =
      Prompt.builder().user("A lesson, please.").format(OutputFormat.JSON).build();
  private static final AnswerCheck NO_PROMISES =
      (prompt, answer) ->
          answer.text().contains("guarantee")
              ? Optional.of(Objection.of("it promises something"))
              : Optional.empty();
  private static final AnswerCheck SHORT =
      (prompt, answer) ->
          answer.text().length() > 20
              ? Optional.of(Objection.mendable("at most 20 characters are allowed"))
              : Optional.empty();

  private final VirtualTime time = new VirtualTime();
  private final ScriptedLinks links = new ScriptedLinks();
  private final List<String> mended = new ArrayList<>();

  private EngineFixture fixture(Providers providers, String... settings) {
    String[] all = new String[settings.length + 2];
    all[0] = "llm.chain";
    all[1] = CHAIN;
    System.arraycopy(settings, 0, all, 2, settings.length);
    return new EngineFixture(time, providers)
        .configured(all)
        .telling(
            new AttemptListener() {
              @Override
              public void mending(Generation generation, Link link, Failure failure) {
                mended.add(link + ": " + failure.kind().code());
              }
            });
  }

  private Answer ask(Prompt prompt, String... settings) {
    return fixture(links, settings).engine().generate("", prompt).join();
  }

  private static Reply cut(String text) {
    return new Reply(text, "", "", List.of(), FinishReason.LENGTH, Usage.of(1000, 100), "", 200);
  }

  private void on(String link, Reply... replies) {
    for (Reply reply : replies) {
      links.on(link, CompletableFuture.completedFuture(reply));
    }
  }

  @Test
  void tellsALinkWhatIsWrongWithItsJsonAndAsksItOnceMore() {
    links.saying("openai/gpt-4o", "{\"title\": Fractions}");
    links.saying("openai/gpt-4o", "{\"title\": \"Fractions\"}");

    Answer answer = ask(JSON);

    assertThat(answer.text()).isEqualTo("{\"title\": \"Fractions\"}");
    assertThat(trail(answer.attempts())).isEqualTo("openai/gpt-4o=answered");
    assertThat(answer.attempts().get(0).calls()).isEqualTo(2);
    List<Message> asked = links.calls().get(1).prompt().messages();
    assertThat(asked).hasSize(3).startsWith(JSON.messages().get(0));
    assertThat(asked.get(1)).isEqualTo(Message.model("{\"title\": Fractions}"));
    assertThat(asked.get(2).toString()).contains("not the JSON asked for", "nothing but the JSON");
    assertThat(mended).containsExactly("openai/gpt-4o: malformed");
  }

  @Test
  void countsTheTokensAndTheMoneyOfBothRounds() {
    links.saying("openai/gpt-4o", "no JSON").saying("openai/gpt-4o", "{}");

    Answer answer = ask(JSON);

    assertThat(answer.usage()).isEqualTo(Usage.of(2000, 200));
    assertThat(answer.cost())
        .hasValueSatisfying(usd -> assertThat(usd).isEqualByComparingTo("0.007"));
    assertThat(answer.attempts().get(0).spent().cost()).isEqualTo(answer.cost());
  }

  @Test
  void asksTheNextLinkWhenTheRepairIsBrokenToo() {
    links.saying("openai/gpt-4o", "no JSON").saying("openai/gpt-4o", "still none");
    links.saying("gemini/gemini-2.5-flash", "{\"title\":\"Fractions\"}");

    Answer answer = ask(JSON);

    assertThat(trail(answer.attempts()))
        .isEqualTo("openai/gpt-4o=malformed, gemini/gemini-2.5-flash=answered");
    Attempt failed = answer.attempts().get(0);
    assertThat(failed.calls()).isEqualTo(2);
    assertThat(failed.spent().usage()).isEqualTo(Usage.of(2000, 200));
    assertThat(answer.usage()).as("of the link that answered").isEqualTo(Usage.of(1000, 100));
    assertThat(answer.cost().orElseThrow())
        .as("of all attempts")
        .isEqualByComparingTo(
            failed
                .spent()
                .cost()
                .orElseThrow()
                .add(answer.attempts().get(1).spent().cost().orElseThrow()));
    assertThat(links.calls().get(2).prompt().messages()).isEqualTo(JSON.messages());
  }

  @Test
  void doesNotKnowTheCostWhenThePriceOfABrokenAnswerIsUnknown() {
    links.saying("gemini/nobody-knows", "no JSON").saying("openai/gpt-4o", "{}");

    Answer answer = ask(JSON, "llm.chain", "gemini/nobody-knows, openai/gpt-4o");

    assertThat(answer.cost()).isEmpty();
    assertThat(answer.attempts().get(1).spent().cost()).isPresent();
  }

  @Test
  void repairsAsOftenAsConfigured() {
    links.saying("openai/gpt-4o", "none").saying("openai/gpt-4o", "none");
    links.saying("openai/gpt-4o", "none").saying("openai/gpt-4o", "{}");

    Answer answer = ask(JSON, "llm.repair", "3");

    assertThat(answer.attempts().get(0).calls()).isEqualTo(4);
    assertThat(links.calls().get(3).prompt().messages()).as("only the last try").hasSize(3);
  }

  @Test
  void asksTheNextLinkAtOnceWhenRepairsAreOff() {
    links.saying("openai/gpt-4o", "no JSON");
    links.saying("gemini/gemini-2.5-flash", "{}");

    Answer answer = ask(JSON, "llm.repair", "0");

    assertThat(links.called()).containsExactly("openai/gpt-4o", "gemini/gemini-2.5-flash");
    assertThat(answer.text()).isEqualTo("{}");
  }

  @Test
  void asksTheNextLinkWhenThereIsNoTimeForAnotherSuchCall() {
    CompletableFuture<Reply> slow = links.silent("openai/gpt-4o");
    links.saying("gemini/gemini-2.5-flash", "{}");
    Prompt hurried = JSON.toBuilder().deadline(Duration.ofSeconds(20)).build();

    CompletableFuture<Answer> answer = fixture(links).engine().generate("", hurried);
    time.pass(Duration.ofSeconds(9));
    slow.complete(ScriptedLinks.reply("no JSON"));

    assertThat(links.called()).containsExactly("openai/gpt-4o", "gemini/gemini-2.5-flash");
    assertThat(answer.join().text()).isEqualTo("{}");
  }

  @Test
  void doesNotRepairWhatIsNoAnswerAtAll() {
    links.failing("openai/gpt-4o", FailureKind.MALFORMED, 502);

    ask(Prompt.of("Habari?"));

    assertThat(links.called()).containsExactly("openai/gpt-4o", "gemini/gemini-2.5-flash");
  }

  @Test
  void givesTwiceTheRoomWhenTheCallersLimitCutTheJsonOff() {
    on("openai/gpt-4o", cut("{\"title\":\"Frac"));
    links.saying("openai/gpt-4o", "{\"title\":\"Fractions\"}");
    Prompt narrow = JSON.toBuilder().maxTokens(50).build();

    Answer answer = ask(narrow);

    ProviderCall repair = links.calls().get(1);
    assertThat(repair.prompt().maxTokens()).hasValue(100);
    assertThat(repair.prompt().messages()).isEqualTo(narrow.messages());
    assertThat(answer.notices())
        .containsExactly(
            "maxTokens was raised from 50 to 100, because an answer was cut off by it.");
    assertThat(trail(answer.attempts())).isEqualTo("openai/gpt-4o=answered");
  }

  @Test
  void givesTheLinksAfterItMoreRoomToo() {
    on("openai/gpt-4o", cut("{\"title"), cut("{\"title\":\"Fr"));
    links.saying("gemini/gemini-2.5-flash", "{}");

    ask(JSON.toBuilder().maxTokens(50).build());

    assertThat(links.calls().get(2).prompt().maxTokens()).hasValue(200);
  }

  @Test
  void asksModelsThatWriteMoreFirstWhenTheModelsOwnLimitCutTheJsonOff() {
    on("openai/gpt-4o", cut("{\"title"));
    links.saying("gemini/gemini-2.5-flash", "{}");

    Answer answer =
        ask(JSON, "llm.chain", "openai/gpt-4o, openai/gpt-4o-mini, gemini/gemini-2.5-flash");

    assertThat(links.called()).containsExactly("openai/gpt-4o", "gemini/gemini-2.5-flash");
    assertThat(trail(answer.attempts()))
        .isEqualTo(
            "openai/gpt-4o=truncated, openai/gpt-4o-mini=cannot_do,"
                + " gemini/gemini-2.5-flash=answered");
  }

  @Test
  void asksModelsThatWriteNoMoreWhenNoOtherIsLeft() {
    on("openai/gpt-4o", cut("{\"title"));
    links.failing("gemini/gemini-2.5-flash", FailureKind.OVERLOADED, 503);
    links.saying("openai/gpt-4o-mini", "{}");

    Answer answer =
        ask(JSON, "llm.chain", "openai/gpt-4o, openai/gpt-4o-mini, gemini/gemini-2.5-flash");

    assertThat(answer.link()).isEqualTo("openai/gpt-4o-mini");
  }

  @Test
  void doesNotRepairWhatTheModelCannotWriteLonger() {
    on("openai/gpt-4o", cut("{\"title"));
    links.saying("gemini/gemini-2.5-flash", "{}");

    ask(JSON.toBuilder().maxTokens(16_384).build());

    assertThat(links.called()).containsExactly("openai/gpt-4o", "gemini/gemini-2.5-flash");
    assertThat(links.calls().get(1).prompt().maxTokens()).hasValue(32_768);
  }

  @Test
  void goesOnToTheNextLinkWhenACheckObjects() {
    links.saying("openai/gpt-4o", "I guarantee it.").saying("gemini/gemini-2.5-flash", "Perhaps.");

    Answer answer = fixture(links).checking(NO_PROMISES).engine().generate("", ask()).join();

    assertThat(answer.text()).isEqualTo("Perhaps.");
    assertThat(answer.attempts().get(0))
        .isInstanceOfSatisfying(
            Attempt.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailureKind.MALFORMED);
              assertThat(failed.message()).isEqualTo("it promises something");
              assertThat(failed.calls()).isEqualTo(1);
            });
  }

  private static Prompt ask() {
    return Prompt.of("Will it work?");
  }

  @Test
  void letsALinkMendWhatACheckSaysCanBeMended() {
    links.saying("openai/gpt-4o", "This is much longer than allowed.");
    links.saying("openai/gpt-4o", "This is short.");

    Answer answer = ask(ask().toBuilder().check(SHORT).build());

    assertThat(answer.text()).isEqualTo("This is short.");
    assertThat(links.calls().get(1).prompt().messages().get(2).toString())
        .contains("at most 20 characters are allowed")
        .doesNotContain("JSON");
  }

  @Test
  void showsAChecksAnswerAsTheCallerWouldGetIt() {
    links.saying("openai/gpt-4o", "Here you are:\n```json\n{\"title\":\"Fractions\"}\n```");
    List<Answer> shown = new ArrayList<>();
    AnswerCheck watching =
        (prompt, answer) -> {
          shown.add(answer);
          return Optional.empty();
        };

    ask(JSON.toBuilder().check(watching).build());

    assertThat(shown).hasSize(1);
    assertThat(shown.get(0).text()).isEqualTo("{\"title\":\"Fractions\"}");
    assertThat(shown.get(0).link()).isEqualTo("openai/gpt-4o");
    assertThat(shown.get(0).usage()).isEqualTo(Usage.of(1000, 100));
  }

  @Test
  void doesNotApproveOfAnAnswerWhoseCheckFails() {
    AnswerCheck broken =
        (prompt, answer) -> {
          throw new IllegalStateException("a check with a mistake");
        };

    Throwable end = catchThrowable(() -> ask(ask().toBuilder().check(broken).build()));

    assertThat(end).hasCauseInstanceOf(AllLinksFailedException.class);
    assertThat(trail(((AllLinksFailedException) end.getCause()).attempts()))
        .isEqualTo("openai/gpt-4o=unknown, gemini/gemini-2.5-flash=unknown, together/a/b=unknown");
  }

  @Test
  void refusesAPromptThatACheckCouldNeverCheck() {
    AnswerCheck strict =
        new AnswerCheck() {
          @Override
          public Optional<Objection> check(Prompt prompt, Answer answer) {
            return Optional.empty();
          }

          @Override
          public void prepare(Prompt prompt) {
            throw new InvalidPromptException("schema", "is none");
          }
        };

    CompletableFuture<Answer> answer = fixture(links).checking(strict).engine().generate("", ask());

    assertThat(catchThrowable(answer::join))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(InvalidPromptException.class);
    assertThat(links.called()).isEmpty();
  }

  @Test
  void leavesPromptsAloneThatACheckIsNotConcernedWith() {
    AnswerCheck elsewhere =
        new AnswerCheck() {
          @Override
          public boolean concerns(Prompt prompt) {
            return false;
          }

          @Override
          public Optional<Objection> check(Prompt prompt, Answer answer) {
            throw new AssertionError("asked all the same");
          }
        };

    Answer answer = fixture(links).checking(elsewhere).engine().generate("", ask()).join();

    assertThat(trail(answer.attempts())).isEqualTo("openai/gpt-4o=answered");
  }

  @Test
  void givesUpTheRepairWhenItsCallerHasGone() {
    links.saying("openai/gpt-4o", "no JSON");
    CompletableFuture<Reply> repair = links.silent("openai/gpt-4o");

    CompletableFuture<Answer> answer = fixture(links).engine().generate("", JSON);
    answer.cancel(true);
    repair.complete(ScriptedLinks.reply("{}"));

    assertThat(links.calls().get(1).cancelled()).isTrue();
    assertThat(links.called()).hasSize(2);
    assertThat(time.tasks()).isZero();
  }

  @Test
  void holdsPiecesBackUntilTheyAreApprovedOf() {
    SpeakingLinks speaking = new SpeakingLinks();
    HeardPieces heard = HeardPieces.forGood();
    speaking.saying("openai/gpt-4o", "I ", "guarantee ", "it.");
    speaking.saying("gemini/gemini-2.5-flash", "Per", "haps.");

    Answer answer = stream(speaking, heard, ask()).join();

    assertThat(heard.text()).isEqualTo("Perhaps.");
    assertThat(heard.pieces()).containsExactly(new Piece.Text("Per"), new Piece.Text("haps."));
    assertThat(answer.text()).isEqualTo("Perhaps.");
    assertThat(answer.usage()).isEqualTo(Usage.of(10, 20));
  }

  private CompletableFuture<Answer> stream(
      SpeakingLinks speaking, HeardPieces heard, Prompt prompt) {
    return fixture(speaking).checking(NO_PROMISES).engine().stream("id", "", prompt, heard);
  }

  @Test
  void takesPiecesBackThatAreNotApprovedOfFromASinkThatCan() {
    SpeakingLinks speaking = new SpeakingLinks();
    HeardPieces heard = HeardPieces.restartable();
    speaking.saying("openai/gpt-4o", "I ", "guarantee ", "it.");
    speaking.saying("gemini/gemini-2.5-flash", "Per", "haps.");

    Answer answer = stream(speaking, heard, ask()).join();

    assertThat(heard.restarted()).isEqualTo(1);
    assertThat(heard.text()).isEqualTo("Perhaps.");
    assertThat(answer.text()).isEqualTo("Perhaps.");
  }

  @Test
  void mendsAStreamedAnswerOfWhichNothingWasHeard() {
    SpeakingLinks speaking = new SpeakingLinks();
    HeardPieces heard = HeardPieces.forGood();
    speaking.saying("openai/gpt-4o", "This is much longer than allowed.");
    speaking.saying("openai/gpt-4o", "This is short.");
    Prompt prompt = ask().toBuilder().check(SHORT).build();

    Answer answer = stream(speaking, heard, prompt).join();

    assertThat(heard.text()).isEqualTo("This is short.");
    assertThat(answer.usage()).isEqualTo(Usage.of(20, 40));
    assertThat(trail(answer.attempts())).isEqualTo("openai/gpt-4o=answered");
  }

  @Test
  void endsAStreamInAnErrorThatWasHeardAndIsNotApprovedOf() {
    SpeakingLinks speaking = new SpeakingLinks();
    HeardPieces heard = HeardPieces.forGood();
    speaking.saying("openai/gpt-4o", "I ", "guarantee ", "it.");
    Prompt live = ask().toBuilder().streamPolicy(StreamPolicy.ERROR).build();

    CompletableFuture<Answer> answer = stream(speaking, heard, live);

    assertThat(catchThrowable(answer::join)).hasCauseInstanceOf(StreamBrokenException.class);
    assertThat(heard.text()).isEqualTo("I guarantee it.");
  }
}
