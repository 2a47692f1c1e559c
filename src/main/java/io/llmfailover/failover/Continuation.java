package io.llmfailover.failover;

import io.llmfailover.Message;
import io.llmfailover.Prompt;
import io.llmfailover.TokenEstimate;
import io.llmfailover.chain.Capability;
import io.llmfailover.chain.Link;

/** Asks a link to go on with an answer another link began. Stateless. */
final class Continuation {
  /** The last words a link is asked to repeat, so that the seam is found. In characters. */
  private static final int ANCHOR = 60;

  /** A limit smaller than this leaves no room for the repeated words. In tokens. */
  private static final int LEAST_TOKENS = 64;

  private Continuation() {}

  /** Whether the link goes on by itself from an answer that is put in its mouth. */
  static boolean prefills(Link link) {
    return link.facts().has(Capability.PREFILL);
  }

  /**
   * The prompt that has the answer go on.
   *
   * @param heard what the caller has of the answer
   * @param prefill whether the link takes that as the beginning of its own; otherwise it is told
   */
  static Prompt of(Prompt prompt, String heard, boolean prefill) {
    // Anthropic refuses a prefill that ends in blanks, and no model goes on from them well.
    String told = prefill ? heard.stripTrailing() : heard;
    Prompt.Builder more = prompt.toBuilder().message(Message.model(told));
    prompt
        .maxTokens()
        .ifPresent(
            most -> more.maxTokens((int) Math.max(LEAST_TOKENS, most - TokenEstimate.of(heard))));
    return prefill ? more.build() : more.user(instruction(anchor(heard))).build();
  }

  private static String instruction(String lastWords) {
    return "Your answer above was cut off by a technical fault. Its last words are:\n"
        + lastWords
        + "\nContinue the answer. Begin by repeating exactly these last words, then go on from there"
        + " to its end. Write nothing else: no introduction, no comment, and nothing of what stands"
        + " before these words.";
  }

  /** The last words, from where a word begins. */
  private static String anchor(String heard) {
    int from = Math.max(0, heard.length() - ANCHOR);
    int word = from;
    while (from > 0 && word < heard.length() && !Character.isWhitespace(heard.charAt(word))) {
      word++;
    }
    String words = heard.substring(word).strip();
    int whole = Character.isLowSurrogate(heard.charAt(from)) ? from + 1 : from;
    return words.isEmpty() ? heard.substring(whole).strip() : words;
  }
}
