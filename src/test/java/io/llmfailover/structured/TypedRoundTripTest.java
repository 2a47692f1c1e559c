package io.llmfailover.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.llmfailover.Answer;
import io.llmfailover.Prompt;
import io.llmfailover.failover.AnswerTypes.AnswerType;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever can be written can be asked for and read back; whatever is spoiled is noticed. */
class TypedRoundTripTest {
  private static final ValidatorFactory VALIDATORS = Validation.buildDefaultValidatorFactory();
  private static final ObjectMapper JSON = ModelJson.mapper();
  private static final JsonAnswerTypes TYPES =
      new JsonAnswerTypes(true, types -> BeanConstraints.of(VALIDATORS, types));
  private static final Prompt PROMPT = Prompt.of("Anything.");

  enum Kind {
    TALK,
    TASK,
    TEST
  }

  record Texts(@NotBlank @Size(max = 30) String title, String body, char mark) {}

  record Numbers(
      @Min(1) @Max(9) int grade, long big, double ratio, BigDecimal price, @Positive short few) {}

  record Dates(
      LocalDate day,
      LocalTime time,
      LocalDateTime both,
      Instant instant,
      OffsetDateTime offset,
      Duration length,
      YearMonth month) {}

  record Names(UUID id, URI place, Kind kind, boolean open) {}

  record Maybes(
      Optional<String> text, OptionalInt number, Optional<Texts> texts, Optional<Kind> kind) {}

  record Many(
      @Size(max = 3) List<Texts> texts,
      List<List<Integer>> table,
      Map<String, Numbers> byName,
      Map<Kind, Integer> counts) {}

  record Tree(String name, List<Tree> children) {}

  sealed interface Part permits Told, Counted {}

  record Told(String words) implements Part {}

  record Counted(int number) implements Part {}

  record All(
      Texts texts,
      Numbers numbers,
      Dates dates,
      Names names,
      Maybes maybes,
      Many many,
      Part part) {}

  @Provide
  Arbitrary<Record> values() {
    return Arbitraries.oneOf(
        texts(), numbers(), dates(), names(), maybes(), many(), tree(2), all());
  }

  private static Arbitrary<String> words() {
    return Arbitraries.strings().withChars("abc äß語\"\\/{}\n").ofMaxLength(20);
  }

  private static Arbitrary<Texts> texts() {
    return Combinators.combine(
            words().map(word -> "a" + word), words(), Arbitraries.chars().range('!', '~'))
        .as(Texts::new);
  }

