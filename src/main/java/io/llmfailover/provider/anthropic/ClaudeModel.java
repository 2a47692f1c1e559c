package io.llmfailover.provider.anthropic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's name tells about what it refuses.
 *
 * @param version major version times a hundred plus the minor one; 0 when the name tells none, and
 *     then nothing is held against it
 */
record ClaudeModel(int version) {
  /** {@code claude-3-5-sonnet-20241022}, {@code claude-opus-4-7}, {@code claude-sonnet-5}. */
  private static final Pattern VERSIONED =
      Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

  static ClaudeModel of(String wireModel) {
    Matcher found = VERSIONED.matcher(wireModel);
    if (!found.find()) {
      return new ClaudeModel(0);
    }
    int minor = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
    return new ClaudeModel(Integer.parseInt(found.group(1)) * 100 + minor);
  }

  /** Refuses a conversation that ends with the beginning of its own answer. */
  boolean refusesPrefill() {
    return version >= 406;
  }

  /** Refuses temperature and top_p altogether. */
  boolean refusesSampling() {
    return version >= 407;
  }

  /** Refuses temperature and top_p in the same request. */
  boolean refusesBothSamplings() {
    return version >= 401;
  }
}
