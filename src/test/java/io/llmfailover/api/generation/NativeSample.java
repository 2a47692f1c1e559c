package io.llmfailover.api.generation;

import io.llmfailover.api.SampleRequest;

/** What callers of this project's own API send. */
public final class NativeSample {
  private NativeSample() {}

  /** To {@code /v1/generate}. */
  public static SampleRequest generate() {
    return new SampleRequest(
        new NativeSurface(),
        """
        {
          "system": "You answer farmers in Nakuru, in Swahili, briefly.",
          "messages": [
            {"role": "user", "content": "When do I plant maize?"},
            {"role": "assistant", "content": "With the long rains, from the middle of March."},
            {"role": "user", "content": "And beans between the rows, is that wise?"}
          ],
          "tools": [
            {"name": "rain", "description": "Rain of the next days at a place.",
             "parameters": {
               "type": "object",
               "properties": {"place": {"type": "string"}, "days": {"type": "integer"}},
               "required": ["place"], "additionalProperties": false}}
          ],
          "temperature": 0.2,
          "maxTokens": 400
        }
        """);
  }
}
