package io.llmfailover.structured.schema;

import com.networknt.schema.AbsoluteIri;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.resource.InputStreamSource;
import com.networknt.schema.resource.SchemaLoader;
import com.networknt.schema.resource.SchemaMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The only documents a schema may refer to besides itself: the standard metaschemas, kept in
 * memory. Everything else is refused before any network, file or class path is touched.
 */
final class KnownDocuments implements SchemaLoader, SchemaMapper {
  /** What the validator makes of addresses at json-schema.org, whatever mappers say. */
  private static final String BUNDLED = "classpath:";

  private static final String REFUSED = "refused:";

  private static final List<String> NAMES =
      List.of(
          "draft-04/schema",
          "draft-06/schema",
          "draft-07/schema",
          "draft/2019-09/schema",
          "draft/2019-09/meta/applicator",
          "draft/2019-09/meta/content",
          "draft/2019-09/meta/core",
          "draft/2019-09/meta/format",
          "draft/2019-09/meta/meta-data",
          "draft/2019-09/meta/validation",
          "draft/2020-12/schema",
          "draft/2020-12/meta/applicator",
          "draft/2020-12/meta/content",
          "draft/2020-12/meta/core",
          "draft/2020-12/meta/format-annotation",
          "draft/2020-12/meta/meta-data",
          "draft/2020-12/meta/unevaluated",
          "draft/2020-12/meta/validation");

  /** The standard metaschemas of all drafts. */
  static final KnownDocuments METASCHEMAS = new KnownDocuments();

  private final Map<String, byte[]> byAddress = new HashMap<>();

  private KnownDocuments() {
    for (String name : NAMES) {
      byAddress.put(BUNDLED + name, bundled(name));
    }
  }

  /** Keeps an address that is itself of the form of a bundled one from passing for one. */
  @Override
  public AbsoluteIri map(AbsoluteIri asked) {
    return AbsoluteIri.of(REFUSED + asked);
  }

  @Override
  public InputStreamSource getSchema(AbsoluteIri address) {
    byte[] known = byAddress.get(address.toString());
    if (known == null) {
      throw new UnusableSchemaException("is in another document, and those are never fetched");
    }
    return () -> new ByteArrayInputStream(known);
  }

  private static byte[] bundled(String name) {
    try (InputStream in = JsonSchemaException.class.getResourceAsStream("/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
