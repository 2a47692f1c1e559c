package io.llmfailover.api.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.llmfailover.Answer;
import io.llmfailover.api.Asked;
import io.llmfailover.api.Json;
import io.llmfailover.api.StreamWriter;
import io.llmfailover.api.Surface;
import io.llmfailover.failover.WallClock;
import io.llmfailover.json.WrittenJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** OpenAI Responses, without what needs a store. */
@ApplicationScoped
public class ResponsesSurface implements Surface {
  private WallClock clock;
  private ErrorShape errors;

  /** For the proxy. */
  protected ResponsesSurface() {}

  /** Dates its answers by this clock. */
  @Inject
  public ResponsesSurface(WallClock clock, OpenAiErrors errors) {
    this.clock = clock;
    this.errors = errors;
  }

  @Override
  public Asked read(byte[] body) {
    return ResponsesReader.read(body);
  }

  @Override
  public WrittenJson answer(Asked asked, Answer answer) {
    ArrayNode output = OutputItem.shown(OutputItem.of(answer), ResponseObject.status(answer));
    return Json.written(
        ResponseObject.of(asked, answer.id(), clock.seconds()).ended(answer, output));
  }

  @Override
  public ErrorShape errors() {
    return errors;
  }

  @Override
  public StreamWriter stream(Asked asked, String id) {
    return new ResponsesStream(ResponseObject.of(asked, id, clock.seconds()));
  }
}
