package io.llmfailover.provider;

import io.llmfailover.FinishReason;
import io.llmfailover.OutputFormat;
import io.llmfailover.Prompt;
import io.llmfailover.Usage;
import io.llmfailover.chain.Link;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What judging one answer of a link costs, the parsing of its body included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class JudgeBenchmark {
  private final FailureJudge judge =
      new FailureJudge(Clock.fixed(Instant.parse("2026-11-20T09:15:00Z"), ZoneOffset.UTC));
  private final Link link = JudgedLinks.link();

  /** An answer of one sample. */
  @State(Scope.Benchmark)
  public static class Answered {
    /** A sample under {@code wire}. */
    @Param({
      "openai/ok-plain.json",
      "openai/err-503-overloaded.http",
      "openai/err-429-insufficient-quota.http",
      "openai/bad-truncated-body.http"
    })
    private String sample;

    private WireAnswer answer;

    /** Reads the sample. */
    @Setup
    public void read() {
      answer =
          sample.endsWith(".http")
              ? HttpSample.read("/wire/" + sample)
              : new WireAnswer(
                  200,
                  JudgedLinks.headers(Map.of("Content-Type", "application/json")),
                  HttpSample.bytes("/wire/" + sample),
                  WireAnswer.Ending.WHOLE);
    }
  }

  /** A reply in one form. */
  @State(Scope.Benchmark)
  public static class Replied {
    /** What was asked for and how the model put it. */
    @Param({"text", "json", "fenced json"})
    private String form;

    private Prompt prompt;
    private Reply reply;

    /** Makes the reply. */
    @Setup
    public void reply() {
      String json = "{\"crop\":\"maize\",\"plant\":[\"March\",\"April\"],\"between\":\"beans\"}";
      prompt =
          form.equals("text")
              ? Prompt.of("When?")
              : Prompt.builder().user("When?").format(OutputFormat.JSON).build();
      String text =
          switch (form) {
            case "text" -> "With the long rains, from the middle of March.";
            case "json" -> json;
            default -> "Here it is:\n```json\n" + json + "\n```";
          };
      reply = new Reply(text, "", "", List.of(), FinishReason.STOP, Usage.of(100, 20), "", 200);
    }
  }

  /** Usable, or which failure? */
  @Benchmark
  public Verdict judge(Answered answered) {
    return judge.judge(answered.answer, link);
  }

  /** Of use to this prompt? */
  @Benchmark
  public Reply usable(Replied replied) {
    return ReplyJudge.usable(replied.prompt, replied.reply);
  }
}
