package io.llmfailover.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmfailover.Deadline;
import io.llmfailover.FailureKind;
import io.llmfailover.Prompt;
import io.llmfailover.chain.ApiKey;
import io.llmfailover.chain.Capability;
import io.llmfailover.chain.Link;
import io.llmfailover.chain.LinkName;
import io.llmfailover.chain.ModelFacts;
import io.llmfailover.chain.Price;
import io.llmfailover.chain.ProviderSettings;
import io.llmfailover.chain.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Makes calls for the tests of the dialects. Immutable: every {@code with…} is a changed copy. */
public record DialectCall(
    String provider,
    String model,
    String url,
    String key,
    Map<String, String> headers,
    ModelFacts facts) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A key that is easy to find where it must not be. */
  public static final String KEY = "sk-very-secret";

  /** A link of this provider, of whose model nothing is known. */
  public static DialectCall to(String provider, String model) {
    String url =
        switch (provider) {
          case "gemini" -> "https://generativelanguage.googleapis.com/v1beta";
          case "anthropic" -> "https://api.anthropic.com/v1";
          case "openai" -> "https://api.openai.com/v1";
          default -> "https://" + provider + ".example/v1";
        };
    return new DialectCall(provider, model, url, KEY, Map.of(), ModelFacts.UNKNOWN);
  }

  /** The same at another address. */
  public DialectCall at(String other) {
    return new DialectCall(provider, model, other, key, headers, facts);
  }

  /** The same with another key; blank for none. */
  public DialectCall withKey(String other) {
    return new DialectCall(provider, model, url, other, headers, facts);
  }

  /** The same with configured headers. */
  public DialectCall withHeaders(Map<String, String> configured) {
    return new DialectCall(provider, model, url, key, configured, facts);
  }

  /** The same with a model known to be able to do exactly this. */
  public DialectCall able(int maxOutputTokens, Capability... capabilities) {
    Set<Capability> all = EnumSet.noneOf(Capability.class);
    all.addAll(Set.of(capabilities));
    return new DialectCall(
        provider,
        model,
        url,
        key,
        headers,
        new ModelFacts(true, 100_000, maxOutputTokens, Price.UNKNOWN, all, false, ""));
  }

  /** The call that asks this. */
  public ProviderCall asking(Prompt prompt) {
    Timeouts timeouts = new Timeouts(MINUTE, MINUTE, MINUTE, MINUTE);
    ProviderSettings settings =
        new ProviderSettings(
            provider,
            "openai",
            URI.create(url),
            ApiKey.of(key),
            false,
            headers,
            timeouts,
            1,
            1,
            "",
            "");
    return new ProviderCall(
        new Link(new LinkName(provider, "model-of-the-name"), model, settings, facts, timeouts),
        prompt,
        Deadline.after(MINUTE, () -> 0));
  }

  /** The body the dialect writes for this. */
  public JsonNode written(Dialect dialect, Prompt prompt) {
    return body(dialect.write(asking(prompt)));
  }

  /** A request's body as it stands. */
  public static String text(WireRequest request) {
    return new String(request.body().whole(), StandardCharsets.UTF_8);
  }

  /** A request's body, parsed. */
  public static JsonNode body(WireRequest request) {
    try {
      return MAPPER.readTree(request.body().whole());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** JSON with single quotes for double ones; {@code \\'} is a quote within a text. */
  public static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asserts that this fails with a verdict of this kind, and gives the verdict. */
  public static Failure failure(FailureKind kind, ThrowingCallable doing) {
    ProviderException thrown = Assertions.catchThrowableOfType(ProviderException.class, doing);
    Assertions.assertThat(thrown).as("must fail with " + kind).isNotNull();
    Assertions.assertThat(thrown.failure().kind()).isEqualTo(kind);
    return thrown.failure();
  }
}
