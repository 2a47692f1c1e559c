package io.llmfailover.api.openai;

import io.llmfailover.InvalidPromptException;
import io.llmfailover.Part;

/** Reads the address of a picture. */
final class Pictures {
  private static final String DATA = "data:";

  private Pictures() {}

  /** A web address, or a data URI that holds the picture itself. */
  static Part at(String url, String where) {
    if (startsWith(url, DATA)) {
      return inline(url, where);
    }
    if (!startsWith(url, "https://") && !startsWith(url, "http://")) {
      throw new InvalidPromptException(where, "must be an http, https or data address");
    }
    return new Part.ImageUrl(Fields.plainOf(url, where));
  }

  private static Part inline(String url, String where) {
    int comma = url.indexOf(',');
    String head = comma < 0 ? "" : url.substring(DATA.length(), comma);
    int semicolon = head.indexOf(';');
    if (semicolon < 1 || !head.endsWith(";base64")) {
      throw new InvalidPromptException(where, "a data address must be data:<type>;base64,<data>");
    }
    return new Part.InlineImage(head.substring(0, semicolon), url.substring(comma + 1));
  }

  private static boolean startsWith(String url, String scheme) {
    return url.regionMatches(true, 0, scheme, 0, scheme.length());
  }
}
