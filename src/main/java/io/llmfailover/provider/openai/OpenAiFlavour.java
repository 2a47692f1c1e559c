package io.llmfailover.provider.openai;

import io.llmfailover.chain.Capability;
import io.llmfailover.chain.Link;
import io.llmfailover.provider.ToolIds;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What differs between the servers that speak this dialect.
 *
 * @param openAi OpenAI itself, or Azure: the models and the rules are the same
 * @param mistral Mistral: refuses fields and tool call ids that others take
 * @param reasoning an OpenAI model that thinks first and refuses sampling parameters
 */
record OpenAiFlavour(boolean openAi, boolean mistral, boolean reasoning) {
  /** For models newer than the catalogue. */
  private static final Pattern REASONING_NAME = Pattern.compile("o[1-9].*|gpt-(?:[5-9]|\\d\\d).*");

  private static final Pattern MISTRAL_ID = Pattern.compile("[a-zA-Z0-9]{9}");
  private static final int MISTRAL_ID_LENGTH = 9;
  private static final int LONGEST_ID = 40;

  static OpenAiFlavour of(Link link) {
    String name = link.provider().name();
    String address = link.provider().url().getHost();
    String host = address == null ? "" : address.toLowerCase(Locale.ROOT);
    boolean openAi =
        name.equals("openai")
            || host.equals("api.openai.com")
            || host.endsWith(".openai.azure.com");
    boolean mistral = name.equals("mistral") || host.endsWith("mistral.ai");
    boolean thinks =
        link.facts().known()
            ? link.facts().has(Capability.REASONING)
            : REASONING_NAME.matcher(link.wireModel()).matches();
    return new OpenAiFlavour(openAi, mistral, openAi && thinks);
  }

  /** A tool call's id as this server takes it; the same id always becomes the same. */
  String toolCallId(String id) {
    if (mistral) {
      return MISTRAL_ID.matcher(id).matches() ? id : ToolIds.standIn(id, MISTRAL_ID_LENGTH);
    }
    return id.length() <= LONGEST_ID && !id.isBlank() ? id : "call_" + ToolIds.standIn(id, 24);
  }

  String maxTokensField() {
    return reasoning ? "max_completion_tokens" : "max_tokens";
  }

  String seedField() {
    return mistral ? "random_seed" : "seed";
  }
}
