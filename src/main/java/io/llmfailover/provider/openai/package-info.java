/**
 * The OpenAI Chat Completions dialect: OpenAI itself, Azure, Together and every compatible server.
 *
 * <p>Decisions: what differs between servers is told by the provider's name or host ({@code
 * OpenAiFlavour}), never by trying; an answer is normalised wherever a server is merely sloppy, and
 * refused only where nothing can be made of it. A request that came in this dialect is sent in its
 * own words ({@code OwnWords}); of its messages only that is changed which the server refuses.
 *
 * <p>Knows {@code provider}, {@code chain} and the root; no other dialect.
 */
package io.llmfailover.provider.openai;
