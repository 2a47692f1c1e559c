/**
 * The native surface: {@code /v1/generate}, {@code /v1/explain}, {@code /v1/chains}, {@code
 * /v1/links}.
 *
 * <p>Decisions: requests are read strictly, an unknown field is an error that names it; the answer
 * tells what became of each link.
 */
package io.llmfailover.api.generation;
