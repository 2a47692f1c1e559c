package io.llmfailover.api.anthropic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Gathers what of a request cannot be told in other dialects. Used for one request. */
final class Leftovers {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private final Set<String> onlyThere = new LinkedHashSet<>();
  private final Set<String> untold = new LinkedHashSet<>();

  /** Content that makes no sense without it: links of other dialects are passed over. */
  void onlyThere(String what) {
    onlyThere.add(what);
  }

  /** A field that others can do without. A caller's own word may be anything, and is not shown. */
  void untold(String field) {
    untold.add(PLAIN.matcher(field).matches() ? field : "an unknown field");
  }

  /** Notes the mark that asks for a prompt cache, when a block or tool has one. */
  void cacheControl(Fields fields) {
    if (fields.has("cache_control")) {
      untold("cache_control");
    }
  }

  List<String> onlyThere() {
    return List.copyOf(onlyThere);
  }

  List<String> untold() {
    return List.copyOf(untold);
  }
}
