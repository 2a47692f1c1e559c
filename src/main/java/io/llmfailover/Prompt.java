package io.llmfailover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One question to a chain: the conversation so far, what form the answer shall have, and how to
 * sample it. Immutable and thread-safe.
 *
 * <pre>{@code
 * Prompt.of("Habari ya leo?");
 * Prompt.builder().rules("Answer in Swahili.").user("Habari ya leo?").maxTokens(200).build();
 * }</pre>
 */
public final class Prompt {
  private final List<Message> messages;
  private final String model;
  private final OutputFormat format;
  private final List<Tool> tools;
  private final ToolChoice toolChoice;
  private final Integer maxTokens;
  private final Double temperature;
  private final Double topP;
  private final List<String> stop;
  private final Long seed;
  private final Duration deadline;
  private final String language;
  private final String complexity;
  private final Map<String, String> tags;
  private final List<String> models;
  private final StreamPolicy streamPolicy;
  private final Original original;
  private final List<AnswerCheck> checks;
  private final List<Class<?>> toolBeans;

  // Measured when first asked for. Two threads that race measure the same.
  private PromptSize size;

  private Prompt(Builder from) {
    this.messages = List.copyOf(from.messages);
    this.model = from.model;
    this.format = from.format;
    this.tools = List.copyOf(from.tools);
    this.toolChoice = from.toolChoice;
    this.maxTokens = from.maxTokens;
    this.temperature = from.temperature;
    this.topP = from.topP;
    this.stop = List.copyOf(from.stop);
    this.seed = from.seed;
    this.deadline = from.deadline;
    this.language = from.language;
    this.complexity = from.complexity;
    this.tags = Map.copyOf(from.tags);
    this.models = List.copyOf(from.models);
    this.streamPolicy = from.streamPolicy;
    this.original = from.original;
    this.checks = List.copyOf(from.checks);
    this.toolBeans = List.copyOf(from.toolBeans);
  }

  /** A prompt of one user message. */
  public static Prompt of(String text) {
    return builder().user(text).build();
  }

  /** An empty prompt to fill. */
  public static Builder builder() {
    return new Builder();
  }

  /** The conversation, oldest first; never empty. */
  public List<Message> messages() {
    return messages;
  }

  /**
   * What the caller wants to be asked: a chain's name, {@code provider/model} or a bare model name.
   * Empty: the chain of the injection point, or the default chain.
   */
  public String model() {
    return model;
  }

  /** The form of answer asked for; {@link OutputFormat#TEXT} by default. */
  public OutputFormat format() {
    return format;
  }

  /** Tools the model may ask for; empty when none. */
  public List<Tool> tools() {
    return tools;
  }

  /** Whether tools may or must be called; {@link ToolChoice#AUTO} by default. */
  public ToolChoice toolChoice() {
    return toolChoice;
  }

