package io.llmfailover.routing;

import io.llmfailover.LanguageTag;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Tells Sheng, and everything else through a library that is loaded when it is needed first. A
 * library that is not there, or fails, is logged once and knows no language. Thread-safe.
 */
final class DetectedLanguages implements Languages {
  private final Callable<? extends Languages> library;
  private volatile Languages loaded;

  /** With the library of this application, not yet loaded. */
  DetectedLanguages() {
    // Not a method reference, which would look for the class at once.
    this(() -> OpenNlpLanguages.load());
  }

  DetectedLanguages(Callable<? extends Languages> library) {
    this.library = library;
  }

  @Override
  public Optional<LanguageTag> of(String text) {
    if (Sheng.isSpokenIn(text)) {
      return Optional.of(LanguageTag.SHENG);
    }
    try {
      return library().of(text);
    } catch (RuntimeException | LinkageError broken) {
      giveUp(broken);
      return Optional.empty();
    }
  }

  /** Loads the library unless it is there. */
  void prepare() {
    library();
  }

  private Languages library() {
    Languages known = loaded;
    return known == null ? load() : known;
  }

  private synchronized Languages load() {
    if (loaded != null) {
      return loaded;
    }
    try {
      loaded = library.call();
    } catch (NoClassDefFoundError | IOException missing) {
      RoutingLog.libraryMissing(missing);
      loaded = NONE;
    } catch (Exception | LinkageError broken) {
      giveUp(broken);
    }
    return loaded;
  }

  private void giveUp(Throwable why) {
    RoutingLog.libraryFailed(why);
    loaded = NONE;
  }
}
