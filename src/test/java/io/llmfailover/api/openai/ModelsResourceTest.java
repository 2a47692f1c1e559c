package io.llmfailover.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.api.Json;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.MapValues;
import io.llmfailover.config.Settings;
import io.llmfailover.provider.DialectCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelsResourceTest {
  private static final Settings SETTINGS =
      MapValues.of(
              "llm.chain", "openai/gpt-4o, local/a/b",
              "llm.chain.support", "local/a/b",
              "llm.provider.local.url", "http://localhost:1/v1",
              "llm.provider.local.keyless", "true",
              "llm.fallback.local", "local/c",
              "llm.provider.openai.api-key", "")
          .settings();
  private static final CurrentSettings CURRENT =
      new CurrentSettings() {
        @Override
        public Settings get() {
          return SETTINGS;
        }

        @Override
        public Optional<String> problem() {
          return Optional.empty();
        }
      };

  private final ModelList list = ModelList.of(SETTINGS);

  @Test
  void listsChainsThenLinksThatCanBeCalled() {
    List<String> ids = list.all().stream().map(ModelList.Entry::id).toList();

    assertThat(ids).startsWith("default").containsSubsequence("support", "local/a/b", "local/c");
    assertThat(ids).doesNotContain("openai/gpt-4o").doesNotHaveDuplicates();
  }

  @Test
  void findsChainLinkAndBareModel() {
    assertThat(list.find("default")).contains(new ModelList.Entry("default", "llm-failover"));
    assertThat(list.find("local/a/b")).contains(new ModelList.Entry("local/a/b", "local"));
    assertThat(list.find("a/b")).contains(new ModelList.Entry("a/b", "local"));
    assertThat(list.find("openai/gpt-4o")).isEmpty();
  }

  @Test
  void writesListAsOpenAiDoes() {
    JsonNode body = Json.read(new ModelsResource(CURRENT, new OpenAiErrors()).models(null));

    assertThat(names(body)).containsExactly("object", "data");
    assertThat(body.at("/data/0"))
        .isEqualTo(
            DialectCall.json(
                "{'id':'default','object':'model','created':1795305600,'owned_by':'llm-failover'}"));
  }

  @Test
  void writesListAsAnthropicDoesToItsSdk() {
    JsonNode body = Json.read(new ModelsResource(CURRENT, new OpenAiErrors()).models("2023-06-01"));

    assertThat(names(body)).containsExactly("data", "has_more", "first_id", "last_id");
    assertThat(body.at("/data/0"))
        .isEqualTo(
            DialectCall.json(
                "{'type':'model','id':'default','display_name':'default',"
                    + "'created_at':'2026-11-22T00:00:00Z','lifecycle':'active'}"));
    assertThat(body.get("first_id").asText()).isEqualTo("default");
    assertThat(body.get("last_id").asText()).isEqualTo(list.all().get(list.all().size() - 1).id());
    assertThat(body.get("has_more").asBoolean()).isFalse();
  }

  private static List<String> names(JsonNode body) {
    List<String> names = new ArrayList<>();
    body.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
