package io.llmfailover.provider.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.FailureKind;
import io.llmfailover.Part;
import io.llmfailover.provider.Failure;
import io.llmfailover.provider.ProviderException;
import io.llmfailover.provider.WireJson;
import java.util.Locale;
import java.util.Set;

/** Writes text and pictures as content blocks. */
final class AnthropicPart {
  private static final Set<String> PICTURES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  private AnthropicPart() {}

  /**
   * The part as a block.
   *
   * @throws ProviderException for a picture Anthropic does not take ({@code unsupported})
   */
  static ObjectNode written(Part part) {
    ObjectNode block = WireJson.object();
    if (part instanceof Part.Text text) {
      return block.put("type", "text").put("text", text.text());
    }
    ObjectNode source = block.put("type", "image").putObject("source");
    if (part instanceof Part.InlineImage image) {
      source.put("type", "base64").put("media_type", mediaType(image)).put("data", image.base64());
    } else if (part instanceof Part.ImageUrl image) {
      source.put("type", "url").put("url", https(image));
    }
    return block;
  }

  private static String mediaType(Part.InlineImage image) {
    String type = image.mediaType().strip().toLowerCase(Locale.ROOT);
    String known = type.equals("image/jpg") ? "image/jpeg" : type;
    if (!PICTURES.contains(known)) {
      throw unsupported("Anthropic takes no pictures of type " + type);
    }
    return known;
  }

  private static String https(Part.ImageUrl image) {
    if (!image.url().regionMatches(true, 0, "https:", 0, 6)) {
      throw unsupported("Anthropic fetches pictures from https addresses only");
    }
    return image.url();
  }

  private static ProviderException unsupported(String why) {
    return new ProviderException(Failure.of(FailureKind.UNSUPPORTED, 0, why));
  }
}
