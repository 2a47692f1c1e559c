/**
 * How JSON bodies are read and written where their texts are long: a prompt or an answer may be a
 * megabyte, nearly all of it in one text.
 *
 * <p>Jackson reads and writes; only long texts go past its loops, which look at each character by
 * itself several times. A tree that was read knows where its long texts stand in the bytes, and is
 * written with those again. What is unusual in a text is left to Jackson, and all errors are its
 * own.
 *
 * <p>Knows no other package of this module.
 */
package io.llmfailover.json;
