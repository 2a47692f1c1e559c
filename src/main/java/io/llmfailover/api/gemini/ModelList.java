package io.llmfailover.api.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.config.ConfiguredNames;
import io.llmfailover.config.Settings;
import io.llmfailover.provider.WireJson;
import java.util.Optional;
import java.util.stream.Collectors;

/** Chains and links as Gemini lists models. */
final class ModelList {
  private ModelList() {}

  /** The chains, then the links that can be called, whether a chain has them or a fallback. */
  static byte[] all(Settings settings) {
    ObjectNode body = WireJson.object();
    ArrayNode models = body.putArray("models");
    settings.chains().values().forEach(chain -> models.add(shown(chain)));
    ConfiguredNames.of(settings).links().stream()
        .filter(link -> link.provider().usable())
        .forEach(link -> models.add(shown(link.toString(), link)));
    return WireJson.bytes(body);
  }

  /** The chain, link or bare model of that name; empty when a caller could not ask for it. */
  static Optional<byte[]> one(Settings settings, String name) {
    return settings
        .chainFor(name)
        .map(
            found ->
                settings.chains().containsKey(found.name())
                    ? shown(found)
                    : shown(name, found.links().get(0)))
        .map(WireJson::bytes);
  }

  private static ObjectNode shown(Chain chain) {
    return model(chain.name(), "Chain " + chain.name())
        .put(
            "description",
            chain.links().stream().map(Link::toString).collect(Collectors.joining(", ")));
  }

  private static ObjectNode shown(String name, Link link) {
    ObjectNode model = model(name, link.toString());
    if (link.facts().contextWindow() > 0) {
      model.put("inputTokenLimit", link.facts().contextWindow());
    }
    if (link.facts().maxOutputTokens() > 0) {
      model.put("outputTokenLimit", link.facts().maxOutputTokens());
    }
    return model;
  }

  private static ObjectNode model(String name, String shown) {
    ObjectNode model = WireJson.object();
    model.put("name", "models/" + name).put("displayName", shown);
    model
        .putArray("supportedGenerationMethods")
        .add("generateContent")
        .add("streamGenerateContent")
        .add("countTokens");
    return model;
  }
}
