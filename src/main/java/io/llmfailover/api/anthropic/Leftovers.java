package io.llmfailover.api.anthropic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Gathers what of a request cannot be told in other dialects. Used for one request. */
final class Leftovers {
  private static final Pattern UNUSUAL = Pattern.compile("[^A-Za-z0-9_.-]");
  private static final int LONGEST_NAME = 64;

  private final Set<String> onlyThere = new LinkedHashSet<>();
  private final Set<String> untold = new LinkedHashSet<>();

  /** Content that makes no sense without it: links of other dialects are passed over. */
  void onlyThere(String what) {
    onlyThere.add(what);
  }

  /** A field that others can do without. A caller's own word may be anything: it is made plain. */
  void untold(String field) {
    String plain = UNUSUAL.matcher(field).replaceAll("?");
    untold.add(plain.substring(0, Math.min(LONGEST_NAME, plain.length())));
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
