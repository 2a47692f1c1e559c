/**
 * Google's Gemini {@code generateContent} dialect.
 *
 * <p>Decisions: a thought signature leaves this package marked as Gemini's, and only one so marked
 * is sent back; a picture's address is never fetched; models before 2.5 get the schema subset they
 * know, later ones plain JSON Schema.
 *
 * <p>Knows {@code provider}, {@code chain} and the root; no other dialect.
 */
package io.llmfailover.provider.gemini;
