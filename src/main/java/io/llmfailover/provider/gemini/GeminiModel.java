package io.llmfailover.provider.gemini;

import io.llmfailover.provider.Endpoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's name tells about its abilities.
 *
 * @param path its place below the base address, percent-encoded, with a slash before it
 * @param version major version times a hundred plus the minor one; 0 for other models than Gemini
 */
record GeminiModel(String path, int version) {
  private static final Pattern VERSIONED = Pattern.compile("gemini-(\\d{1,2})(?:\\.(\\d{1,2}))?");
  private static final int NEWEST = Integer.MAX_VALUE;

  static GeminiModel of(String wireModel) {
    String name = wireModel.startsWith("models/") ? wireModel.substring(7) : wireModel;
    String collection = name.startsWith("tunedModels/") ? "/" : "/models/";
    return new GeminiModel(collection + Endpoint.pathOf(name), version(name));
  }

  /** Takes plain JSON Schema; earlier ones only a subset of OpenAPI's. */
  boolean takesJsonSchema() {
    return version >= 205;
  }

  /** Takes JSON mode together with tools. */
  boolean takesJsonBesideTools() {
    return version >= 300;
  }

  /** Gives tool calls ids, and wants its thought signatures back. */
  boolean signsThoughts() {
    return version >= 300;
  }

  private static int version(String name) {
    Matcher found = VERSIONED.matcher(name);
    if (found.find()) {
      int minor = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
      return Integer.parseInt(found.group(1)) * 100 + minor;
    }
    // Names without a version, such as gemini-flash-latest, move on with the newest.
    return name.startsWith("gemini-") ? NEWEST : 0;
  }
}
