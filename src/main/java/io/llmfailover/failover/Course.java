package io.llmfailover.failover;

import io.llmfailover.StreamStart;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderCall;
import java.util.Optional;

/** What a stream asks of the walk it belongs to. Thread-safe. */
interface Course {
  /**
   * Gives one call the floor: all others under way are given up.
   *
   * @return what is known of the stream as it begins; empty when another call has the floor, or the
   *     generation is over
   */
  Optional<StreamStart> floorFor(ProviderCall call);

  /** Ends a call that is under way as failed. */
  void breakOff(ProviderCall call, Failure failure);

  /** The caller wants no more. */
  void hangUp();
}
