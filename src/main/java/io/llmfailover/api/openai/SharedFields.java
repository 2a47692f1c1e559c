package io.llmfailover.api.openai;

import io.llmfailover.Prompt;
import java.util.ArrayList;
import java.util.List;

/** Reads the fields both OpenAI APIs have alike. */
final class SharedFields {
  private SharedFields() {}

  /** Fills in whom to ask and how to sample, and refuses labels that are none. */
  static void read(Fields fields, Prompt.Builder prompt) {
    fields.plain("model").ifPresent(prompt::model);
    prompt.models(models(fields));
    fields.upTo("temperature", 2).ifPresent(prompt::temperature);
    fields.upTo("top_p", 1).ifPresent(prompt::topP);
    fields.flag("parallel_tool_calls");
    fields.plain("user");
    fields
        .inner("metadata")
        .ifPresent(
            labels ->
                labels
                    .object()
                    .fieldNames()
                    .forEachRemaining(
                        name -> {
                          Fields.plainOf(name, "metadata");
                          labels.plain(name);
                        }));
  }

  private static List<String> models(Fields fields) {
    List<String> models = new ArrayList<>();
    for (String model : fields.texts("models")) {
      String where = "models[" + models.size() + "]";
      if (model.isBlank()) {
        throw fields.wrong("models[" + models.size() + "]", "must not be empty");
      }
      models.add(Fields.plainOf(model.strip(), where));
    }
    return models;
  }
}
