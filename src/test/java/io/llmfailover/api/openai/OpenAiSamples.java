package io.llmfailover.api.openai;

import io.llmfailover.api.SampleRequest;
import io.llmfailover.failover.WallClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** What callers of OpenAI's two APIs send. */
public final class OpenAiSamples {
  private static final WallClock CLOCK =
      new WallClock(Clock.fixed(Instant.parse("2026-11-20T09:15:00Z"), ZoneOffset.UTC));

  private OpenAiSamples() {}

  /** To {@code /v1/chat/completions}. */
  public static SampleRequest chat() {
    return new SampleRequest(
        new ChatSurface(CLOCK, new OpenAiErrors()),
        """
        {
          "model": "auto",
          "messages": [
            {"role": "system", "content": "You answer farmers in Nakuru, in Swahili, briefly."},
            {"role": "user", "content": "When do I plant maize?"},
            {"role": "assistant", "content": "With the long rains, from the middle of March."},
            {"role": "user", "content": "And beans between the rows, is that wise?"}
          ],
          "tools": [
            {"type": "function", "function": {
              "name": "rain", "description": "Rain of the next days at a place.",
              "parameters": {
                "type": "object",
                "properties": {"place": {"type": "string"}, "days": {"type": "integer"}},
                "required": ["place"], "additionalProperties": false}}}
          ],
          "temperature": 0.2,
          "max_tokens": 400
        }
        """);
  }

  /** To {@code /v1/responses}. */
  public static SampleRequest responses() {
    return new SampleRequest(
        new ResponsesSurface(CLOCK, new OpenAiErrors()),
        """
        {
          "model": "auto",
          "instructions": "You answer farmers in Nakuru, in Swahili, briefly.",
          "input": [
            {"role": "user", "content": "When do I plant maize?"},
            {"role": "assistant", "content": "With the long rains, from the middle of March."},
            {"role": "user", "content": "And beans between the rows, is that wise?"}
          ],
          "tools": [
            {"type": "function", "name": "rain",
             "description": "Rain of the next days at a place.",
             "parameters": {
               "type": "object",
               "properties": {"place": {"type": "string"}, "days": {"type": "integer"}},
               "required": ["place"], "additionalProperties": false}}
          ],
          "temperature": 0.2,
          "max_output_tokens": 400
        }
        """);
  }
}
