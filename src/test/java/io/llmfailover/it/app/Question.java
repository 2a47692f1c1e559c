package io.llmfailover.it.app;

import java.util.concurrent.CompletableFuture;

/**
 * An event whose observer asks a generator.
 *
 * @param text what to ask
 * @param answer completed by the observer
 */
public record Question(String text, CompletableFuture<String> answer) {}
