package io.llmfailover.api.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCallTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gemini-2.5-flash:generateContent | gemini-2.5-flash | generateContent",
        "openai/gpt-4o:streamGenerateContent | openai/gpt-4o | streamGenerateContent",
        "ollama/llama3:8b:generateContent | ollama/llama3:8b | generateContent",
        "together/Qwen/Qwen2.5-7B:countTokens | together/Qwen/Qwen2.5-7B | countTokens",
        "models/default:generateContent | default | generateContent",
        "models/openai/gpt-4o:generateContent | openai/gpt-4o | generateContent",
        ":generateContent | '' | generateContent",
        "default: | default | ''",
        "openai/gpt-4o | openai/gpt-4o | ''",
      })
  void splitsAtTheLastColon(String path, String model, String action) {
    ModelCall call = ModelCall.of(path);

    assertThat(call).isEqualTo(new ModelCall(model, action));
  }
}
