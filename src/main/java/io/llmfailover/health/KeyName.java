package io.llmfailover.health;

import io.llmfailover.chain.ApiKey;
import io.llmfailover.chain.Link;

/**
 * A provider's key: what rests when money is used up or the key is refused. Another key of the same
 * provider starts fresh. Prints without the secret.
 */
record KeyName(String provider, ApiKey key) {
  static KeyName of(Link link) {
    return new KeyName(link.name().provider(), link.provider().key());
  }
}
