package io.llmfailover.api.generation;

import io.llmfailover.Answer;
import io.llmfailover.LlmException;
import io.llmfailover.api.Asked;
import io.llmfailover.api.Errors;
import io.llmfailover.api.StreamWriter;
import io.llmfailover.api.Surface;
import io.llmfailover.json.WrittenJson;

/** This project's own API. */
final class NativeSurface implements Surface {
  private static final ErrorShape ERRORS =
      new ErrorShape() {
        @Override
        public byte[] of(Errors.Kind kind, LlmException end) {
          return NativeTranslator.error(end);
        }

        @Override
        public byte[] of(Errors.Kind kind, String message) {
          return Errors.body(kind, message);
        }
      };

  @Override
  public Asked read(byte[] body) {
    return NativeTranslator.asked(body);
  }

  @Override
  public WrittenJson answer(Asked asked, Answer answer) {
    return NativeTranslator.answer(answer);
  }

  @Override
  public ErrorShape errors() {
    return ERRORS;
  }

  @Override
  public StreamWriter stream(Asked asked, String id) {
    return new NativeStreamWriter();
  }
}
