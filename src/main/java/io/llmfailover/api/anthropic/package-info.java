/**
 * The Anthropic surface: {@code /v1/messages} and {@code /v1/messages/count_tokens}, as Anthropic's
 * own SDKs call them.
 *
 * <p>Decisions: fields this package does not know are let through, because links of the same
 * dialect are sent the caller's own words; links of other dialects are told what has a word in this
 * module, and the rest is noted. The caller's {@code anthropic-beta} header goes no further: what a
 * link is sent is for its configuration to say. Thinking is given to callers only when it is
 * signed, that is, when Claude thought it: Anthropic refuses any other when it comes back in the
 * next turn. No provider's state is hidden in the ids of tool calls.
 *
 * <p>This package does not know the wire dialect of the same name: that one writes requests and
 * reads answers, this one the other way round.
 */
package io.llmfailover.api.anthropic;
