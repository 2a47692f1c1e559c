package io.llmfailover.provider.openai;

import io.llmfailover.chain.Capability;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.ToolIds;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What differs between the servers that speak this dialect.
 *
 * @param server whose it is
 * @param reasoning an OpenAI model that thinks first and refuses sampling parameters
 * @param takesRules false for the first of those, which refuse rules of every kind
 */
record OpenAiFlavour(Server server, boolean reasoning, boolean takesRules) {
  /** For models newer than the catalogue. */
  private static final Pattern REASONING_NAME = Pattern.compile("o[1-9].*|gpt-(?:[5-9]|\\d\\d).*");

  private static final Pattern WITHOUT_RULES = Pattern.compile("o1-(?:mini|preview).*");

  private static final Pattern MISTRAL_ID = Pattern.compile("[a-zA-Z0-9]{9}");
  private static final int MISTRAL_ID_LENGTH = 9;
  private static final int LONGEST_ID = 40;

  /** Refused by OpenAI's reasoning models; the answer is of use without them. */
  private static final Set<String> NOT_FOR_REASONING =
      Set.of("presence_penalty", "frequency_penalty", "logit_bias");

  /** Labels of OpenAI's own that change nothing in an answer; Mistral refuses unknown fields. */
  private static final Set<String> NOT_FOR_MISTRAL =
      Set.of(
          "user",
          "safety_identifier",
          "store",
          "service_tier",
          "prompt_cache_key",
          "prompt_cache_retention");

  /** Who speaks the dialect. */
  enum Server {
    /** OpenAI itself, or Azure: the models and the rules are the same. */
    OPENAI,
    MISTRAL,
    GROQ,
    TOGETHER,
    /** Gemini's own OpenAI surface. */
    GOOGLE,
    OTHER
  }

  static OpenAiFlavour of(Link link) {
    String address = link.provider().url().getHost();
    String host = address == null ? "" : address.toLowerCase(Locale.ROOT);
    Server server = server(link.provider().name(), host);
    if (server != Server.OPENAI) {
      return new OpenAiFlavour(server, false, true);
    }
    boolean thinks =
        link.facts().known()
            ? link.facts().has(Capability.REASONING)
            : REASONING_NAME.matcher(link.wireModel()).matches();
    return new OpenAiFlavour(server, thinks, !WITHOUT_RULES.matcher(link.wireModel()).matches());
  }

  private static Server server(String name, String host) {
    if (name.equals("openai")
        || host.equals("api.openai.com")
        || host.endsWith(".openai.azure.com")) {
      return Server.OPENAI;
    }
    if (name.equals("mistral") || host.endsWith("mistral.ai")) {
      return Server.MISTRAL;
    }
    if (name.equals("groq") || host.endsWith("groq.com")) {
      return Server.GROQ;
    }
    if (name.equals("together") || host.endsWith("together.xyz") || host.endsWith("together.ai")) {
      return Server.TOGETHER;
    }
    return host.endsWith("googleapis.com") ? Server.GOOGLE : Server.OTHER;
  }

  boolean openAi() {
    return server == Server.OPENAI;
  }

  boolean mistral() {
    return server == Server.MISTRAL;
  }

  /** Refuses fields of messages it does not know. */
  boolean strictAboutMessages() {
    return switch (server) {
      case OPENAI, MISTRAL, GROQ -> true;
      case TOGETHER, GOOGLE, OTHER -> false;
    };
  }

  /** A tool call's id as this server takes it; the same id always becomes the same. */
  String toolCallId(String id) {
    if (mistral()) {
      return MISTRAL_ID.matcher(id).matches() ? id : ToolIds.standIn(id, MISTRAL_ID_LENGTH);
    }
    return id.length() <= LONGEST_ID && !id.isBlank() ? id : "call_" + ToolIds.standIn(id, 24);
  }

  /** The role in which rules asked for in this one are said. */
  String rulesRole(String asked) {
    if (!takesRules) {
      return "user";
    }
    // Only OpenAI itself knows the role developer, and takes either for the other.
    return openAi() ? asked : "system";
  }

  String maxTokensField() {
    return reasoning ? "max_completion_tokens" : "max_tokens";
  }

  String seedField() {
    return mistral() ? "random_seed" : "seed";
  }

  /** Takes {@code stream_options}: Mistral answers it with a 422, Together counts unasked. */
  boolean takesStreamOptions() {
    return server != Server.MISTRAL && server != Server.TOGETHER;
  }

  /** Whether this field of a caller's own would be refused though the answer needs it not. */
  boolean refuses(String field) {
    return (reasoning && NOT_FOR_REASONING.contains(field))
        || (mistral() && NOT_FOR_MISTRAL.contains(field));
  }
}
