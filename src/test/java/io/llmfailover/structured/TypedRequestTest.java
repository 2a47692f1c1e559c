package io.llmfailover.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.llmfailover.Description;
import io.llmfailover.Prompt;
import io.llmfailover.failover.AnswerTypes.AnswerType;
import io.llmfailover.structured.tools.ToolTrial;
import io.llmfailover.upstream.WireReply;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What providers are asked for when an application asks for a type. */
class TypedRequestTest {
  private static final String PLAN =
      "{\"title\":\"Fractions\",\"code\":\"AB1\",\"from\":\"2026-12-14\",\"grade\":5,\"note\":null,"
          + "\"level\":\"EASY\",\"harder\":null,\"steps\":[{\"text\":\"Cut\",\"minutes\":3}]}";

  record Plan(
      @Description("What it is called.") @NotBlank @Size(max = 40) String title,
      @Pattern(regexp = "[A-Z]{2}[0-9]") String code,
      LocalDate from,
      @Min(1) int grade,
      Optional<@Size(max = 9) String> note,
      @Description("For whom.") Lessons.Level level,
      Optional<Lessons.Level> harder,
      @Size(min = 1, max = 5) List<Lessons.@Valid Step> steps) {}

  @Test
  void asksOpenAiForTypicalTypesStrictly() throws Exception {
    try (ToolTrial trial = new ToolTrial()) {
      trial.openai.answer(
          WireReply.json(
              "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":"
                  + TextNode.valueOf(PLAN)
                  + "},\"finish_reason\":\"stop\"}]}"));
      AnswerType plans = new JsonAnswerTypes(true, types -> Constraints.NONE).of(Plan.class);

      Object plan = plans.read(trial.door().ask(plans.asking(Prompt.of("Plan a lesson."))));

      assertThat(plan).isInstanceOf(Plan.class);
      JsonNode sent = trial.sentTo("openai").get(0).json().at("/response_format/json_schema");
      assertThat(sent.path("strict").asBoolean()).isTrue();
      JsonNode schema = sent.path("schema");
      assertThat(schema.path("required")).hasSize(8);
      assertThat(schema.at("/properties/steps/items/additionalProperties").booleanValue())
          .isFalse();
      assertThat(schema.path("properties"))
          .isEqualTo(
              new ObjectMapper()
                  .readTree(
                      """
                      {"title":{"type":"string","description":
                         "What it is called. (at least 1 character, at most 40 characters)"},
                       "code":{"type":"string","description":
                         "(matching the regular expression ^(?:[A-Z]{2}[0-9])$)"},
                       "from":{"type":"string","format":"date"},
                       "grade":{"type":"integer","minimum":1},
                       "note":{"type":["string","null"],"description":"(at most 9 characters)"},
                       "level":{"type":"string","enum":["EASY","very-hard"],
                         "description":"For whom. How hard it is."},
                       "harder":{"anyOf":[{"type":"string","enum":["EASY","very-hard"],
                         "description":"How hard it is."},{"type":"null"}]},
                       "steps":{"type":"array","minItems":1,"maxItems":5,"items":{
                         "type":"object","properties":{
                           "text":{"type":"string",
                             "description":"(at least 1 character, at most 40 characters)"},
                           "minutes":{"type":"integer","exclusiveMinimum":0}},
                         "required":["text","minutes"],"additionalProperties":false}}}"""));
    }
  }
}
