package io.llmfailover.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
  private static final int SHORT = 200;
  private static final int COPIED = 5_000;
  private static final int REFERRED_TO = 20_000;

  private final ObjectMapper mapper =
      JsonMapper.builder(new LongTextFactory(new JsonFactoryBuilder()))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();
  private final ObjectMapper plain = new ObjectMapper();
  private final Random random = new Random(42);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Habari ya asubuhi. ",
        "a\\n\\/",
        "\\u00e9\\ud83d\\ude00",
        "caf\u00e9 \u1230\u120b\u121d",
        "\\"
      })
  void writesTheLongTextsOfDocumentsAsTheyStand(String some) throws IOException {
    String odd = some.equals("\\") ? "\\\\" : some;
    String json =
        "{\"a\":[\""
            + text(odd, COPIED)
            + "\",1.50],\"b\":{\"c\":\""
            + text(odd, REFERRED_TO)
            + "\"}}";

    JsonTree tree = JsonTree.read(mapper, utf8(json));

    assertThat(tree.root()).isEqualTo(plain.readTree(json));
    assertThat(written(tree.root())).isEqualTo(json.replace("1.50", "1.5"));
  }

  @Test
  void readsAnyDocumentAsItsMapperDoes() throws IOException {
    for (int round = 0; round < 500; round++) {
      StringBuilder json = new StringBuilder("{");
      for (int field = random.nextInt(6); field >= 0; field--) {
        String text = text("aé\\t", random.nextInt(3) * random.nextInt(3_000));
        json.append("\"f")
            .append(field)
            .append("\":[1.0,{\"g\":\"")
            .append(text)
            .append("\"},null,\"");
        json.append(text).append(field > 0 ? "\"]," : "\"]");
      }
      byte[] bytes = utf8(json.append('}').toString());

      JsonNode read = JsonTree.read(mapper, bytes).root();

      assertThat(read).isEqualTo(mapper.readTree(bytes));
      assertThat(mapper.readTree(utf8(written(read)))).isEqualTo(mapper.readTree(bytes));
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 1", "5000, 1", "20000, 3"})
  void refersToTextsWorthIt(int length, int pieces) throws IOException {
    JsonNode root = JsonTree.read(mapper, utf8(object(text("a", length)))).root();

    assertThat(generated(root).pieces()).isEqualTo(pieces);
  }

  @Test
  void copiesNotEvenWhatItRefersTo() throws IOException {
    byte[] json = utf8(object(text("a", REFERRED_TO)));
    WrittenJson written = generated(JsonTree.read(mapper, json).root());

    json[json.length / 2] = 'b';

    assertThat(written.whole()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"}", " {}", ",\"a\":\"b\"}"})
  void refusesWhatItsMapperRefuses(String end) {
    String whole = object(text("a", COPIED));
    byte[] json =
        utf8(whole.substring(0, whole.length() - 1) + (end.length() > 4 ? end : "}" + end));

    assertThatThrownBy(() -> JsonTree.read(mapper, json))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void findsEscapedCodesOnlyOutsideOfLongTexts() throws IOException {
    String escape = "\\u0041";

    assertThat(hasCodeEscapes(object(text(escape, COPIED)))).isFalse();
    assertThat(hasCodeEscapes(object(text("a", COPIED)))).isFalse();
    assertThat(hasCodeEscapes(object(text("a", SHORT)))).isFalse();
    assertThat(hasCodeEscapes(object(text(escape, SHORT)))).isTrue();
    String both =
        "{\"a\":\"" + text(escape, COPIED) + "\",\"b\":\"x\",\"c\":\"" + text("a", COPIED);
    assertThat(hasCodeEscapes(both + "\"}")).isFalse();
    assertThat(hasCodeEscapes(both + "\",\"d\":\"" + escape + "\"}")).isTrue();
    assertThat(hasCodeEscapes(both.replace("x", escape) + "\"}")).isTrue();
    assertThat(hasCodeEscapes(both.replace("\"b", "\"" + escape) + "\"}")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ude00\\ud83d"})
  void knowsNoTextWithHalvesOfPairsToBeWhole(String halves) throws IOException {
    JsonTree tree = JsonTree.read(mapper, utf8(object(text("a", COPIED) + halves)));

    assertThat(JsonTree.knownWhole(tree.root().get("a"))).isFalse();
    assertThat(tree.hasCodeEscapes()).isTrue();
  }

  @Test
  void knowsNothingOfBytesItDoesNotHave() {
    assertThat(JsonTree.of(plain.createObjectNode()).hasCodeEscapes()).isTrue();
  }

  @Test
  void givesTextsLikeAnyOther() throws IOException {
    String text = text("a", COPIED);
    ObjectNode root = (ObjectNode) JsonTree.read(mapper, utf8(object(text))).root();
    JsonNode node = root.get("a");

    assertThat(JsonTree.knownWhole(node)).isTrue();
    assertThat(node.isTextual()).isTrue();
    assertThat(node.asText()).isEqualTo(text);
    assertThat(node.hashCode()).isEqualTo(plain.getNodeFactory().textNode(text).hashCode());
    assertThat(root.toString()).isEqualTo(object(text));
    assertThat(mapper.writeValueAsString(root.deepCopy())).isEqualTo(object(text));
    assertThat(mapper.convertValue(root, Holder.class).a).isEqualTo(text);
    assertThat(plain.writeValueAsBytes(root)).isEqualTo(utf8(object(text)));
    assertThat(root.put("b", text).get("b")).isNotSameAs(node);
  }

  /** What a tree is turned into. */
  static final class Holder {
    public String a;
  }

  private boolean hasCodeEscapes(String json) throws IOException {
    return JsonTree.read(mapper, utf8(json)).hasCodeEscapes();
  }

  private String written(JsonNode node) throws IOException {
    return new String(generated(node).whole(), StandardCharsets.UTF_8);
  }

  private WrittenJson generated(JsonNode node) throws IOException {
    JsonBytes bytes = new JsonBytes();
    try (JsonGenerator out = mapper.createGenerator(bytes)) {
      mapper.writeTree(out, node);
    }
    return bytes.written();
  }

  private static String object(String text) {
    return "{\"a\":\"" + text + "\"}";
  }

  private static String text(String of, int least) {
    return of.repeat(least / of.length() + 1);
  }

  private static byte[] utf8(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
