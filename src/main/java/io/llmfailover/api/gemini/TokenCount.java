package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.TokenEstimate;
import io.llmfailover.Tool;
import io.llmfailover.ToolCall;
import io.llmfailover.api.Json;
import io.llmfailover.provider.WireJson;
import java.util.List;

/** Answers {@code :countTokens} by the length of the words: no link is asked. */
final class TokenCount {
  /** What Gemini counts for a small picture, or for a tile of a large one. */
  private static final int PICTURE = 258;

  private TokenCount() {}

  /** The prompt whose tokens are to be counted. */
  static Prompt asked(byte[] json, String model) {
    Fields body = Fields.ofBody(Json.read(json));
    return RequestReader.prompt(body.inner("generateContentRequest").orElse(body), model);
  }

  /** The answer. */
  static byte[] of(Prompt prompt) {
    long tokens = 0;
    for (Message message : prompt.messages()) {
      tokens += of(message);
    }
    for (Tool tool : prompt.tools()) {
      tokens +=
          TokenEstimate.of(tool.name())
              + TokenEstimate.of(tool.description())
              + TokenEstimate.of(WireJson.compact(tool.parameters()));
    }
    ObjectNode body = WireJson.object();
    return WireJson.bytes(body.put("totalTokens", tokens));
  }

  private static long of(Message message) {
    if (message instanceof Message.Rules rules) {
      return TokenEstimate.of(rules.text());
    }
    if (message instanceof Message.FromUser user) {
      return of(user.parts());
    }
    if (message instanceof Message.FromTool result) {
      return TokenEstimate.of(result.content());
    }
    Message.FromModel said = (Message.FromModel) message;
    long tokens = of(said.parts());
    for (ToolCall call : said.toolCalls()) {
      tokens += TokenEstimate.of(call.name()) + TokenEstimate.of(call.arguments());
    }
    return tokens;
  }

  private static long of(List<Part> parts) {
    long pictures = parts.stream().filter(part -> !(part instanceof Part.Text)).count();
    return TokenEstimate.of(Message.textOf(parts)) + pictures * PICTURE;
  }
}
