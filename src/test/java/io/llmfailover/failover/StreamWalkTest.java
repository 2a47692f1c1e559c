package io.llmfailover.failover;

import static io.llmfailover.failover.EngineFixture.trail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.llmfailover.AllLinksFailedException;
import io.llmfailover.Answer;
import io.llmfailover.DeadlineExceededException;
import io.llmfailover.FailureKind;
import io.llmfailover.FinishReason;
import io.llmfailover.LlmException;
import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Piece;
import io.llmfailover.PieceSink;
import io.llmfailover.Prompt;
import io.llmfailover.RequestRefusedException;
import io.llmfailover.StreamBrokenException;
import io.llmfailover.StreamPolicy;
import io.llmfailover.ToolCall;
import io.llmfailover.Usage;
import io.llmfailover.VirtualTime;
import io.llmfailover.provider.PieceTaker;
import io.llmfailover.provider.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class StreamWalkTest {
  private static final String CHAIN = "openai/a, gemini/b, together/c";
  private static final String WHOLE = "Paris is the capital of France.";

  private final VirtualTime time = new VirtualTime();
  private final SpeakingLinks links = new SpeakingLinks();
  private final HeardPieces heard = HeardPieces.forGood();

  private CompletableFuture<Answer> ask(Prompt prompt, PieceSink sink, String... settings) {
    return engine(settings).stream("id", "", prompt, sink);
  }

  private CompletableFuture<Answer> ask(PieceSink sink, String... settings) {
    return ask(Prompt.of("Tell me of Paris."), sink, settings);
  }

  private Engine engine(String... settings) {
    String[] all = new String[settings.length + 2];
    all[0] = "llm.chain";
    all[1] = CHAIN;
    System.arraycopy(settings, 0, all, 2, settings.length);
    return new EngineFixture(time, links).configured(all).engine();
  }

  private static Throwable end(CompletableFuture<Answer> answer) {
    Throwable thrown = catchThrowable(answer::join);
    return thrown instanceof CompletionException ? thrown.getCause() : thrown;
  }

  @Test
  void handsPiecesOnAsTheyCome() {
    links.saying("openai/a", "Paris is ", "the capital ", "of France.");

    Answer answer = ask(heard).join();

    assertThat(heard.pieces())
        .containsExactly(
            new Piece.Text("Paris is "),
            new Piece.Text("the capital "),
            new Piece.Text("of France."));
    assertThat(answer.text()).isEqualTo(WHOLE);
    assertThat(answer.usage()).isEqualTo(Usage.of(10, 20));
    assertThat(heard.starts()).hasSize(1);
    assertThat(time.tasks()).as("timers kept").isZero();
  }

  @Test
  void saysNothingOfALinkThatFailsBeforeItsFirstWord() {
    links.breaking("openai/a", FailureKind.OVERLOADED).saying("gemini/b", WHOLE);

    Answer answer = ask(heard).join();

    assertThat(heard.text()).isEqualTo(WHOLE);
    assertThat(trail(answer.attempts())).isEqualTo("openai/a=overloaded, gemini/b=answered");
    assertThat(heard.starts().get(0).link()).isEqualTo("gemini/b");
    assertThat(trail(heard.starts().get(0).attempts())).isEqualTo("openai/a=overloaded");
  }

  @Test
  void holdsBackThoughtsAndBlanksUntilThereIsAnAnswer() {
    links
        .on(
            "openai/a",
            (call, taker, end) -> {
              SpeakingLinks.take(call, taker, new Piece.Reasoning("Hm."));
              SpeakingLinks.take(call, taker, new Piece.Text(" \n"));
              end.completeExceptionally(SpeakingLinks.failure(FailureKind.TRUNCATED));
            })
        .on(
            "gemini/b",
            (call, taker, end) -> {
              SpeakingLinks.take(call, taker, new Piece.Reasoning("Aha."));
              SpeakingLinks.whole(call, taker, end, List.of(WHOLE));
            });

    ask(heard).join();

    assertThat(heard.pieces()).containsExactly(new Piece.Reasoning("Aha."), new Piece.Text(WHOLE));
  }

  @Test
  void resumesOnALinkThatGoesOnAndMergesWhatBothCost() {
    links
        .breaking("openai/a", FailureKind.TRUNCATED, "Paris is ", "the ")
        .saying("gemini/b", "capital ", "of France.");

    Answer answer = ask(heard).join();

    assertThat(heard.text()).isEqualTo(WHOLE);
    assertThat(answer.text()).isEqualTo(WHOLE);
    assertThat(trail(answer.attempts())).isEqualTo("openai/a=truncated, gemini/b=answered");
    assertThat(answer.usage().estimated()).isTrue();
    assertThat(answer.usage().outputTokens()).isGreaterThan(20);
    assertThat(heard.starts()).as("one stream").hasSize(1);
    assertThat(heard.restarted()).isZero();
  }

  @Test
  void tellsTheNextLinkWhereToGoOn() {
    links.breaking("openai/a", FailureKind.TIMEOUT, "Paris is the ").saying("gemini/b", WHOLE);

    ask(heard).join();

    List<Message> asked = links.calls().get(1).prompt().messages();
    assertThat(asked.get(1)).isEqualTo(Message.model("Paris is the "));
    assertThat(((Message.FromUser) asked.get(2)).parts().toString()).contains("Paris is the");
    assertThat(heard.text()).isEqualTo(WHOLE);
  }

  @Test
  void putsTheBeginningIntoTheMouthOfALinkThatTakesIt() {
    links
        .breaking("openai/a", FailureKind.TIMEOUT, "Paris is the ")
        .saying("anthropic/claude-haiku-4-5", "capital of France.");

    Answer answer = ask(heard, "llm.chain", "openai/a, anthropic/claude-haiku-4-5").join();

    assertThat(links.lastTurn(1)).isEqualTo(Message.model("Paris is the"));
    assertThat(answer.text()).isEqualTo(WHOLE);
  }

  @Test
  void asksALinkThatRefusesThatOnceMoreWithoutIt() {
    links
        .breaking("openai/a", FailureKind.TIMEOUT, "Paris is the ")
        .breaking("anthropic/claude-haiku-4-5", FailureKind.INVALID_REQUEST)
        .saying("anthropic/claude-haiku-4-5", "capital of France.");

    Answer answer = ask(heard, "llm.chain", "openai/a, anthropic/claude-haiku-4-5").join();

    assertThat(links.lastTurn(2)).isInstanceOf(Message.FromUser.class);
    assertThat(answer.text()).isEqualTo(WHOLE);
    assertThat(trail(answer.attempts()))
        .isEqualTo("openai/a=timeout, anthropic/claude-haiku-4-5=answered");
    assertThat(answer.attempts().get(1).calls()).isEqualTo(2);
  }

  @Test
  void takesItForWholeWhenALinkThatHoldsAllOfItHasNothingToAdd() {
    links
        .breaking("openai/a", FailureKind.TRUNCATED, WHOLE)
        .saying("anthropic/claude-haiku-4-5", "");

    Answer answer = ask(heard, "llm.chain", "openai/a, anthropic/claude-haiku-4-5").join();

    assertThat(answer.text()).isEqualTo(WHOLE);
    assertThat(heard.text()).isEqualTo(WHOLE);
  }

  @Test
  void doesNotTakeTheSilenceOfALinkThatWasAskedToRepeatForAnEnd() {
    links
        .breaking("openai/a", FailureKind.TRUNCATED, WHOLE)
        .saying("gemini/b", "")
        .saying("together/c", WHOLE);

    Answer answer = ask(heard).join();

    assertThat(trail(answer.attempts()))
        .isEqualTo("openai/a=truncated, gemini/b=empty, together/c=answered");
    assertThat(heard.text()).isEqualTo(WHOLE);
  }

  @Test
  void goesOnToTheLinkAfterNextWhenTheNextOneCannotGoOn() {
    links
        .breaking("openai/a", FailureKind.TRUNCATED, "Paris is ", "the ")
        .breaking("gemini/b", FailureKind.OVERLOADED)
        .saying("together/c", WHOLE);

    assertThat(ask(heard).join().text()).isEqualTo(WHOLE);
    assertThat(heard.text()).isEqualTo(WHOLE);
  }

  @Test
  void resumesWhatTwoLinksSaidOnAThird() {
    links
        .breaking("openai/a", FailureKind.TRUNCATED, "Paris is ")
        .breaking("gemini/b", FailureKind.TRUNCATED, "the capital ")
        .saying("together/c", "of France.");

    assertThat(ask(heard).join().text()).isEqualTo(WHOLE);
    assertThat(heard.text()).isEqualTo(WHOLE);
  }

  @Test
  void endsInAnErrorWhenNoLinkIsLeftToGoOn() {
    links
        .breaking("openai/a", FailureKind.TRUNCATED, "Paris is ")
        .breaking("gemini/b", FailureKind.OVERLOADED)
        .breaking("together/c", FailureKind.SERVER_ERROR);

    CompletableFuture<Answer> answer = ask(heard);

    assertThat(end(answer)).isInstanceOf(AllLinksFailedException.class);
    assertThat(heard.text()).isEqualTo("Paris is ");
  }

  @Test
  void triesAnotherLinkWhenOneTellsTheAnswerAnewInOtherWords() {
    links
        .breaking("openai/a", FailureKind.TRUNCATED, "Paris is the capital of Fr")
        .saying("gemini/b", "Paris is the capital city", " of France.")
        .saying("together/c", "ance.");

    Answer answer = ask(heard).join();

    assertThat(heard.text()).isEqualTo(WHOLE);
    assertThat(trail(answer.attempts()))
        .isEqualTo("openai/a=truncated, gemini/b=malformed, together/c=answered");
    assertThat(links.calls().get(1).cancelled()).as("its call is given up").isTrue();
  }

  @Test
  void restartsWithAnAnswerToldAnewWhereTheSinkCan() {
    HeardPieces restartable = HeardPieces.restartable();
    links
        .breaking("openai/a", FailureKind.TRUNCATED, "Paris is the capital of Fr")
        .saying("gemini/b", "Paris is the capital city", " of France.");

    Answer answer = ask(restartable).join();

    assertThat(restartable.text()).isEqualTo("Paris is the capital city of France.");
    assertThat(answer.text()).isEqualTo("Paris is the capital city of France.");
    assertThat(restartable.restarted()).isEqualTo(1);
  }

  @Test
  void endsABrokenStreamInAnErrorWhenThePolicySaysSo() {
    HeardPieces restartable = HeardPieces.restartable();
    links.breaking("openai/a", FailureKind.TRUNCATED, "Paris is ").saying("gemini/b", WHOLE);

    CompletableFuture<Answer> answer = ask(restartable, "llm.stream.policy", "error");

    assertThat(end(answer))
        .isInstanceOfSatisfying(
            StreamBrokenException.class,
            broken -> {
              assertThat(broken.reason()).isEqualTo(FailureKind.TRUNCATED);
              assertThat(trail(broken.attempts())).isEqualTo("openai/a=truncated");
            });
    assertThat(links.called()).containsExactly("openai/a");
    assertThat(restartable.restarted()).isZero();
  }

  @Test
  void buffersTheWholeAnswerWhenThePolicySaysSo() {
    links
        .breaking("openai/a", FailureKind.TRUNCATED, "Par", "is")
        .on(
            "gemini/b",
            (call, taker, end) -> {
              SpeakingLinks.say(call, taker, List.of("Paris is ", "the capital of France."));
              assertThat(heard.pieces()).isEmpty();
              end.complete(SpeakingLinks.reply(WHOLE));
            });
    Prompt prompt =
        Prompt.of("Tell me of Paris.").toBuilder().streamPolicy(StreamPolicy.BUFFER).build();

    Answer answer = ask(prompt, heard).join();

    assertThat(heard.text()).isEqualTo(WHOLE);
    assertThat(trail(answer.attempts())).isEqualTo("openai/a=truncated, gemini/b=answered");
    assertThat(heard.starts().get(0).link()).isEqualTo("gemini/b");
  }

  @Test
  void takesTheChainsOwnPolicy() {
    links.breaking("openai/a", FailureKind.TRUNCATED, "Paris is ");
    Prompt prompt = Prompt.of("?").toBuilder().model("strict").build();

    CompletableFuture<Answer> answer =
        ask(
            prompt,
            heard,
            "llm.chain.strict",
            "openai/a, gemini/b",
            "llm.chain.strict.stream.policy",
            "error");

    assertThat(end(answer)).isInstanceOf(StreamBrokenException.class);
  }

  @Test
  void endsBrokenJsonInAnErrorAndNeverResumesIt() {
    links.breaking("openai/a", FailureKind.TRUNCATED, "{\"a\":", "[1,").saying("gemini/b", "2]}");
    Prompt prompt = Prompt.builder().user("?").format(OutputFormat.JSON).build();

    CompletableFuture<Answer> answer = ask(prompt, heard);

    assertThat(end(answer)).isInstanceOf(StreamBrokenException.class);
    assertThat(links.called()).containsExactly("openai/a");
  }

  @Test
  void restartsBrokenJsonWhereTheSinkCan() {
    HeardPieces restartable = HeardPieces.restartable();
    links
        .breaking("openai/a", FailureKind.TRUNCATED, "{\"a\":", "[1,")
        .saying("gemini/b", "{\"a\"", ":[1,2]}");
    Prompt prompt = Prompt.builder().user("?").format(OutputFormat.JSON).build();

    Answer answer = ask(prompt, restartable).join();

    assertThat(restartable.text()).isEqualTo("{\"a\":[1,2]}");
    assertThat(answer.text()).isEqualTo("{\"a\":[1,2]}");
    assertThat(restartable.restarted()).isEqualTo(1);
  }

  @Test
  void unwrapsJsonInAFenceBeforeItIsHeard() {
    links.saying("openai/a", "```json\n", "{\"a\":1}", "\n```");
    Prompt prompt = Prompt.builder().user("?").format(OutputFormat.JSON).build();

    Answer answer = ask(prompt, heard).join();

    assertThat(heard.text()).isEqualTo("{\"a\":1}");
    assertThat(answer.text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void notesThatJsonWasNotWhatItBeganAs() {
    links.saying("openai/a", "{\"a\":1} ", "is what you want.").saying("gemini/b", "{\"a\":1}");
    Prompt prompt = Prompt.builder().user("?").format(OutputFormat.JSON).build();

    assertThat(end(ask(prompt, heard))).isInstanceOf(StreamBrokenException.class);
  }

  @Test
  void neverResumesAHalfSentToolCall() {
    links
        .on(
            "openai/a",
            (call, taker, end) -> {
              SpeakingLinks.take(call, taker, new Piece.ToolStart(0, "call_1", "look", ""));
              SpeakingLinks.take(call, taker, new Piece.ToolArguments(0, "{\"q\":"));
              end.completeExceptionally(SpeakingLinks.failure(FailureKind.TIMEOUT));
            })
        .saying("gemini/b", WHOLE);

    assertThat(end(ask(heard))).isInstanceOf(StreamBrokenException.class);
    assertThat(links.called()).containsExactly("openai/a");
  }

  @Test
  void letsTheNextLinkCallToolsAfterTheWordsOfTheFirst() {
    links
        .breaking("openai/a", FailureKind.TIMEOUT, "Let me look ")
        .on(
            "gemini/b",
            (call, taker, end) -> {
              SpeakingLinks.say(call, taker, List.of("it up."));
              SpeakingLinks.take(call, taker, new Piece.ToolStart(0, "call_1", "look", ""));
              SpeakingLinks.take(call, taker, new Piece.ToolArguments(0, "{}"));
              end.complete(SpeakingLinks.reply("it up.", ToolCall.of("call_1", "look", "{}")));
            });

    Answer answer = ask(heard).join();

    assertThat(answer.text()).isEqualTo("Let me look it up.");
    assertThat(heard.pieces())
        .endsWith(new Piece.ToolStart(0, "call_1", "look", ""), new Piece.ToolArguments(0, "{}"));
    assertThat(answer.toolCalls()).hasSize(1);
  }

  @Test
  void stopsAtARefusalInTheMiddle() {
    links
        .breaking("openai/a", FailureKind.CONTENT_FILTERED, "First you ")
        .saying("gemini/b", WHOLE);

    assertThat(end(ask(heard))).isInstanceOf(RequestRefusedException.class);
  }

  @Test
  void estimatesTheTokensOfAStreamThatTellsNone() {
    links.on(
        "openai/a",
        (call, taker, end) -> {
          SpeakingLinks.say(call, taker, List.of(WHOLE));
          end.complete(
              new Reply(WHOLE, "", "", List.of(), FinishReason.STOP, Usage.UNKNOWN, "", 200));
        });

    Usage usage = ask(heard).join().usage();

    assertThat(usage.estimated()).isTrue();
    assertThat(usage.inputTokens()).isPositive();
    assertThat(usage.outputTokens()).isBetween(5L, 12L);
  }

  @Test
  void waitsForASinkThatIsNotReady() {
    CompletableFuture<Void> busy = heard.busy();
    CompletableFuture<CompletionStage<?>> next = new CompletableFuture<>();
    links.on(
        "openai/a",
        (call, taker, end) -> {
          call.speaks();
          next.complete(taker.take(new Piece.Text(WHOLE)));
        });

    ask(heard);

    CompletableFuture<?> ready = next.join().toCompletableFuture();
    assertThat(ready).isNotDone();
    busy.complete(null);
    assertThat(ready).isDone();
  }

  @Test
  void givesUpWhenItsSinkThrows() {
    links.saying("openai/a", "Paris ", "is");

    CompletableFuture<Answer> answer =
        ask(
            piece -> {
              throw new IllegalStateException("gone");
            });

    assertThat(end(answer)).isInstanceOf(CancellationException.class);
    assertThat(links.calls().get(0).cancelled()).isTrue();
    assertThat(time.tasks()).isZero();
  }

  @Test
  void handsNothingOnAfterItWasCancelled() {
    PieceTaker[] taker = new PieceTaker[1];
    links.on(
        "openai/a",
        (call, its, end) -> {
          taker[0] = its;
          SpeakingLinks.say(call, its, List.of("Paris "));
        });

    CompletableFuture<Answer> answer = ask(heard);
    answer.cancel(true);
    taker[0].take(new Piece.Text("is"));

    assertThat(heard.text()).isEqualTo("Paris ");
    assertThat(links.calls().get(0).cancelled()).isTrue();
  }

  @Test
  void mustHaveItsFirstPieceByTheDeadlineAndMayThenGoOnForLong() {
    PieceTaker[] taker = new PieceTaker[1];
    List<CompletableFuture<Reply>> ends = new ArrayList<>();
    links.on(
        "openai/a",
        (call, its, end) -> {
          taker[0] = its;
          ends.add(end);
        });

    CompletableFuture<Answer> slow = ask(heard, "llm.deadline", "30s");
    time.pass(Duration.ofSeconds(30));
    CompletableFuture<Answer> steady = ask(heard, "llm.deadline", "30s");
    taker[0].take(new Piece.Text("Paris"));
    time.pass(Duration.ofMinutes(14));
    ends.get(1).complete(SpeakingLinks.reply("Paris"));

    assertThat(end(slow)).isInstanceOf(DeadlineExceededException.class);
    assertThat(steady.join().text()).isEqualTo("Paris");
    assertThat(time.tasks()).isZero();
  }

  @Test
  void endsAtTheLongestStream() {
    links.on("openai/a", (call, taker, end) -> SpeakingLinks.say(call, taker, List.of("Paris")));

    CompletableFuture<Answer> answer = ask(heard, "llm.stream.max", "5m");
    time.pass(Duration.ofMinutes(5));

    assertThat(end(answer)).isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void holdsTheWholeStreamToTheCallersOwnDeadline() {
    links.on("openai/a", (call, taker, end) -> SpeakingLinks.say(call, taker, List.of("Paris")));
    Prompt prompt = Prompt.of("?").toBuilder().deadline(Duration.ofSeconds(20)).build();

    CompletableFuture<Answer> answer = ask(prompt, heard);
    time.pass(Duration.ofSeconds(20));

    assertThat(end(answer)).isInstanceOf(DeadlineExceededException.class);
  }

  @Test
  void letsOnlyTheHedgedLinkBeHeardThatSpeaksFirst() {
    PieceTaker[] slow = new PieceTaker[1];
    List<CompletableFuture<Reply>> ends = new ArrayList<>();
    links
        .on(
            "openai/a",
            (call, its, end) -> {
              slow[0] = its;
              ends.add(end);
            })
        .on("gemini/b", (call, its, end) -> SpeakingLinks.whole(call, its, end, List.of(WHOLE)));

    CompletableFuture<Answer> answer =
        ask(heard, "llm.hedge.after", "1s", "llm.hedge.max-share", "100%");
    time.pass(Duration.ofSeconds(1));
    slow[0].take(new Piece.Text("Late"));
    ends.get(0).complete(SpeakingLinks.reply("Late"));

    assertThat(answer.join().text()).isEqualTo(WHOLE);
    assertThat(heard.text()).isEqualTo(WHOLE);
    assertThat(links.calls().get(0).cancelled()).isTrue();
    assertThat(trail(answer.join().attempts())).isEqualTo("openai/a=cancelled, gemini/b=answered");
  }

  /** Every position, every way to break, every way to go on: the whole answer, or an error. */
  @Test
  void neverPassesATruncatedOrRepeatedAnswerForAWholeOne() {
    List<String> tokens = tokens();
    String whole = String.join("", tokens);
    for (StreamPolicy policy : StreamPolicy.values()) {
      for (int cut = 0; cut <= tokens.size(); cut++) {
        for (FailureKind kind :
            List.of(FailureKind.TRUNCATED, FailureKind.TIMEOUT, FailureKind.OVERLOADED)) {
          for (int from : List.of(0, cut, Math.max(0, cut - 3))) {
            String heardBy = cutAndGoneOn(policy, tokens, cut, kind, from);
            assertThat(heardBy)
                .as("%s, cut after %d by %s, gone on from %d", policy, cut, kind, from)
                .isEqualTo(policy == StreamPolicy.ERROR && cut > 0 ? "error" : whole);
          }
        }
      }
    }
  }

  private static String cutAndGoneOn(
      StreamPolicy policy, List<String> tokens, int cut, FailureKind kind, int from) {
    // Nobody is asked to go on where nothing was heard; and who has nothing left to say repeats the
    // last words, as it was asked to.
    boolean asked = policy == StreamPolicy.RESUME && cut > 0;
    int said = asked ? Math.min(from, tokens.size() - 3 + (cut < tokens.size() ? 3 : 0)) : 0;
    SpeakingLinks speaking =
        new SpeakingLinks()
            .breaking("openai/a", kind, tokens.subList(0, cut).toArray(new String[0]))
            .saying("gemini/b", tokens.subList(said, tokens.size()).toArray(new String[0]));
    HeardPieces sink = HeardPieces.forGood();
    Engine engine =
        new EngineFixture(new VirtualTime(), speaking)
            .configured("llm.chain", CHAIN, "llm.stream.policy", policy.code())
            .engine();
    try {
      Answer answer = engine.stream("id", "", Prompt.of("?"), sink).join();
      assertThat(answer.text()).isEqualTo(sink.text());
      return sink.text();
    } catch (CompletionException ended) {
      assertThat(ended.getCause()).isInstanceOf(LlmException.class);
      return "error";
    }
  }

  /** Sixty tokens as models have them: words with their blank in front, all different. */
  private static List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 59; i++) {
      tokens.add((i == 0 ? "W" : " w") + "ord" + (char) ('a' + i / 26) + (char) ('a' + i % 26));
    }
    tokens.add(".");
    return tokens;
  }

  /** Queues, so that it may be given pieces on the connection's thread. */
  private static final class Queueing implements QueueingSink {
    @Override
    public void accept(Piece piece) {}
  }

  @Test
  void holdsNoThreadOnlyWhileItHandsOnToASinkThatQueues() {
    List<Boolean> mayBlock = new ArrayList<>();
    links.on(
        "openai/a",
        (call, taker, end) -> {
          mayBlock.add(taker.mayBlock());
          SpeakingLinks.take(call, taker, new Piece.Reasoning("Hm."));
          mayBlock.add(taker.mayBlock());
          SpeakingLinks.take(call, taker, new Piece.Text("Paris"));
          mayBlock.add(taker.mayBlock());
          end.complete(SpeakingLinks.reply("Paris"));
        });

    ask(new Queueing()).join();

    assertThat(mayBlock).containsExactly(true, true, false);
  }

  @Test
  void mayHoldAThreadForAnApplicationsSink() {
    List<Boolean> mayBlock = new ArrayList<>();
    links.on(
        "openai/a",
        (call, taker, end) -> {
          SpeakingLinks.take(call, taker, new Piece.Text("Paris"));
          mayBlock.add(taker.mayBlock());
          end.complete(SpeakingLinks.reply("Paris"));
        });

    ask(heard).join();

    assertThat(mayBlock).containsExactly(true);
  }

  @Test
  void mayHoldAThreadWhileTwoSpeechesAreJoined() {
    List<Boolean> mayBlock = new ArrayList<>();
    links
        .breaking("openai/a", FailureKind.TRUNCATED, "Paris is ")
        .on(
            "gemini/b",
            (call, taker, end) -> {
              SpeakingLinks.take(call, taker, new Piece.Text("Paris is the "));
              mayBlock.add(taker.mayBlock());
              SpeakingLinks.whole(call, taker, end, List.of("capital."));
            });

    ask(new Queueing()).join();

    assertThat(mayBlock).containsExactly(true);
  }

  @Test
  void mayHoldAThreadWhileThePiecesAwaitApproval() {
    List<Boolean> mayBlock = new ArrayList<>();
    links.on(
        "openai/a",
        (call, taker, end) -> {
          SpeakingLinks.take(call, taker, new Piece.Text("Paris"));
          mayBlock.add(taker.mayBlock());
          end.complete(SpeakingLinks.reply("Paris"));
        });
    Prompt buffered = Prompt.of("Where?").toBuilder().streamPolicy(StreamPolicy.BUFFER).build();

    ask(buffered, new Queueing()).join();

    assertThat(mayBlock).containsExactly(true);
  }
}
