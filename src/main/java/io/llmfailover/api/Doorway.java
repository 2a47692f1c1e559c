package io.llmfailover.api;

import java.util.Optional;

/**
 * An address where generations come in. Resources that take them are one, so that {@link
 * GenerationFilter} finds what serves an ordinary request without JAX-RS.
 */
public interface Doorway {
  /**
   * The surface behind it, for a generation posted to this address; empty when that is none of this
   * doorway's, or when what it means is better left to JAX-RS.
   *
   * @param path below the context root, for instance {@code /v1/messages}; letters, digits and
   *     {@code -_.:/} alone
   * @param query as it was sent; empty when there is none
   */
  Optional<Surface> at(String path, String query);

  /** The address below the context root, as JAX-RS writes it; metrics of the server show it. */
  String route();
}