  /** The most tokens the answer may have, 1 or more. */
  public OptionalInt maxTokens() {
    return maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens);
  }

  /** Sampling temperature, 0 to 2. */
  public OptionalDouble temperature() {
    return temperature == null ? OptionalDouble.empty() : OptionalDouble.of(temperature);
  }

  /** Nucleus sampling, 0 to 1. */
  public OptionalDouble topP() {
    return topP == null ? OptionalDouble.empty() : OptionalDouble.of(topP);
  }

  /** Texts at which the answer ends; empty when none. */
  public List<String> stop() {
    return stop;
  }

  /** Seed for repeatable sampling, where a link knows one. */
  public OptionalLong seed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /** How long the caller wants to wait at most; it can only shorten {@code llm.deadline}. */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /**
   * The prompt's language, when the caller says; otherwise empty. What {@link LanguageTag} reads:
   * {@code sw}, {@code swa}, {@code sw-KE}, {@code sheng}.
   */
  public String language() {
    return language;
  }

  /** How demanding the task is, when the caller says: simple, complex or auto; otherwise empty. */
  public String complexity() {
    return complexity;
  }

  /** Labels of the caller's own, for accounting. */
  public Map<String, String> tags() {
    return tags;
  }

  /**
   * Exactly these links, in this order, each {@code provider/model} or a bare model name; empty
   * when {@link #model()} counts.
   */
  public List<String> models() {
    return models;
  }

  /** What happens when a stream of this prompt breaks, when the caller says. */
  public Optional<StreamPolicy> streamPolicy() {
    return Optional.ofNullable(streamPolicy);
  }

  /** The request as the caller wrote it, when it came in a provider's own dialect. */
  public Optional<Original> original() {
    return Optional.ofNullable(original);
  }

  /** What its answers are checked for besides their format; empty when nothing. */
  public List<AnswerCheck> checks() {
    return checks;
  }

  /**
   * Beans whose {@link LlmTool} methods are offered to the model and run by this module; empty when
   * none. Not among {@link #tools()}.
   */
  public List<Class<?>> toolBeans() {
    return toolBeans;
  }

  /** How large it is; measured once. */
  public PromptSize size() {
    PromptSize measured = size;
    if (measured == null) {
      measured = PromptSize.of(this);
      size = measured;
    }
    return measured;
  }

  /** A builder that starts with all of this prompt. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Says how large it is, never what it says. */
  @Override
  public String toString() {
    return "Prompt[" + messages.size() + " messages]";
  }

  /** Fills a {@link Prompt}. Not thread-safe. Setters check their range at once. */
  public static final class Builder {
    private static final Set<String> COMPLEXITIES = Set.of("", "simple", "complex", "auto");

    private final List<Message> messages = new ArrayList<>();
    private String model = "";
    private OutputFormat format = OutputFormat.TEXT;
    private List<Tool> tools = List.of();
    private ToolChoice toolChoice = ToolChoice.AUTO;
    private Integer maxTokens;
    private Double temperature;
    private Double topP;
    private List<String> stop = List.of();
    private Long seed;
    private Duration deadline;
    private String language = "";
    private String complexity = "";
    private Map<String, String> tags = Map.of();
    private List<String> models = List.of();
    private StreamPolicy streamPolicy;
    private Original original;
    private List<AnswerCheck> checks = List.of();
    private List<Class<?>> toolBeans = List.of();

    private Builder() {}

    private Builder(Prompt from) {
      messages.addAll(from.messages);
      model = from.model;
      format = from.format;
      tools = from.tools;
      toolChoice = from.toolChoice;
      maxTokens = from.maxTokens;
      temperature = from.temperature;
      topP = from.topP;
      stop = from.stop;
      seed = from.seed;
      deadline = from.deadline;
      language = from.language;
      complexity = from.complexity;
      tags = from.tags;
      models = from.models;
      streamPolicy = from.streamPolicy;
      original = from.original;
      checks = from.checks;
      toolBeans = from.toolBeans;
    }

    /** Adds how the model shall behave. */
    public Builder rules(String text) {
      return message(Message.rules(text));
    }

    /** Adds a user's text. */
    public Builder user(String text) {
      return message(Message.user(text));
    }

    /** Adds a turn. */
    public Builder message(Message message) {
      messages.add(Objects.requireNonNull(message, "message"));
      return this;
    }

    /** Adds turns in order. */
    public Builder messages(List<Message> turns) {
      turns.forEach(this::message);
      return this;
    }

    /** Sets {@link Prompt#model()}. */
    public Builder model(String name) {
      this.model = Objects.requireNonNull(name, "model").strip();
      return this;
    }

    /** Sets {@link Prompt#format()}. */
    public Builder format(OutputFormat wanted) {
      this.format = Objects.requireNonNull(wanted, "format");
      return this;
    }

    /** Sets {@link Prompt#tools()}. */
    public Builder tools(List<Tool> offered) {
      this.tools = List.copyOf(offered);
      return this;
    }

    /** Sets {@link Prompt#toolChoice()}. */
    public Builder toolChoice(ToolChoice choice) {
      this.toolChoice = Objects.requireNonNull(choice, "toolChoice");
      return this;
    }

    /**
     * Sets {@link Prompt#maxTokens()}.
     *
     * @throws InvalidPromptException when less than 1
     */
    public Builder maxTokens(int tokens) {
      if (tokens < 1) {
        throw new InvalidPromptException("maxTokens", "must be 1 or more, not " + tokens);
      }
      this.maxTokens = tokens;
      return this;
    }

    /**
     * Sets {@link Prompt#temperature()}.
     *
     * @throws InvalidPromptException when outside 0 to 2
     */
    public Builder temperature(double value) {
      this.temperature = inRange("temperature", value, 2);
      return this;
    }

    /**
     * Sets {@link Prompt#topP()}.
     *
     * @throws InvalidPromptException when outside 0 to 1
     */
    public Builder topP(double value) {
      this.topP = inRange("topP", value, 1);
      return this;
    }

    /** Sets {@link Prompt#stop()}. */
    public Builder stop(List<String> texts) {
      this.stop = List.copyOf(texts);
      return this;
    }

    /** Sets {@link Prompt#seed()}. */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /**
     * Sets {@link Prompt#deadline()}.
     *
     * @throws InvalidPromptException when zero or negative
     */
    public Builder deadline(Duration span) {
      if (span.isNegative() || span.isZero()) {
        throw new InvalidPromptException("deadline", "must be longer than zero");
      }
      this.deadline = span;
      return this;
    }

    /**
     * Sets {@link Prompt#language()}; blank for not said.
     *
     * @throws InvalidPromptException when no language is written like that
     */
    public Builder language(String code) {
      if (!code.isBlank() && LanguageTag.of(code).isEmpty()) {
        throw new InvalidPromptException(
            "language", "must be an ISO 639 code or BCP 47 tag such as sw or sw-KE, or sheng");
      }
      this.language = code.strip();
      return this;
    }

    /**
     * Sets {@link Prompt#complexity()}; blank for not said.
     *
     * @throws InvalidPromptException when it is not {@code simple}, {@code complex} or {@code auto}
     */
    public Builder complexity(String level) {
      if (!COMPLEXITIES.contains(level.strip())) {
        throw new InvalidPromptException("complexity", "must be simple, complex or auto");
      }
      this.complexity = level.strip();
      return this;
    }

    /** Sets {@link Prompt#tags()}. */
    public Builder tags(Map<String, String> labels) {
      this.tags = Map.copyOf(labels);
      return this;
    }

    /** Sets {@link Prompt#models()}. */
    public Builder models(List<String> names) {
      this.models = List.copyOf(names);
      return this;
    }

    /** Sets {@link Prompt#streamPolicy()}. */
    public Builder streamPolicy(StreamPolicy policy) {
      this.streamPolicy = Objects.requireNonNull(policy, "streamPolicy");
      return this;
    }

    /** Sets {@link Prompt#original()}. */
    public Builder original(Original request) {
      this.original = Objects.requireNonNull(request, "original");
      return this;
    }

    /** Adds one to {@link Prompt#checks()}; they are asked in the order they were added. */
    public Builder check(AnswerCheck check) {
      List<AnswerCheck> all = new ArrayList<>(checks);
      all.add(Objects.requireNonNull(check, "check"));
      this.checks = all;
      return this;
    }

    /** Sets {@link Prompt#toolBeans()}: the classes of CDI beans with {@link LlmTool} methods. */
    public Builder toolsOf(Class<?>... beans) {
      this.toolBeans = List.of(beans);
      return this;
    }

    /**
     * The prompt.
     *
     * @throws InvalidPromptException when there is no message
     */
    public Prompt build() {
      if (messages.isEmpty()) {
        throw new InvalidPromptException("messages", "at least one message is needed");
      }
      return new Prompt(this);
    }

    private static double inRange(String field, double value, double most) {
      // Written so that NaN, which compares false with everything, is refused too.
      if (!(value >= 0 && value <= most)) {
        throw new InvalidPromptException(
            field, "must be between 0 and " + (int) most + ", not " + value);
      }
      return value;
    }
  }
}
