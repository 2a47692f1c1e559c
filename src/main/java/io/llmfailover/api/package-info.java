/**
 * HTTP in front of the engine: what all surfaces share. Who may call, how much a body may hold, how
 * a request is known, what every answer's headers tell, how a stream gets out.
 *
 * <p>There are two ways in, and one door at the end of both. Ordinary generations are taken by
 * {@link GenerationFilter}, a servlet filter; all else goes through JAX-RS, as does a generation
 * that is in any way unusual. Who may pass, how a body is read and what the answer is, is decided
 * by classes that know neither way: {@link Framing}, {@link Callers}, {@link RequestBody}, {@link
 * GenerationDoor}.
 *
 * <p>Decisions: resources are thin; bodies are read and written as bytes with one {@code
 * ObjectMapper}; each surface below has its own wire format and its own error shape. Streams, which
 * may long block on a client, run on {@link WriterThreads}. Nothing imports this package, and it is
 * not part of the library jar: embedding that opens no endpoint.
 */
package io.llmfailover.api;
