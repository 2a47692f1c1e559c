package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.EventStream.Event;
import io.llmfailover.it.Gateway.Said;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of the native stream get to see. */
@ExtendWith(ArquillianExtension.class)
class NativeStreamIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final int IDLE_STREAMS = 200;

  private final Gateway gateway = Gateway.here();

  @Deployment(testable = false)
  static WebArchive gatewayWithTwoChains() {
    return Archives.gateway(
        Configuration.of(UPSTREAM)
            .with("llm.chain.pair", "openai/broken, openai/gpt-4o")
            .with("llm.chain.lone", "openai/broken")
            .with("llm.provider.openai.first-token-timeout", "60s"));
  }

  @BeforeEach
  void secondLinkAnswers() {
    UPSTREAM.onPath("/openai/").answer("openai/ok-plain.json");
    UPSTREAM.onModel("broken").answer("openai/err-503-overloaded.http");
  }

  private static String streamed(String model) {
    return Gateway.question(model).put("stream", true).toString();
  }

  @Test
  void tellsInHeadersWhoAnswersThenSendsPiecesAndTheAnswer() {
    try (EventStream stream = EventStream.connect()) {
      Map<String, String> headers = stream.ask("/v1/generate", streamed("pair")).headers();

      assertThat(headers).containsEntry("", "HTTP/1.1 200 OK");
      assertThat(headers.get("content-type")).startsWith("text/event-stream");
      assertThat(headers)
          .containsEntry("x-llm-link", "openai/gpt-4o")
          .containsEntry("x-llm-attempts", "2")
          .containsEntry("x-llm-trail", "openai/broken=overloaded, openai/gpt-4o=answered")
          .containsEntry("cache-control", "no-cache")
          .doesNotContainKey("x-llm-cost-usd");
      StringBuilder text = new StringBuilder();
      Event event = stream.nextEvent();
      while (event.type().equals("piece")) {
        text.append(event.json().path("text").asText());
        event = stream.nextEvent();
      }
      assertThat(text).hasToString("The invoice is due on 14 December.");
      assertThat(event.type()).isEqualTo("answer");
      assertThat(event.json().path("text").asText()).isEqualTo(text.toString());
      assertThat(event.json().path("id").asText()).isEqualTo(headers.get("x-request-id"));
      assertThat(event.json().at("/attempts/1/outcome").asText()).isEqualTo("answered");
      assertThat(stream.ends()).isTrue();
    }
  }

  @Test
  void keepsTheConnectionWhenAStreamHasEnded() {
    try (EventStream connection = EventStream.connect()) {
      for (int i = 0; i < 3; i++) {
        connection.ask("/v1/generate", streamed("gpt-4o"));
        assertThat(connection.headers()).containsEntry("", "HTTP/1.1 200 OK");
        Event last = connection.nextEvent();
        while (last.type().equals("piece")) {
          last = connection.nextEvent();
        }
        assertThat(last.type()).isEqualTo("answer");
        assertThat(connection.ends()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "application/json", "*/*"})
  void streamsWhateverTheClientSaysItAccepts(String accepted) {
    Said said = gateway.post("/v1/generate", streamed("gpt-4o"), "Accept", accepted);

    assertThat(said.status()).isEqualTo(200);
    assertThat(said.header("content-type")).startsWith("text/event-stream");
    assertThat(said.body()).startsWith("event: piece\ndata: {").endsWith("}\n\n");
  }

  @Test
  void failsBeforeTheFirstPieceAsIfNoStreamHadBeenAskedFor() {
    Said said = gateway.post("/v1/generate", streamed("lone"), "Accept", "text/event-stream");

    assertThat(said.status()).isEqualTo(503);
    assertThat(said.header("content-type")).startsWith("application/json");
    assertThat(said.at("/error/type")).isEqualTo("all_links_failed");
    assertThat(said.header("x-should-retry")).isEqualTo("false");
    assertThat(said.header("x-llm-trail")).isEqualTo("openai/broken=overloaded");
    assertThat(said.header("x-request-id")).isNotBlank();
  }

  @Test
  void refusesWrongRequestsAsJson() {
    String wrongPolicy =
        Gateway.question("gpt-4o").put("stream", true).put("streamPolicy", "retry").toString();

    Said policy = gateway.post("/v1/generate", wrongPolicy, "Accept", "text/event-stream");
    Said model = gateway.post("/v1/generate", streamed("no/such"), "Accept", "text/event-stream");

    assertThat(policy.status()).isEqualTo(400);
    assertThat(policy.at("/error/param")).isEqualTo("streamPolicy");
    assertThat(model.status()).isEqualTo(404);
    assertThat(model.at("/error/type")).isEqualTo("unknown_model");
  }

  @Test
  void sendsAnAnswerOfManyBuffersWhole() {
    String text = "0123456789".repeat(200_000);
    UPSTREAM
        .onModel("gpt-4.1")
        .answer(
            WireReply.json(
                "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\""
                    + text
                    + "\"}}]}"));

    try (EventStream stream = EventStream.connect()) {
      stream.ask("/v1/generate", streamed("gpt-4.1")).headers();
      Event event = stream.nextEvent();
      while (event.type().equals("piece")) {
        event = stream.nextEvent();
      }

      assertThat(event.type()).isEqualTo("answer");
      assertThat(event.json().path("text").asText()).isEqualTo(text);
      assertThat(stream.ends()).isTrue();
    }
  }

  @Test
  void holdsIdleStreamsOpenWithCommentsAndWithoutThreads() {
    List<EventStream> streams = new ArrayList<>();
    try {
      UPSTREAM.hold();
      for (int i = 0; i < IDLE_STREAMS; i++) {
        streams.add(EventStream.connect().ask("/v1/generate", streamed("gpt-4o")));
      }
      for (EventStream stream : streams) {
        assertThat(stream.headers())
            .containsEntry("", "HTTP/1.1 200 OK")
            .containsKey("x-request-id")
            .doesNotContainKey("x-llm-link");
        assertThat(stream.next().type()).isEqualTo(":");
      }

      int threads = Integer.parseInt(gateway.get("/it/threads").body());
      UPSTREAM.release();

      assertThat(threads).isLessThan(IDLE_STREAMS);
      for (EventStream stream : streams) {
        Event event = stream.nextEvent();
        while (event.type().equals("piece")) {
          event = stream.nextEvent();
        }
        assertThat(event.type()).isEqualTo("answer");
        assertThat(stream.ends()).isTrue();
      }
    } finally {
      UPSTREAM.release();
      streams.forEach(EventStream::close);
    }
  }

  @Test
  void keepsThePathsOfTheTwoVersionsApart() {
    Said chains = gateway.get("/v1/chains");
    Said beta = gateway.get("/v1beta/chains");

    assertThat(chains.status()).isEqualTo(200);
    assertThat(beta.status()).isEqualTo(404);
    assertThat(beta.header("x-request-id")).isNotBlank();
  }
}
