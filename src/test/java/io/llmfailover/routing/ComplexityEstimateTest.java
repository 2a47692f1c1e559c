package io.llmfailover.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.llmfailover.Message;
import io.llmfailover.Part;
import io.llmfailover.Prompt;
import io.llmfailover.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComplexityEstimateTest {
  private static final Path PROMPTS = Path.of("src/test/resources/complexity");

  private record Labelled(String level, Prompt prompt) {
    boolean isEstimatedSo() {
      return ComplexityEstimate.of(prompt).level().equals(level);
    }
  }

  @ParameterizedTest
  @CsvSource({"prompts.txt, 60, 59", "unseen.txt, 24, 22"})
  void isRightAboutMostPrompts(String file, int all, int right) throws IOException {
    List<Labelled> prompts = labelled(file);

    assertThat(prompts).hasSize(all);
    assertThat(prompts.stream().filter(Labelled::isEstimatedSo).count())
        .isGreaterThanOrEqualTo(right);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompts.txt", "unseen.txt"})
  void takesNoSimplePromptForAComplexOne(String file) throws IOException {
    assertThat(labelled(file))
        .filteredOn(one -> one.level().equals("simple"))
        .allMatch(Labelled::isEstimatedSo);
  }

  private static List<Labelled> labelled(String file) throws IOException {
    return Files.readAllLines(PROMPTS.resolve(file)).stream()
        .map(line -> line.split("\\|", 2))
        .map(parts -> new Labelled(parts[0], Prompt.of(parts[1].replace("\\n", "\n"))))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello there                                   | 0",
        "Explain inflation                             | 1",
        "Compare tea and coffee                        | 2",
        "Compare tea and coffee, evaluate both, design | 4",
        "Prove it                                      | 3",
        "Thibitisha                                    | 3",
        "Do it step by step                            | 2",
        "x + 1 = 2                                     | 2",
        "it is 2^10                                    | 2",
        "1, 2 and 3                                    | 1",
        "Who? Where?                                   | 1",
        "Who? Where? When? How?                        | 2",
        "It must be short, without jargon              | 1",
        "run();                                        | 2",
      })
  void addsPoints(String text, int points) {
    assertThat(ComplexityEstimate.of(Prompt.of(text)).points()).isEqualTo(points);
  }

  @Test
  void countsLength() {
    assertThat(points("a ".repeat(150))).isZero();
    assertThat(points("a ".repeat(250))).isEqualTo(1);
    assertThat(points("a ".repeat(650))).isEqualTo(2);
    assertThat(ComplexityEstimate.of(Prompt.of("a ".repeat(2000))).level()).isEqualTo("complex");
  }

  private static int points(String text) {
    return ComplexityEstimate.of(Prompt.of(text)).points();
  }

  @Test
  void countsToolsPicturesSchemasAndTurns() {
    Prompt.Builder hello = Prompt.builder().user("Hello");
    Tool tool = new Tool("weather", "", JsonNodeFactory.instance.objectNode());
    Message picture = new Message.FromUser(List.of(new Part.ImageUrl("https://example.com/a.png")));
    Prompt.Builder talk = Prompt.builder();
    for (int turn = 0; turn < 7; turn++) {
      talk.user("Hello").message(Message.model("Hello"));
    }

    assertThat(ComplexityEstimate.of(hello.tools(List.of(tool)).build()).points()).isEqualTo(2);
    assertThat(ComplexityEstimate.of(Prompt.builder().message(picture).build()).points())
        .isEqualTo(1);
    assertThat(ComplexityEstimate.of(talk.build()).points()).isEqualTo(1);
  }

  @Test
  void judgesWhatTheUserSaidLast() {
    Prompt prompt =
        Prompt.builder()
            .user("Prove it.")
            .message(Message.model("Here is the proof: let us derive it."))
            .user("Thanks!")
            .build();

    assertThat(ComplexityEstimate.of(prompt).level()).isEqualTo("simple");
  }
}
