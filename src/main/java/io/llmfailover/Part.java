package io.llmfailover;

import java.util.Objects;

/** A piece of a message's content. */
public sealed interface Part {
  /**
   * Words.
   *
   * @param text may be empty; links that refuse empty parts do not get them
   */
  record Text(String text) implements Part {
    /** Checks that it is there. */
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * A picture sent along.
   *
   * @param mediaType for instance {@code image/png}
   * @param base64 the bytes, in Base64
   */
  record InlineImage(String mediaType, String base64) implements Part {
    /** Checks that both are there. */
    public InlineImage {
      Objects.requireNonNull(mediaType, "mediaType");
      Objects.requireNonNull(base64, "base64");
    }

    @Override
    public String toString() {
      return "InlineImage[" + mediaType + ", " + base64.length() + " characters]";
    }
  }

  /**
   * A picture the provider fetches itself. This module never fetches it.
   *
   * @param url an http or https address
   */
  record ImageUrl(String url) implements Part {
    /** Checks that it is there. */
    public ImageUrl {
      Objects.requireNonNull(url, "url");
    }
  }
}
