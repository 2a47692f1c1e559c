package io.llmfailover.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/** Makes bytes of characters, one of each, as far as that goes: the JDK does many at once. */
final class LatinRun {
  private final CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();
  private final CharBuffer characters;
  private final ByteBuffer encoded;

  /** Of these characters, up to so many of them. */
  LatinRun(char[] characters, int most) {
    this.characters = CharBuffer.wrap(characters);
    this.encoded = ByteBuffer.allocate(most);
  }

  /** The bytes, each where its character is. */
  byte[] bytes() {
    return encoded.array();
  }

  /** Where the first character is that takes more than one byte; {@code to} when there is none. */
  int encode(int from, int to) {
    characters.limit(to).position(from);
    encoded.limit(to).position(from);
    encoder.encode(characters, encoded, true);
    return characters.position();
  }
}
