/**
 * The OpenAI surface: {@code /v1/chat/completions}, {@code /v1/responses}, {@code /v1/models}.
 *
 * <p>Decisions: fields nobody here knows are kept, not refused, because they may be meant for the
 * provider; a request is passed on in its caller's own words where a link speaks this dialect.
 * Nothing is stored, so whatever refers to an earlier request is refused by name. What a caller has
 * to know beyond OpenAI's own fields is in {@code x_llm}.
 */
package io.llmfailover.api.openai;
