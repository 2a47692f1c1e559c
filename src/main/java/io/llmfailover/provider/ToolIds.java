package io.llmfailover.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of tool calls: made up where a provider gives none, replaced where it refuses ours. */
public final class ToolIds {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final int FRESH_LENGTH = 24;

  private ToolIds() {}

  /** A new id, {@code call_} and random letters and digits. */
  public static String fresh() {
    StringBuilder id = new StringBuilder("call_");
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < FRESH_LENGTH; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  /**
   * Letters and digits that stand for {@code text}: always the same ones, so that a call and its
   * result still belong together.
   *
   * @param length at most 32
   */
  public static String standIn(String text, int length) {
    byte[] digest = sha256(text);
    StringBuilder letters = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      letters.append(ALPHABET.charAt((digest[i] & 0xFF) % ALPHABET.length()));
    }
    return letters.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
