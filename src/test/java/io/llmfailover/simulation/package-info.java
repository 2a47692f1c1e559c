/**
 * The real engine, judge, dialects and memory on a virtual clock, against providers that fail as
 * the dice say. Only the network and the container are left out; seeds are fixed.
 */
package io.llmfailover.simulation;
