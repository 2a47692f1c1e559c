package io.llmfailover.api.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.ToolCall;
import io.llmfailover.Verbatim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An answer in the very words of a link that speaks this dialect. */
final class Claude {
  private Claude() {}

  /**
   * The message as the link gave it, when it says the same as the answer: where the link was made
   * to answer through a tool, or tools had other names there, it does not. Not to be changed.
   */
  static Optional<ObjectNode> messageOf(Answer answer) {
    return answer
        .verbatim()
        .filter(verbatim -> verbatim.dialect().equals(RequestReader.DIALECT))
        .map(Verbatim::body)
        .filter(body -> saysTheSame(body.path("content"), answer))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast);
  }

  private static boolean saysTheSame(JsonNode content, Answer answer) {
    StringBuilder text = new StringBuilder();
    List<String> tools = new ArrayList<>();
    for (JsonNode block : content) {
      switch (block.path("type").asText()) {
        case "text" -> text.append(block.path("text").asText());
        case "tool_use" -> tools.add(block.path("name").asText());
        default -> {
          // Thinking and the traces of Anthropic's own tools have no other words.
        }
      }
    }
    return content.isArray()
        && answer.text().contentEquals(text)
        && tools.equals(answer.toolCalls().stream().map(ToolCall::name).toList());
  }
}
