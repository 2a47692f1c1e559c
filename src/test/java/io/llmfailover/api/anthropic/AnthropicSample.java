package io.llmfailover.api.anthropic;

import io.llmfailover.api.SampleRequest;
import io.llmfailover.config.CurrentSettings;

/** What callers of Anthropic's API send. */
public final class AnthropicSample {
  private AnthropicSample() {}

  /** To {@code /v1/messages}. */
  public static SampleRequest messages(CurrentSettings settings) {
    return new SampleRequest(
        new AnthropicSurface(settings, new AnthropicErrors()),
        """
        {
          "model": "auto",
          "system": "You answer farmers in Nakuru, in Swahili, briefly.",
          "messages": [
            {"role": "user", "content": "When do I plant maize?"},
            {"role": "assistant", "content": "With the long rains, from the middle of March."},
            {"role": "user", "content": "And beans between the rows, is that wise?"}
          ],
          "tools": [
            {"name": "rain", "description": "Rain of the next days at a place.",
             "input_schema": {
               "type": "object",
               "properties": {"place": {"type": "string"}, "days": {"type": "integer"}},
               "required": ["place"], "additionalProperties": false}}
          ],
          "temperature": 0.2,
          "max_tokens": 400
        }
        """);
  }
}
