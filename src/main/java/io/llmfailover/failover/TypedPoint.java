package io.llmfailover.failover;

import java.lang.reflect.Type;

/**
 * An injection point of a {@link io.llmfailover.TypedLlm}.
 *
 * @param chain the chain's name as it stands there; empty for the default chain
 * @param type what the chain answers with
 * @param place the class and member it is in
 */
public record TypedPoint(String chain, Type type, String place) {}
