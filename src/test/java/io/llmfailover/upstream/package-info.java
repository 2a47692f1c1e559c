/**
 * The providers of the tests: real sockets that say exactly the bytes a test wants them to say.
 *
 * <p>Decisions: a thread for each connection, for a test is read more often than it is run; nothing
 * here knows the code under test.
 */
package io.llmfailover.upstream;
