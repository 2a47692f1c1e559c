package io.llmfailover.structured.schema;

import com.networknt.schema.BaseJsonValidator;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonValidator;
import io.llmfailover.structured.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** What turns up while the keywords of a schema are made, innermost first. */
final class Findings {
  private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

  private final List<JsonValidator> references = new ArrayList<>();
  private String unplaced = "";
  private String problem = "";

  /** A keyword has been made. */
  void made(JsonValidator keyword) {
    if (REFERENCES.contains(keyword.getKeyword())) {
      references.add(keyword);
    }
    if (!unplaced.isEmpty() && problem.isEmpty()) {
      problem = Words.at(pointer(keyword), unplaced);
    }
    unplaced = "";
  }

  /** A keyword that is being made holds a regular expression that is none. */
  void broken(String expression, PatternSyntaxException why) {
    unplaced = Violations.quoted(expression) + " is no regular expression: " + why.getDescription();
  }

  /** The first thing found to be wrong; empty when nothing was. */
  Optional<String> problem() {
    return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
  }

  /**
   * Finds what every reference leads to, and the references in there.
   *
   * @throws UnusableSchemaException when one leads nowhere
   */
  void followReferences() {
    for (int i = 0; i < references.size(); i++) {
      follow(references.get(i));
    }
  }

  private static void follow(JsonValidator reference) {
    try {
      reference.preloadJsonSchema();
    } catch (Effort.ExceededException tooMuch) {
      throw tooMuch;
    } catch (UnusableSchemaException unusable) {
      throw leadsNowhere(reference, unusable.getMessage());
    } catch (JsonSchemaException | NullPointerException unresolved) {
      throw leadsNowhere(reference, "is not there");
    }
  }

  private static UnusableSchemaException leadsNowhere(JsonValidator reference, String why) {
    String to =
        reference instanceof BaseJsonValidator known ? known.getSchemaNode().asText() : "it";
    return new UnusableSchemaException(
        Words.at(pointer(reference), "refers to " + Violations.quoted(to) + ", which " + why));
  }

  private static String pointer(JsonValidator keyword) {
    return keyword.getSchemaLocation().getFragment().toString();
  }
}
