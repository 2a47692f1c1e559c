package io.llmfailover.api.gemini;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what links of other dialects cannot be told. Not thread-safe. */
final class Untellable {
  /** More names than this help nobody; callers can send any number. */
  private static final int MOST = 40;

  private final Set<String> onlyThere = new LinkedHashSet<>();
  private final Set<String> untold = new LinkedHashSet<>();

  /** Content without which the request makes no sense: only links that speak Gemini may serve. */
  void onlyThere(String content) {
    onlyThere.add(content);
  }

  /** A setting the others do without. */
  void untold(String field) {
    if (untold.size() < MOST) {
      untold.add(field);
    }
  }

  /** Each setting of the object that is not among these. */
  void untoldBesides(Set<String> told, Fields fields) {
    fields.besides(told).forEach(name -> untold(fields.path() + name));
  }

  List<String> onlyThere() {
    return List.copyOf(onlyThere);
  }

  List<String> untold() {
    return List.copyOf(untold);
  }
}
