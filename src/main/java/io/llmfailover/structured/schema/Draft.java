package io.llmfailover.structured.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.AnnotationKeyword;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonValidator;
import com.networknt.schema.Keyword;
import com.networknt.schema.MultipleOfValidator;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidatorTypeCode;
import io.llmfailover.InvalidPromptException;
import io.llmfailover.structured.Words;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The versions of JSON Schema that are understood, each with its keywords. */
enum Draft {
  DRAFT_4("http://json-schema.org/draft-04/schema", JsonMetaSchema.getV4()),
  DRAFT_6("http://json-schema.org/draft-06/schema", JsonMetaSchema.getV6()),
  DRAFT_7("http://json-schema.org/draft-07/schema", JsonMetaSchema.getV7()),
  DRAFT_2019_09("https://json-schema.org/draft/2019-09/schema", JsonMetaSchema.getV201909()),
  DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema", JsonMetaSchema.getV202012());

  /**
   * Keywords evaluation passes through at most, references followed: some hundred levels of an
   * answer, and well inside the smallest stack threads get.
   */
  private static final int DEEPEST = 1_000;

  private final String iri;
  private final JsonMetaSchema keywords;

  Draft(String iri, JsonMetaSchema original) {
    this.iri = iri;
    this.keywords = counted(original);
  }

  /** What many generators write: the draft of today, whichever that is. */
  private static final String LATEST = "json-schema.org/schema";

  /**
   * The draft a schema names with {@code $schema}, 2020-12 when it names none or just the latest.
   *
   * @throws InvalidPromptException when it names another: its keywords could mean anything, and
   *     right answers could be found wrong
   */
  static Draft of(JsonNode schema) {
    JsonNode named = schema.path("$schema");
    if (named.isMissingNode()) {
      return DRAFT_2020_12;
    }
    return named(named.asText())
        .orElseThrow(() -> new InvalidPromptException("schema", unknown(named.asText())));
  }

  /** The draft of this name. */
  static Optional<Draft> named(String iri) {
    String name = bare(iri.endsWith("#") ? iri.substring(0, iri.length() - 1) : iri);
    return name.equals(LATEST)
        ? Optional.of(DRAFT_2020_12)
        : Arrays.stream(values()).filter(draft -> bare(draft.iri).equals(name)).findFirst();
  }

  static String unknown(String iri) {
    String known = Arrays.stream(values()).map(Draft::iri).collect(Collectors.joining(", "));
    return Words.at("/$schema", Violations.quoted(iri) + " is none of " + known);
  }

  /** Its metaschema's address. */
  String iri() {
    return iri;
  }

  /** Its keywords, each counted when it is made. */
  JsonMetaSchema keywords() {
    return keywords;
  }

  private static String bare(String iri) {
    for (String scheme : List.of("http://", "https://")) {
      if (iri.startsWith(scheme)) {
        return iri.substring(scheme.length());
      }
    }
    return iri;
  }

  private static JsonMetaSchema counted(JsonMetaSchema original) {
    return JsonMetaSchema.builder(original.getIri(), original)
        // Its vocabularies' keywords are among the keywords already, and would replace these.
        .vocabularies(Map::clear)
        .keywords(
            keywords -> {
              keywords.putAll(original.getKeywords());
              keywords.put("multipleOf", new ExactMultipleOf());
              keywords.replaceAll(
                  (name, keyword) -> name.equals("format") ? keyword : new Counted(keyword));
            })
        .unknownKeywordFactory((name, context) -> new Counted(new AnnotationKeyword(name)))
        .build();
  }

  /** Makes what its keyword makes, within the effort and the depth there may be. */
  private record Counted(Keyword keyword) implements Keyword {
    @Override
    public String getValue() {
      return keyword.getValue();
    }

    @Override
    public JsonValidator newValidator(
        SchemaLocation where,
        JsonNodePath passed,
        JsonNode value,
        JsonSchema parent,
        ValidationContext context)
        throws Exception {
      int depth = passed.getNameCount();
      Effort.current().make(depth);
      if (depth > DEEPEST) {
        throw new Effort.ExceededException("goes too deep to apply");
      }
      JsonValidator made = keyword.newValidator(where, passed, value, parent, context);
      Effort.current().findings().made(made);
      return made;
    }
  }

  /** Divides whole numbers without a detour through {@code double}. */
  private static final class ExactMultipleOf implements Keyword {
    @Override
    public String getValue() {
      return ValidatorTypeCode.MULTIPLE_OF.getValue();
    }

    @Override
    public JsonValidator newValidator(
        SchemaLocation where,
        JsonNodePath passed,
        JsonNode value,
        JsonSchema parent,
        ValidationContext context) {
      return new MultipleOfValidator(where, passed, value, parent, context) {
        @Override
        protected BigDecimal getDivisor(JsonNode divisor) {
          BigDecimal exact = divisor.decimalValue();
          return exact.signum() == 0 ? null : exact;
        }

        @Override
        protected BigDecimal getDividend(JsonNode dividend) {
          return dividend.isNumber() ? dividend.decimalValue() : null;
        }
      };
    }
  }
}
