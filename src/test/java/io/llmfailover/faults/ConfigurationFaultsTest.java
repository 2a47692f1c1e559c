package io.llmfailover.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.Answer;
import io.llmfailover.Prompt;
import io.llmfailover.config.InvalidConfigurationException;
import io.llmfailover.config.MapValues;
import io.llmfailover.it.app.Polling;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows 56 to 58: configuration that is wrong, or changes while it is used. */
@Timeout(120)
class ConfigurationFaultsTest {
  private static final String NEW_KEY = "sk-fault-rotated-b7d2";

  private final Wired wired = new Wired();

  @AfterEach
  void nothingIsLeft() {
    wired.assertNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llm.chain                       | gpt-4o             | llm.chain",
        "llm.chain                       | nowhere/llama      | llm.provider.nowhere.url",
        "llm.deadline                    | soon               | llm.deadline",
        "llm.cooldown.after              | -3                 | llm.cooldown.after",
        "llm.provider.openai.url         | ftp://example.com  | llm.provider.openai.url",
        "llm.on.content-filtered         | perhaps            | llm.on.content-filtered",
      })
  void row56_aChangeThatIsWrongLeavesTheOldConfigurationInForce(
      String key, String value, String named) {
    wired.first("openai/ok-plain.json");
    wired.ask();

    wired.with(key, value);
    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=answered");
    assertThat(wired.settings().problem())
        .hasValueSatisfying(
            problem -> assertThat(problem).contains(named).contains(MapValues.SOURCE));
    assertThat(wired.logged())
        .filteredOn(line -> line.startsWith("LLMF0001E") && line.contains(named))
        .hasSize(1);
  }

  @Test
  void row56_aKeyThatIsTakenAwayIsNoErrorItsLinksAreSkipped() {
    wired.first("openai/ok-plain.json");
    wired.ask();

    wired.with("llm.provider.openai.api-key", " ");
    Said said = wired.ask();

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=no_api_key, together/next=answered");
    assertThat(wired.settings().problem()).isEmpty();
  }

  @Test
  void row57_aGenerationUnderWayKeepsTheChainAndTheKeysItStartedWith() {
    WireServer first = wired.first("openai/err-503-overloaded.http");
    first.hold();
    CompletableFuture<Answer> underWay = wired.askLater();
    first.awaitRequests(1, Wired.PATIENCE);

    wired.with("llm.chain", "openai/other, openai/gpt-4o");
    wired.with("llm.provider.together.api-key", NEW_KEY);
    first.release();
    Said old = Wired.said(underWay);

    assertThat(old.trail()).isEqualTo("openai/gpt-4o=overloaded, together/next=answered");
    assertThat(wired.next.requests())
        .extracting(ReceivedRequest::bearer)
        .containsExactly(Wired.SECRETS.get(1));
  }

  @Test
  void row57_aNewKeyStartsWithoutTheRestOfTheOldOne() {
    WireServer upstream = wired.first("openai/ok-plain.json");
    upstream
        .onPath("/")
        .answer(
            request ->
                WireReply.of(
                    request.bearer().equals(NEW_KEY)
                        ? "openai/ok-plain.json"
                        : "openai/err-401-invalid-key.http"));
    wired.ask();
    String before = wired.ask().trail();

    wired.with("llm.provider.openai.api-key", NEW_KEY);
    String after = wired.ask().trail();

    assertThat(before).isEqualTo("openai/gpt-4o=cooling_down, together/next=answered");
    assertThat(after).isEqualTo("openai/gpt-4o=answered");
  }

  @Test
  void row57_noRequestFailsWhileChainsAndKeysChangeUnderLoad() throws Exception {
    WireServer upstream = wired.first("openai/ok-plain.json");
    wired.ask();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    List<Future<List<Said>>> asking = new ArrayList<>();
    for (int caller = 0; caller < 4; caller++) {
      asking.add(callers.submit(() -> askUntil(over)));
    }

    for (int change = 0; change < 50; change++) {
      wired.with(
          "llm.chain",
          change % 2 == 0 ? "together/next, openai/gpt-4o" : "openai/gpt-4o, together/next");
      wired.with("llm.provider.openai.api-key", NEW_KEY + change);
      int seen = wired.next.requests().size() + upstream.requests().size();
      Polling.until(
          () -> wired.next.requests().size() + upstream.requests().size(), now -> now >= seen + 8);
    }
    over.set(true);

    for (Future<List<Said>> one : asking) {
      assertThat(one.get(60, TimeUnit.SECONDS)).allMatch(said -> said.answer().isPresent());
    }
    callers.shutdown();
    assertThat(wired.next.requests()).isNotEmpty();
    assertThat(upstream.requests()).extracting(ReceivedRequest::bearer).contains(NEW_KEY + 49);
  }

  private List<Said> askUntil(AtomicBoolean over) {
    List<Said> all = new ArrayList<>();
    while (!over.get()) {
      all.add(wired.ask());
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llm.chain               | ,              | llm.chain",
        "llm.chain               | nowhere/llama  | llm.provider.nowhere.url",
        "llm.chain.support       | ', ,'          | llm.chain.support",
        "llm.fallback.openai     | nowhere/llama  | llm.provider.nowhere.url",
        "llm.alias.a             | a              | llm.alias.a",
      })
  void row58_aChainOfNobodyStopsTheStartAndNamesTheProperty(
      String key, String value, String named) {
    MapValues values = MapValues.of(key, value);

    assertThatThrownBy(values::settings)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(named)
        .hasMessageContaining(MapValues.SOURCE);
  }

  @Test
  void row58_aliasesInACircleStopTheStart() {
    MapValues values = MapValues.of("llm.alias.a", "b", "llm.alias.b", "c", "llm.alias.c", "a");

    assertThatThrownBy(values::settings)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("llm.alias.");
  }

  @Test
  void row58_fallbacksThatNameEachOtherEndAfterEachLinkOnce() {
    wired.first("openai/err-503-overloaded.http");
    wired.next.answer("together/err-503-overloaded.http");
    wired.with("llm.fallback.openai", "together/next, openai/gpt-4o");
    wired.with("llm.fallback.together", "openai/gpt-4o, together/next");

    Said said = wired.ask(Prompt.builder().user("?").model("openai/gpt-4o").build());

    assertThat(said.trail()).isEqualTo("openai/gpt-4o=overloaded, together/next=overloaded");
  }
}
