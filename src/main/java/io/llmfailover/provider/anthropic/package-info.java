/**
 * The Anthropic Messages dialect.
 *
 * <p>Decisions: {@code max_tokens}, which Anthropic demands, is filled when the caller sets none; a
 * schema goes into {@code output_config} where the model has it, and otherwise becomes a tool the
 * model is made to call, whose input is the answer; thinking is never switched on.
 *
 * <p>Knows {@code provider}, {@code chain} and the root; no other dialect.
 */
package io.llmfailover.provider.anthropic;
