/**
 * The Gemini surface: {@code /v1beta/models}, {@code :generateContent}, {@code
 * :streamGenerateContent}, {@code :countTokens}, as Google's own SDKs call them.
 *
 * <p>Decisions: requests are read leniently, as Google reads them (both spellings of a field,
 * unknown fields), and travel along as they came for links that speak Gemini; for all others they
 * are told in this module's words, and what cannot be told is named. A tool call is written whole,
 * because Google's SDKs take its arguments as an object.
 */
package io.llmfailover.api.gemini;