  private static Arbitrary<Numbers> numbers() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 9),
            Arbitraries.longs(),
            Arbitraries.doubles().between(-1e9, 1e9),
            Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.TEN.pow(9)).ofScale(2),
            Arbitraries.shorts().between((short) 1, Short.MAX_VALUE))
        .as(Numbers::new);
  }

  private static Arbitrary<Dates> dates() {
    return Arbitraries.longs()
        .between(-2_000_000_000L, 4_000_000_000L)
        .map(
            seconds -> {
              Instant instant = Instant.ofEpochSecond(seconds, seconds & 1_023);
              OffsetDateTime offset =
                  instant.atOffset(ZoneOffset.ofHours((int) Math.floorMod(seconds, 12L)));
              return new Dates(
                  offset.toLocalDate(),
                  offset.toLocalTime(),
                  offset.toLocalDateTime(),
                  instant,
                  offset,
                  Duration.ofMinutes(Math.floorMod(seconds, 100_000L)),
                  YearMonth.of(Year.of(offset.getYear()).getValue(), offset.getMonth()));
            });
  }

  private static Arbitrary<Names> names() {
    return Combinators.combine(
            Arbitraries.create(UUID::randomUUID),
            Arbitraries.strings().alpha().ofMinLength(1).map(s -> URI.create("https://x.ke/" + s)),
            Arbitraries.of(Kind.class),
            Arbitraries.of(true, false))
        .as(Names::new);
  }

  private static Arbitrary<Maybes> maybes() {
    return Combinators.combine(
            words().optional(),
            Arbitraries.integers()
                .optional()
                .map(one -> one.map(OptionalInt::of).orElseGet(OptionalInt::empty)),
            texts().optional(),
            Arbitraries.of(Kind.class).optional())
        .as(Maybes::new);
  }

  private static Arbitrary<Many> many() {
    return Combinators.combine(
            texts().list().ofMaxSize(3),
            Arbitraries.integers().list().ofMaxSize(3).list().ofMaxSize(3),
            Arbitraries.maps(words(), numbers()).ofMaxSize(2),
            Arbitraries.maps(Arbitraries.of(Kind.class), Arbitraries.integers()).ofMaxSize(2))
        .as(Many::new);
  }

  private static Arbitrary<Tree> tree(int depth) {
    Arbitrary<List<Tree>> children =
        depth == 0 ? Arbitraries.just(List.of()) : tree(depth - 1).list().ofMaxSize(2);
    return Combinators.combine(words(), children).as(Tree::new);
  }

  private static Arbitrary<Record> all() {
    Arbitrary<Part> part =
        Arbitraries.oneOf(words().map(Told::new), Arbitraries.integers().map(Counted::new));
    return Combinators.combine(texts(), numbers(), dates(), names(), maybes(), many(), part)
        .as(All::new);
  }

  private static JsonSchema schema(AnswerType type) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(type.asking(PROMPT).format().schemaIfAny().orElseThrow());
  }

  private static boolean approved(AnswerType type, JsonNode json) {
    Prompt asked = type.asking(PROMPT);
    return schema(type).validate(json).isEmpty()
        && asked.checks().get(0).check(asked, answer(json)).isEmpty();
  }

  private static Answer answer(JsonNode json) {
    return Answer.builder("1", "openai", "gpt-4o").text(json.toString()).build();
  }

  @Property(tries = 300)
  void readsBackWhateverIsWritten(@ForAll("values") Record value) throws Exception {
    AnswerType type = TYPES.of(value.getClass());
    JsonNode json = JSON.readTree(JSON.writeValueAsString(value));

    assertThat(schema(type).validate(json)).isEmpty();
    assertThat(type.asking(PROMPT).checks().get(0).check(PROMPT, answer(json))).isEmpty();
    assertThat(type.read(answer(json))).isEqualTo(value);
  }

  /** A place in a document: a property of an object. */
  private record Place(ObjectNode object, String property) {}

  private static List<Place> places(JsonNode json, JsonSchemaKnowledge known) {
    List<Place> places = new ArrayList<>();
    if (json instanceof ObjectNode object) {
      for (var property : object.properties()) {
        if (known.fixed(property.getKey())) {
          places.add(new Place(object, property.getKey()));
          places.addAll(places(property.getValue(), known));
        }
      }
    } else if (json instanceof ArrayNode array) {
      array.forEach(one -> places.addAll(places(one, known)));
    }
    return places;
  }

  /** Keys of maps may be left out; properties of records may not. */
  private record JsonSchemaKnowledge(List<String> names) {
    boolean fixed(String name) {
      return names.contains(name);
    }
  }

  private static JsonSchemaKnowledge known(AnswerType type) {
    JsonNode schema = type.asking(PROMPT).format().schemaIfAny().orElseThrow();
    List<String> names = new ArrayList<>();
    schema.findValues("required").forEach(all -> all.forEach(one -> names.add(one.asText())));
    return new JsonSchemaKnowledge(names);
  }

  @Property(tries = 300)
  void noticesWhatIsSpoiled(
      @ForAll("values") Record value, @ForAll long which, @ForAll Spoiling spoiling)
      throws Exception {
    AnswerType type = TYPES.of(value.getClass());
    JsonNode json = JSON.readTree(JSON.writeValueAsString(value));
    List<Place> places = places(json, known(type));
    Place place = places.get((int) Math.floorMod(which, (long) places.size()));

    switch (spoiling) {
      case DROPPED -> place.object().remove(place.property());
      case ADDED -> place.object().put(place.property() + "Too", 1);
      case OF_OTHER_TYPE ->
          place.object().putArray(place.property()).addArray().addArray().addArray();
    }

    assertThat(approved(type, json)).isFalse();
  }

  enum Spoiling {
    DROPPED,
    ADDED,
    OF_OTHER_TYPE
  }

  @Property(tries = 50)
  void noticesBrokenConstraints(@ForAll("broken") Record broken) throws Exception {
    AnswerType type = TYPES.of(broken.getClass());
    JsonNode json = JSON.readTree(JSON.writeValueAsString(broken));

    assertThat(type.asking(PROMPT).checks().get(0).check(PROMPT, answer(json)))
        .hasValueSatisfying(objection -> assertThat(objection.canBeMended()).isTrue());
  }

  @Provide
  Arbitrary<Record> broken() {
    return Arbitraries.oneOf(
        words().map(word -> new Texts(" ", word, 'x')),
        words().map(word -> new Texts(word + "x".repeat(31), word, 'x')),
        numbers().map(n -> new Numbers(10, n.big(), n.ratio(), n.price(), n.few())),
        numbers().map(n -> new Numbers(1, n.big(), n.ratio(), n.price(), (short) 0)),
        many()
            .map(
                m ->
                    new Many(
                        List.of(text(), text(), text(), text()),
                        m.table(),
                        m.byName(),
                        m.counts())));
  }

  private static Texts text() {
    return new Texts("a", "b", 'c');
  }
}
