package io.llmfailover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How large a prompt is: its messages, its tools and its schema. The picture data is never counted
 * as text. Thread-safe.
 */
public final class PromptSize {
  /** Less than nearly every picture costs anywhere: small ones are scaled down to a tile or two. */
  private static final int TOKENS_OF_A_PICTURE = 50;

  /** What a picture of middling size costs; a large one may cost twice that. */
  private static final int MIDDLING_PICTURE = 800;

  private static final int NOT_COUNTED = -1;

  private final Prompt prompt;
  private final long characters;
  private final int pictures;

  // Two threads that race count the same.
  private int fewestTokens = NOT_COUNTED;

  private PromptSize(Prompt prompt, long characters, int pictures) {
    this.prompt = prompt;
    this.characters = characters;
    this.pictures = pictures;
  }

  static PromptSize of(Prompt prompt) {
    long[] length = {0};
    eachText(prompt, text -> length[0] += text.length());
    int pictures = 0;
    for (Message message : prompt.messages()) {
      for (Part part : partsOf(message)) {
        pictures += part instanceof Part.Text ? 0 : 1;
      }
    }
    return new PromptSize(prompt, length[0], pictures);
  }

  /** Characters of all texts: messages, calls and results of tools, declarations, the schema. */
  public long characters() {
    return characters;
  }

  /** How many pictures it has. */
  public int pictures() {
    return pictures;
  }

  /**
   * Tokens it has at least, by whatever model they are counted; see {@link TokenEstimate#atLeast}.
   */
  public int fewestTokens() {
    int counted = fewestTokens;
    if (counted == NOT_COUNTED) {
      long[] tokens = {(long) pictures * TOKENS_OF_A_PICTURE};
      eachText(prompt, text -> tokens[0] += TokenEstimate.atLeast(text));
      counted = (int) Math.min(tokens[0], Integer.MAX_VALUE);
      fewestTokens = counted;
    }
    return counted;
  }

  /**
   * Tokens it has, about: for prices and for where nobody told them. A picture counts as one of
   * middling size.
   */
  public long tokens() {
    long[] tokens = {(long) pictures * MIDDLING_PICTURE};
    eachText(prompt, text -> tokens[0] += TokenEstimate.of(text));
    return tokens[0];
  }

  /**
   * Whether it has more tokens than this, however they are counted. Looks at the texts themselves
   * only when their length leaves a doubt, and then once.
   */
  public boolean surelyExceeds(int tokens) {
    // No character is counted as more than half a token.
    long atMost = characters / 2 + (long) pictures * TOKENS_OF_A_PICTURE;
    return atMost > tokens && fewestTokens() > tokens;
  }

  private static void eachText(Prompt prompt, Consumer<String> taker) {
    for (Message message : prompt.messages()) {
      eachText(message, taker);
    }
    for (Tool tool : prompt.tools()) {
      taker.accept(tool.name());
      taker.accept(tool.description());
      eachText(tool.parameters(), taker);
    }
    if (prompt.format() instanceof OutputFormat.Schema asked) {
      eachText(asked.schema(), taker);
    }
  }

  private static void eachText(Message message, Consumer<String> taker) {
    if (message instanceof Message.Rules rules) {
      taker.accept(rules.text());
    } else if (message instanceof Message.FromTool result) {
      taker.accept(result.content());
    }
    for (Part part : partsOf(message)) {
      if (part instanceof Part.Text words) {
        taker.accept(words.text());
      }
    }
    if (message instanceof Message.FromModel said) {
      for (ToolCall call : said.toolCalls()) {
        taker.accept(call.name());
        taker.accept(call.arguments());
      }
    }
  }

  /** Names and texts alone: what stands between them is written differently everywhere. */
  private static void eachText(JsonNode node, Consumer<String> taker) {
    if (node.isTextual()) {
      taker.accept(node.textValue());
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        taker.accept(member.getKey());
        eachText(member.getValue(), taker);
      }
    } else {
      node.forEach(inner -> eachText(inner, taker));
    }
  }

  private static List<Part> partsOf(Message message) {
    if (message instanceof Message.FromUser user) {
      return user.parts();
    }
    return message instanceof Message.FromModel model ? model.parts() : List.of();
  }
}
