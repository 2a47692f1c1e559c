package io.llmfailover.routing;

import io.llmfailover.Message;
import io.llmfailover.OutputFormat;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.TokenEstimate;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import java.util.List;

/** Estimates how many tokens a prompt has. */
final class PromptSize {
  /** What a picture of middling size costs; a large one may cost twice that. */
  private static final long PICTURE = 800;

  /** Role and separators. */
  private static final long PER_MESSAGE = 4;

  private PromptSize() {}

  /** The tokens of its messages, tools and schema; 1 or more. */
  static long of(Prompt prompt) {
    long tokens = 0;
    for (Message message : prompt.messages()) {
      tokens += PER_MESSAGE + of(message);
    }
    for (Tool tool : prompt.tools()) {
      tokens +=
          TokenEstimate.of(tool.name())
              + TokenEstimate.of(tool.description())
              + TokenEstimate.of(tool.parameters().toString());
    }
    if (prompt.format() instanceof OutputFormat.Schema asked) {
      tokens += TokenEstimate.of(asked.schema().toString());
    }
    return tokens;
  }

  private static long of(Message message) {
    if (message instanceof Message.Rules rules) {
      return TokenEstimate.of(rules.text());
    }
    if (message instanceof Message.FromTool result) {
      return TokenEstimate.of(result.content());
    }
    if (message instanceof Message.FromModel said) {
      long tokens = of(said.parts());
      for (ToolCall call : said.toolCalls()) {
        tokens += TokenEstimate.of(call.name()) + TokenEstimate.of(call.arguments());
      }
      return tokens;
    }
    return of(((Message.FromUser) message).parts());
  }

  private static long of(List<Part> parts) {
    long tokens = 0;
    for (Part part : parts) {
      tokens += part instanceof Part.Text words ? TokenEstimate.of(words.text()) : PICTURE;
    }
    return tokens;
  }
}
