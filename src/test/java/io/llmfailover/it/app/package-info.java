/** An application of somebody else: what the tests put into the server beside this module. */
package io.llmfailover.it.app;
