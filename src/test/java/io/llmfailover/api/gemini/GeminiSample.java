package io.llmfailover.api.gemini;

import io.llmfailover.api.SampleRequest;

/** What callers of Gemini's API send. */
public final class GeminiSample {
  private GeminiSample() {}

  /** To {@code /v1beta/models/auto:generateContent}. */
  public static SampleRequest generateContent() {
    return new SampleRequest(
        new GeminiSurface("auto", GeminiSurface.Form.WHOLE, new GeminiErrors()),
        """
        {
          "systemInstruction": {
            "parts": [{"text": "You answer farmers in Nakuru, in Swahili, briefly."}]},
          "contents": [
            {"role": "user", "parts": [{"text": "When do I plant maize?"}]},
            {"role": "model",
             "parts": [{"text": "With the long rains, from the middle of March."}]},
            {"role": "user", "parts": [{"text": "And beans between the rows, is that wise?"}]}
          ],
          "tools": [{"functionDeclarations": [
            {"name": "rain", "description": "Rain of the next days at a place.",
             "parameters": {
               "type": "object",
               "properties": {"place": {"type": "string"}, "days": {"type": "integer"}},
               "required": ["place"]}}
          ]}],
          "generationConfig": {"temperature": 0.2, "maxOutputTokens": 400}
        }
        """);
  }
}
