package io.llmfailover.api.openai;

import io.llmfailover.Answer;
import io.llmfailover.api.Asked;
import io.llmfailover.api.Json;
import io.llmfailover.api.StreamWriter;
import io.llmfailover.api.Surface;
import io.llmfailover.failover.WallClock;
import io.llmfailover.json.WrittenJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** OpenAI Chat Completions. */
@ApplicationScoped
public class ChatSurface implements Surface {
  private WallClock clock;
  private ErrorShape errors;

  /** For the proxy. */
  protected ChatSurface() {}

  /** Dates its answers by this clock. */
  @Inject
  public ChatSurface(WallClock clock, OpenAiErrors errors) {
    this.clock = clock;
    this.errors = errors;
  }

  @Override
  public Asked read(byte[] body) {
    return ChatReader.read(body);
  }

  @Override
  public WrittenJson answer(Asked asked, Answer answer) {
    return Json.written(ChatAnswer.of(answer, clock.seconds()));
  }

  @Override
  public ErrorShape errors() {
    return errors;
  }

  @Override
  public StreamWriter stream(Asked asked, String id) {
    return new ChatStream(asked, id, clock.seconds());
  }
}
