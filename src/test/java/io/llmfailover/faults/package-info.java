/**
 * One test for each fault a user must never notice, named after its row in {@code docs/faults.md}.
 * The real engine, transport, judge, dialects and memory of links on real time, against upstreams
 * on loopback that do what no well-behaved server would. Only the container is left out.
 */
package io.llmfailover.faults;
