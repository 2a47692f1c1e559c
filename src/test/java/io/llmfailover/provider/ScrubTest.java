package io.llmfailover.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubTest {
  @Test
  void removesTheLinksOwnSecretsWhereverTheyStand() {
    String text =
        "key "
            + JudgedLinks.KEY
            + ", header "
            + JudgedLinks.HEADER_SECRET
            + ", at https://llm.example"
            + "/v1?api_key="
            + JudgedLinks.QUERY_SECRET
            + "&api-version=2024-10-21";

    String clean = Scrub.clean(text, JudgedLinks.link());

    assertThat(clean)
        .doesNotContain(JudgedLinks.KEY, JudgedLinks.HEADER_SECRET, JudgedLinks.QUERY_SECRET)
        .contains("2024-10-21");
  }

  @Test
  void removesAKeyOfAnyShapeAndItsEncodedForm() {
    assertThat(Scrub.clean("bad key a b/c+d== or a+b%2Fc%2Bd%3D%3D", JudgedLinks.link("a b/c+d==")))
        .isEqualTo("bad key *** or ***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-proj-abcdefgh12345678",
        "sk-ant-api03-abcdefgh-12345678",
        "sk-pro********************AbCd",
        "AIzaSyA1234567890abcdefghijk",
        "gsk_abcdefgh12345678",
        "xai-abcdefgh12345678abcd",
        "tgp_v1_abcdefgh12345678",
        "hf_abcdefghijklmnop1234",
        "AKIAABCDEFGHIJKLMNOP",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcDEF123"
      })
  void removesWhatLooksLikeAKey(String key) {
    assertThat(Scrub.clean("Incorrect: " + key + ", see docs"))
        .isEqualTo("Incorrect: ***, see docs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer abcdef123456",
        "GET /v1?key=abcdef123456&x=1",
        "Incorrect API key provided: abcdef123456",
        "{\"api_key\": \"abcdef123456\"}",
        "access_token=abcdef123456"
      })
  void removesWhatIsCalledAKey(String text) {
    assertThat(Scrub.clean(text)).contains("***").doesNotContain("abcdef123456");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The model `gpt-5.2-proo` does not exist or you do not have access to it.",
        "task-oriented prompts and risk-averse-models are fine",
        "Bearer authentication is required",
        "max_tokens: 100000 > 64000",
        "Rate limit reached for o1 on tokens per min (TPM): Limit 30000"
      })
  void leavesOrdinaryWordsAlone(String text) {
    assertThat(Scrub.clean(text, JudgedLinks.link())).isEqualTo(text);
  }

  @Test
  void makesOneLineWithoutCharactersThatHideOrReorder() {
    assertThat(Scrub.clean(" a\r\nb\t\u0000c\u001B[31m \u202Edcba\u2066x\u200B\u2028y\uD800 "))
        .isEqualTo("a b c [31m dcbaxy".replace("xy", "x y"));
  }

  @Test
  void shortensWithoutCuttingACharacterOrLeavingHalfASecret() {
    String clean = Scrub.clean("😀".repeat(4_000), JudgedLinks.link());
    assertThat(clean).hasSizeLessThanOrEqualTo(Scrub.MAX_LENGTH).endsWith("😀…");

    for (int pad = 3_900; pad < 4_010; pad++) {
      String spaced = "x ".repeat(pad / 2) + JudgedLinks.KEY;
      assertThat(Scrub.clean(spaced, JudgedLinks.link())).doesNotContain("tgp_");
    }
  }
}
