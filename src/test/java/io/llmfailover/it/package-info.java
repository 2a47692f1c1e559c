/**
 * The module on a real Open Liberty: the gateway WAR spoken to over HTTP, and the library jar in
 * applications of other people.
 *
 * <p>Decisions: one server for all tests, a deployment for each class; every archive carries its
 * own configuration; the providers are loopback servers in the test's own process, where the test
 * scripts and questions them. What runs inside the server is in {@code app}.
 */
package io.llmfailover.it;
