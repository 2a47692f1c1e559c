package io.llmfailover.economy;

import io.llmfailover.api.SampleRequest;
import io.llmfailover.api.anthropic.AnthropicSample;
import io.llmfailover.api.gemini.GeminiSample;
import io.llmfailover.api.generation.NativeSample;
import io.llmfailover.api.openai.OpenAiSamples;
import io.llmfailover.config.CurrentSettings;
import java.util.function.Function;

/** Whose API a caller speaks. */
public enum Caller {
  CHAT(settings -> OpenAiSamples.chat()),
  RESPONSES(settings -> OpenAiSamples.responses()),
  ANTHROPIC(AnthropicSample::messages),
  GEMINI(settings -> GeminiSample.generateContent()),
  NATIVE(settings -> NativeSample.generate());

  private final Function<CurrentSettings, SampleRequest> sample;

  Caller(Function<CurrentSettings, SampleRequest> sample) {
    this.sample = sample;
  }

  /** What such a caller sends. */
  public SampleRequest sample(CurrentSettings settings) {
    return sample.apply(settings);
  }
}
