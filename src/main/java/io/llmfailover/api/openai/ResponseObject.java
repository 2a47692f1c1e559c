package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.llmfailover.Answer;
import io.llmfailover.FinishReason;
import io.llmfailover.Original;
import io.llmfailover.api.Asked;

/**
 * Writes the response object with all fields OpenAI's SDKs look for: what was asked is told again
 * there.
 *
 * @param asked the request as it was sent
 * @param id the generation's id
 * @param created seconds since 1970
 */
record ResponseObject(ObjectNode asked, String id, long created) {
  private static final JsonNode NONE = NullNode.getInstance();
  private static final JsonNode PLAIN_TEXT =
      JsonNodeFactory.instance
          .objectNode()
          .set("format", JsonNodeFactory.instance.objectNode().put("type", "text"));

  static ResponseObject of(Asked asked, String id, long created) {
    ObjectNode body =
        asked
            .prompt()
            .original()
            .map(Original::body)
            .orElseGet(JsonNodeFactory.instance::objectNode);
    return new ResponseObject(body, id, created);
  }

  /** A response under way. */
  ObjectNode begun(String model) {
    return response(OutputItem.IN_PROGRESS, model, JsonNodeFactory.instance.arrayNode());
  }

  /** A response that has ended, with these items. */
  ObjectNode ended(Answer answer, ArrayNode output) {
    ObjectNode response = response(status(answer), answer.model(), output);
    if (answer.finish() == FinishReason.LENGTH) {
      response.putObject("incomplete_details").put("reason", "max_output_tokens");
    } else if (answer.finish() == FinishReason.CONTENT_FILTER) {
      response.putObject("incomplete_details").put("reason", "content_filter");
    }
    if (answer.usage().known()) {
      UsageShape.RESPONSES.write(answer.usage(), response.putObject("usage"));
    }
    return response;
  }

  /** How a response, and the last item in it, has ended. */
  static String status(Answer answer) {
    return switch (answer.finish()) {
      case STOP, TOOL_CALLS -> OutputItem.COMPLETED;
      case LENGTH, CONTENT_FILTER -> "incomplete";
    };
  }

  private ObjectNode response(String status, String model, ArrayNode output) {
    ObjectNode response =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", "resp_" + id)
            .put("object", "response")
            .put("created_at", created)
            .put("status", status)
            .put("background", false)
            .putNull("error")
            .putNull("incomplete_details");
    echo(response, "instructions", NONE);
    echo(response, "max_output_tokens", NONE);
    response.put("model", model).set("output", output);
    echo(response, "parallel_tool_calls", BooleanNode.TRUE);
    response.putNull("previous_response_id");
    echo(response, "reasoning", NONE);
    response.put("store", false);
    echo(response, "temperature", NONE);
    echo(response, "text", PLAIN_TEXT);
    echo(response, "tool_choice", TextNode.valueOf("auto"));
    echo(response, "tools", JsonNodeFactory.instance.arrayNode());
    echo(response, "top_p", NONE);
    response.put("truncation", "disabled").putNull("usage");
    echo(response, "user", NONE);
    echo(response, "metadata", JsonNodeFactory.instance.objectNode());
    return response;
  }

  private void echo(ObjectNode response, String name, JsonNode otherwise) {
    JsonNode sent = asked.path(name);
    response.set(name, sent.isMissingNode() || sent.isNull() ? otherwise : sent);
  }
}
