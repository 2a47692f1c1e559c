/**
 * A provider that is none: it answers and fails as its model names say, without key and without
 * network, so that a failover can be seen in the first minute and rehearsed later.
 *
 * <p>Decisions: it goes through the same seams as the others, as a transport that brings real wire
 * answers of the OpenAI dialect; only the network is left out. Every text it gives says that it is
 * simulated. There only when {@code llm.simulator} is on.
 */
package io.llmfailover.provider.simulator;
