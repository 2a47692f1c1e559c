package io.llmfailover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptSizeTest {
  private static final String WORDS = "The quick brown fox jumps over the lazy dog. ".repeat(40);

  @Test
  void countsWhateverALinkIsTold() throws Exception {
    JsonNode schema =
        new ObjectMapper().readTree("{'a':{'b':['%s',1]}}".formatted("x").replace('\'', '"'));
    Prompt prompt =
        Prompt.builder()
            .rules("rules")
            .user("user")
            .message(
                new Message.FromModel(
                    List.of(new Part.Text("said")),
                    List.of(ToolCall.of("id", "call", "{\"n\":1}"))))
            .message(new Message.FromTool("id", "result", false))
            .tools(List.of(new Tool("tool", "does", schema)))
            .format(new OutputFormat.Schema("answer", schema))
            .build();

    long texts = "rules".length() + "user".length() + "said".length() + "result".length();
    long call = "call".length() + "{\"n\":1}".length();
    long tool = "tool".length() + "does".length() + "abx".length();
    assertThat(prompt.size().characters()).isEqualTo(texts + call + tool + "abx".length());
    assertThat(prompt.size().pictures()).isZero();
  }

  @Test
  void neverTakesPicturesForText() {
    Part picture = new Part.InlineImage("image/png", "iVBORw0KGgo".repeat(100_000));
    Prompt prompt =
        Prompt.builder()
            .message(new Message.FromUser(List.of(picture, new Part.ImageUrl("https://x/y.png"))))
            .build();

    assertThat(prompt.size().characters()).isZero();
    assertThat(prompt.size().pictures()).isEqualTo(2);
    assertThat(prompt.size().fewestTokens()).isEqualTo(100);
  }

  @Test
  void countsFewerTokensThanAnyTokenizerWould() {
    PromptSize size = Prompt.of(WORDS).size();

    // Ten tokens a sentence, the full stop among them.
    assertThat(size.fewestTokens()).isBetween(200, 400);
  }

  @Test
  void exceedsOnlyWhatItSurelyDoes() {
    PromptSize size = Prompt.of(WORDS).size();

    assertThat(size.surelyExceeds(size.fewestTokens() - 1)).isTrue();
    assertThat(size.surelyExceeds(size.fewestTokens())).isFalse();
    assertThat(size.surelyExceeds(128_000)).isFalse();
  }

  @Test
  void isMeasuredOnce() {
    Prompt prompt = Prompt.of(WORDS);

    assertThat(prompt.size()).isSameAs(prompt.size());
    assertThat(prompt.toBuilder().user("more").build().size()).isNotSameAs(prompt.size());
  }
}
