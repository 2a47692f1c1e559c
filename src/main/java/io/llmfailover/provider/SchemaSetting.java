package io.llmfailover.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What one provider's setting for JSON Schemas understands. Stateless. */
public interface SchemaSetting {
  /** Whether a keyword that holds no schemas is sent with this value. */
  boolean takes(String keyword, JsonNode value);

  /**
   * The keyword under which the schemas of {@code anyOf}, {@code oneOf} or {@code allOf} are sent;
   * empty when the setting cannot say them.
   */
  String combination(String keyword);

  /** Whether an object may have keys that are not named. */
  boolean takesFreeKeys();

  /**
   * The last look at a schema that is to be sent, the schemas in it included; may add what the
   * setting demands. A schema that is only a reference is not shown.
   *
   * @return whether the setting can say it
   */
  boolean settles(ObjectNode copy);
}
