package io.llmfailover.config;

import io.llmfailover.chain.ApiKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a provider's address, its proxy, its trust and its secrets are written. */
final class AddressFormats {
  private static final Pattern USER_INFO = Pattern.compile("//.*@");
  private static final Pattern QUERY = Pattern.compile("\\?.*");
  // A space or a line break inside would cut or split the header the key travels in.
  private static final Pattern ONE_WORD = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern ENCODED = Pattern.compile("\\{[A-Za-z0-9-]+\\}.*");
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e\\xa0-\\xff]+");

  private AddressFormats() {}

  /** A base address; its query is kept, a trailing slash is not. */
  static final ValueFormat<URI> BASE_URL =
      new ValueFormat<>(
          "an http or https address up to and including the version, such as"
              + " https://api.openai.com/v1, without user or fragment",
          AddressFormats::baseUrl,
          AddressFormats::withoutSecrets);

  /** An outbound proxy. */
  static final ValueFormat<String> PROXY =
      new ValueFormat<>(
          "an address such as http://proxy.example.com:3128, with a port and nothing behind it",
          AddressFormats::proxy,
          AddressFormats::withoutSecrets);

  /** A file that is there and can be read. */
  static final ValueFormat<String> READABLE_FILE =
      ValueFormat.open("the path of a PEM file that can be read", AddressFormats::readable);

  /** A provider's key, or the operator's. */
  static final ValueFormat<ApiKey> API_KEY =
      ValueFormat.secret(
          "printable characters without blanks; encoded values ({aes}…, {xor}…) are not decoded"
              + " here: give the key in an environment variable or a variable file",
          text -> Optional.of(text).filter(AddressFormats::isKey).map(ApiKey::of));

  /** Keys of callers, separated by commas. */
  static final ValueFormat<Set<ApiKey>> API_KEYS =
      ValueFormat.secret(
          "one or more keys separated by commas, each of printable characters without blanks",
          AddressFormats::keys);

  /** The value of a header. */
  static final ValueFormat<String> HEADER =
      ValueFormat.secret(
          "text without line breaks and other control characters",
          text -> Optional.of(text).filter(value -> HEADER_VALUE.matcher(value).matches()));

  private static Optional<URI> baseUrl(String text) {
    return parsed(text)
        .filter(uri -> uri.getRawUserInfo() == null && uri.getRawFragment() == null)
        .map(AddressFormats::withoutTrailingSlash);
  }

  private static Optional<URI> parsed(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equalsIgnoreCase(uri.getScheme());
      boolean secure = "https".equalsIgnoreCase(uri.getScheme());
      boolean port = uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() < 65_536);
      return (web || secure) && uri.getHost() != null && port ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException notAnAddress) {
      return Optional.empty();
    }
  }

  private static URI withoutTrailingSlash(URI uri) {
    String path = uri.getRawPath().replaceAll("/+$", "");
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + query);
  }

  private static Optional<String> proxy(String text) {
    return parsed(text)
        .filter(uri -> uri.getRawUserInfo() == null && uri.getPort() != -1)
        .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()))
        .filter(uri -> uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
        .filter(uri -> uri.getRawQuery() == null && uri.getRawFragment() == null)
        .map(uri -> "http://" + uri.getRawAuthority());
  }

  private static Optional<String> readable(String text) {
    try {
      Path file = Path.of(text);
      return Files.isRegularFile(file) && Files.isReadable(file)
          ? Optional.of(text)
          : Optional.empty();
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private static boolean isKey(String text) {
    return ONE_WORD.matcher(text).matches() && !ENCODED.matcher(text).matches();
  }

  private static Optional<Set<ApiKey>> keys(String text) {
    Set<String> each =
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(Predicate.not(String::isEmpty))
            .collect(Collectors.toSet());
    return each.isEmpty() || !each.stream().allMatch(AddressFormats::isKey)
        ? Optional.empty()
        : Optional.of(each.stream().map(ApiKey::of).collect(Collectors.toUnmodifiableSet()));
  }

  private static String withoutSecrets(String address) {
    String anonymous = USER_INFO.matcher(address).replaceAll("//***@");
    return QUERY.matcher(anonymous).replaceAll("?***");
  }
}
