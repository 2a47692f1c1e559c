package io.llmfailover.api.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCountTest {
  private static final String HI = "{'role':'user','content':'Habari ya leo?'}";

  @Test
  void countsWordsAndTheirMessage() {
    long tokens = TokenCount.of(Wire.json("{'messages':[" + HI + "]}"));

    assertThat(tokens).isEqualTo(4 + 4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'system':'Answer in Swahili.'",
        "'system':[{'type':'text','text':'Answer in Swahili.'}]",
        "'tools':[{'name':'find','input_schema':{'type':'object'}}]",
      })
  void countsWhatStandsBesideTheMessages(String member) {
    long without = TokenCount.of(Wire.json("{'messages':[" + HI + "]}"));

    long with = TokenCount.of(Wire.json("{'messages':[" + HI + "]," + member + "}"));

    assertThat(with).isGreaterThan(without);
  }

  @Test
  void countsPicturesAndDocumentsFlat() {
    String picture = "{'type':'image','source':{'type':'base64','data':'" + "A".repeat(99) + "'}}";
    String paper = "{'type':'document','source':{'type':'base64','data':'" + "A".repeat(99) + "'}}";

    assertThat(of(picture)).isEqualTo(1600 + 4);
    assertThat(of(paper)).isEqualTo(3000 + 4);
  }

  @Test
  void countsTheTextOfDocumentsResultsAndCalls() {
    String words = "a".repeat(400);

    assertThat(of("{'type':'document','source':{'type':'text','data':'" + words + "'}}"))
        .isEqualTo(100 + 4);
    assertThat(of("{'type':'tool_result','tool_use_id':'t','content':'" + words + "'}"))
        .isEqualTo(100 + 4);
    assertThat(of("{'type':'tool_use','id':'t','name':'n','input':{'a':'" + words + "'}}"))
        .isBetween(100L + 4, 110L + 4);
    assertThat(of("{'type':'thinking','thinking':'" + words + "','signature':'s'}")).isEqualTo(4);
  }

  private static long of(String block) {
    return TokenCount.of(Wire.json("{'messages':[{'role':'user','content':[" + block + "]}]}"));
  }
}
