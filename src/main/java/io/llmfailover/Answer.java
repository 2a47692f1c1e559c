package io.llmfailover;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A usable answer, and how it came about. Immutable and thread-safe.
 *
 * <p>Made by the failover engine; applications read it.
 */
public final class Answer {
  private final String id;
  private final String text;
  private final String reasoning;
  private final List<ToolCall> toolCalls;
  private final FinishReason finish;
  private final Usage usage;
  private final BigDecimal cost;
  private final String provider;
  private final String model;
  private final List<Attempt> attempts;
  private final List<String> notices;
  private final Verbatim verbatim;

  private Answer(Builder from) {
    this.id = Objects.requireNonNull(from.id, "id");
    this.text = Objects.requireNonNull(from.text, "text");
    this.reasoning = Objects.requireNonNull(from.reasoning, "reasoning");
    this.toolCalls = List.copyOf(from.toolCalls);
    this.finish = Objects.requireNonNull(from.finish, "finish");
    this.usage = Objects.requireNonNull(from.usage, "usage");
    this.cost = from.cost;
    this.provider = Objects.requireNonNull(from.provider, "provider");
    this.model = Objects.requireNonNull(from.model, "model");
    this.attempts = List.copyOf(from.attempts);
    this.notices = List.copyOf(from.notices);
    this.verbatim = from.verbatim;
  }

  /** An answer to fill, given by {@code provider/model} in the generation {@code id}. */
  public static Builder builder(String id, String provider, String model) {
    return new Builder(id, provider, model);
  }

  /** The generation's id, as in logs and the {@code x-request-id} header. */
  public String id() {
    return id;
  }

  /** What the model said; empty when it only asked for tools. */
  public String text() {
    return text;
  }

  /** What the model thought aloud, where it says so; otherwise empty. Never part of the text. */
  public String reasoning() {
    return reasoning;
  }

  /** The tools the model wants called; empty when none. */
  public List<ToolCall> toolCalls() {
    return toolCalls;
  }

  /** Why the model stopped. */
  public FinishReason finish() {
    return finish;
  }

  /**
   * Tokens of the link that answered, its repairs included; of a stream also of the links that had
   * a part in it.
   */
  public Usage usage() {
    return usage;
  }

  /**
   * What the generation cost, in US dollars: the answer, and the attempts before it as far as they
   * were told; {@link Attempt#spent()} says each. Empty when a price or the answer's usage is
   * unknown.
   */
  public Optional<BigDecimal> cost() {
    return Optional.ofNullable(cost);
  }

  /** Who answered, for instance {@code gemini}. */
  public String provider() {
    return provider;
  }

  /** The model that was asked, for instance {@code gemini-1.5-pro}. */
  public String model() {
    return model;
  }

  /** The link that answered, {@code provider/model}. */
  public String link() {
    return provider + "/" + model;
  }

  /** What became of each link up to the one that answered, in order. */
  public List<Attempt> attempts() {
    return attempts;
  }

  /** What the answering link could not be given, one sentence each. */
  public List<String> notices() {
    return notices;
  }

  /** The answer exactly as the provider gave it; empty when it came as a stream. */
  public Optional<Verbatim> verbatim() {
    return Optional.ofNullable(verbatim);
  }

  /** Says who answered, never what. */
  @Override
  public String toString() {
    return "Answer[" + id + " by " + link() + ", " + text.length() + " characters]";
  }

  /** Fills an {@link Answer}. Not thread-safe. */
  public static final class Builder {
    private final String id;
    private final String provider;
    private final String model;
    private String text = "";
    private String reasoning = "";
    private List<ToolCall> toolCalls = List.of();
    private FinishReason finish = FinishReason.STOP;
    private Usage usage = Usage.UNKNOWN;
    private BigDecimal cost;
    private List<Attempt> attempts = List.of();
    private List<String> notices = List.of();
    private Verbatim verbatim;

    private Builder(String id, String provider, String model) {
      this.id = id;
      this.provider = provider;
      this.model = model;
    }

    /** Sets {@link Answer#text()}. */
    public Builder text(String words) {
      this.text = words;
      return this;
    }

    /** Sets {@link Answer#reasoning()}. */
    public Builder reasoning(String words) {
      this.reasoning = words;
      return this;
    }

    /** Sets {@link Answer#toolCalls()}. */
    public Builder toolCalls(List<ToolCall> calls) {
      this.toolCalls = calls;
      return this;
    }

    /** Sets {@link Answer#finish()}. */
    public Builder finish(FinishReason reason) {
      this.finish = reason;
      return this;
    }

    /** Sets {@link Answer#usage()}. */
    public Builder usage(Usage tokens) {
      this.usage = tokens;
      return this;
    }

    /** Sets {@link Answer#cost()}. */
    public Builder cost(BigDecimal usd) {
      this.cost = usd;
      return this;
    }

    /** Sets {@link Answer#attempts()}. */
    public Builder attempts(List<Attempt> all) {
      this.attempts = all;
      return this;
    }

    /** Sets {@link Answer#notices()}. */
    public Builder notices(List<String> sentences) {
      this.notices = sentences;
      return this;
    }

    /** Sets {@link Answer#verbatim()}. */
    public Builder verbatim(Verbatim whole) {
      this.verbatim = whole;
      return this;
    }

    /** The answer. */
    public Answer build() {
      return new Answer(this);
    }
  }
}
