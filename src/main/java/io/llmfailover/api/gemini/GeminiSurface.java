package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.Answer;
import io.llmfailover.Original;
import io.llmfailover.api.Asked;
import io.llmfailover.api.StreamWriter;
import io.llmfailover.api.Surface;
import io.llmfailover.json.WrittenJson;
import io.llmfailover.provider.WireJson;
import java.util.Objects;

/**
 * The Gemini surface for one request, whose address names the model and the form of answer.
 *
 * @param model as the caller names it
 * @param form how the answer is written
 * @param errors how errors look here
 */
record GeminiSurface(String model, Form form, ErrorShape errors) implements Surface {
  /** How an answer is written. */
  enum Form {
    /** As one response. */
    WHOLE,
    /** As a JSON array of chunks; they come all at once. */
    ARRAY,
    /** As server-sent events. */
    EVENTS
  }

  /** Checks that all is there. */
  GeminiSurface {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(errors, "errors");
  }

  @Override
  public Asked read(byte[] body) {
    return new Asked(RequestReader.prompt(body, model), form == Form.EVENTS);
  }

  @Override
  public WrittenJson answer(Asked asked, Answer answer) {
    ObjectNode response = AnswerWriter.response(answer, thoughts(asked));
    return WireJson.written(
        form == Form.ARRAY ? JsonNodeFactory.instance.arrayNode().add(response) : response);
  }

  @Override
  public StreamWriter stream(Asked asked, String id) {
    return new GeminiEventStream(id, thoughts(asked), errors);
  }

  private static boolean thoughts(Asked asked) {
    return asked
        .prompt()
        .original()
        .map(Original::body)
        .map(SamplingReader::includesThoughts)
        .orElse(false);
  }
}
