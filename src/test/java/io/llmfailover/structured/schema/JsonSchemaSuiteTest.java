package io.llmfailover.structured.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.llmfailover.InvalidPromptException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the checks against the official JSON-Schema-Test-Suite. {@code JSON_SCHEMA_SUITE} in the
 * environment names the folder that holds its {@code tests}: Debian's package {@code
 * json-schema-test-suite}, or a checkout. Without it there is nothing to hold them against.
 *
 * <p>Every required case must come out as the suite says, with one exception: groups for which the
 * validator would fetch another document, or whose metaschema is their own, must be refused, and no
 * others may be.
 */
class JsonSchemaSuiteTest {
  private static final String SUITE =
      Objects.requireNonNullElse(System.getenv("JSON_SCHEMA_SUITE"), "");

  /** Where the suite has the cases of a draft. */
  enum Cases {
    DRAFT4(Draft.DRAFT_4, VersionFlag.V4),
    DRAFT6(Draft.DRAFT_6, VersionFlag.V6),
    DRAFT7(Draft.DRAFT_7, VersionFlag.V7),
    DRAFT2019_09(Draft.DRAFT_2019_09, VersionFlag.V201909),
    DRAFT2020_12(Draft.DRAFT_2020_12, VersionFlag.V202012);

    private final Draft draft;
    private final VersionFlag flag;

    Cases(Draft draft, VersionFlag flag) {
      this.draft = draft;
      this.flag = flag;
    }

    private Path folder() {
      return Path.of(SUITE, "tests", name().toLowerCase().replace('_', '-'));
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersAsTheSuiteSays(Cases cases) throws IOException {
    assumeThat(SUITE).as("JSON_SCHEMA_SUITE").isNotEmpty();
    // Debian's package is older than the two last drafts.
    assumeThat(cases.folder()).isDirectory();

    int seen = 0;
    for (Path file : files(cases.folder())) {
      for (JsonNode group : json(Files.readString(file))) {
        String name = file.getFileName() + ", " + group.path("description").asText();
        seen += asked(cases, name, group);
      }
    }

    assertThat(seen).isGreaterThan(300);
  }

  private static int asked(Cases cases, String name, JsonNode group) throws IOException {
    JsonNode schema = group.path("schema");
    if (leadsElsewhere(cases.flag, group)) {
      assertThatThrownBy(() -> compiled(cases.draft, schema))
          .as(name)
          .isInstanceOf(InvalidPromptException.class)
          .hasMessageMatching("(?s).*(in another document|is none of http).*");
      return 0;
    }
    CompiledSchema compiled = compiled(cases.draft, schema);
    for (JsonNode test : group.path("tests")) {
      assertThat(compiled.violations(test.path("data")).isEmpty())
          .as(name + ": " + test.path("description").asText())
          .isEqualTo(test.path("valid").asBoolean());
    }
    return group.path("tests").size();
  }

  private static CompiledSchema compiled(Draft draft, JsonNode schema) {
    try {
      Bounds.Copy copy = Bounds.SCHEMA.copy(schema);
      return CompiledSchema.of(copy, schema.has("$schema") ? Draft.of(copy.json()) : draft);
    } catch (Bounds.ExceededException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether the bare validator asks for a document that is not bundled with it. */
  private static boolean leadsElsewhere(VersionFlag flag, JsonNode group) {
    AtomicBoolean elsewhere = new AtomicBoolean();
    JsonSchemaFactory factory =
        JsonSchemaFactory.getInstance(
            flag,
            builder ->
                builder.schemaLoaders(
                    loaders ->
                        loaders.add(
                            address -> {
                              if (address.toString().startsWith("classpath:")) {
                                return null;
                              }
                              elsewhere.set(true);
                              throw new JsonSchemaException("not fetched");
                            })));
    try {
      var bare = factory.getSchema(group.path("schema"), SchemaValidatorsConfig.builder().build());
      group.path("tests").forEach(test -> bare.validate(test.path("data")));
    } catch (JsonSchemaException notFetchedOrNotUnderstood) {
      return elsewhere.get();
    }
    return elsewhere.get();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static JsonNode json(String text) {
    return AnswerTree.parse(text).orElseThrow();
  }
}
