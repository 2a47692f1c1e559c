/**
 * The words an application uses: {@link io.llmfailover.Llm} behind {@link
 * io.llmfailover.LlmGenerator}, {@link io.llmfailover.Prompt} and {@link io.llmfailover.Answer},
 * the {@link io.llmfailover.Attempt}s that led to it, and one unchecked exception tree below {@link
 * io.llmfailover.LlmException}.
 *
 * <p>Decisions: values are immutable and checked when they are made; null never crosses a method
 * boundary; time is given ({@link io.llmfailover.Ticker}, {@link io.llmfailover.Timer}).
 *
 * <p>This package imports no other package of the module.
 */
package io.llmfailover;
