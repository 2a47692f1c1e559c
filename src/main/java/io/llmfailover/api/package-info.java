/**
 * JAX-RS in front of the engine: what all surfaces share. Who may call, how much a body may hold,
 * how a request is known, what every answer's headers tell, how a stream gets out.
 *
 * <p>Decisions: resources are thin; bodies are read and written as bytes with one {@code
 * ObjectMapper}; each surface below has its own wire format and its own error shape. Whatever may
 * block on a client runs on {@link WriterThreads}. Nothing imports this package, and it is not part
 * of the library jar: embedding that opens no endpoint.
 */
package io.llmfailover.api;
