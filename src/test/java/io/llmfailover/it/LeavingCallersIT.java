package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.EventStream.Event;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 25 and 33 of the fault table: silence in streams, and callers who do not stay. */
@ExtendWith(ArquillianExtension.class)
class LeavingCallersIT {
  /** No stream of it ever ends well, so that no connection stays in a pool. */
  private static final WireServer UPSTREAM = WireServer.start();

  private static final WireServer NEXT = WireServer.start();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Deployment(testable = false)
  static WebArchive gatewayWhoseFirstLinkTakesItsTime() {
    return Archives.gateway(
        Configuration.of(NEXT)
            .with("llm.provider.local.url", UPSTREAM.uri("/v1"))
            .with("llm.provider.local.keyless", "true")
            .with("llm.provider.local.first-token-timeout", "60s")
            .with("llm.provider.local.idle-timeout", "6s")
            .with("llm.chain.patient", "local/still")
            .with("llm.chain.pair", "local/paused, together/next"));
  }

  private static EventStream ask(String model) {
    String question = Gateway.question(model).put("stream", true).toString();
    return EventStream.connect().ask("/v1/generate", question);
  }

  private static void hearOnePiece(EventStream stream) {
    assertThat(stream.headers()).containsEntry("", "HTTP/1.1 200 OK");
    assertThat(stream.nextEvent().type()).isEqualTo("piece");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void row33_whoLeavesWhileTokensComeTakesTheUpstreamCallWithHim(boolean reset) {
    String event = ServerSent.text("Habari ");
    UPSTREAM
        .onModel("talking")
        .answer(ServerSent.stream(event).endless().trickling(Duration.ofMillis(1)));
    EventStream stream = ask("local/talking");
    hearOnePiece(stream);

    leave(stream, reset);

    UPSTREAM.awaitClosed(PATIENCE);
  }

  @Test
  void row33_whoLeavesWhileNothingIsSaidIsMissedByTheHeartbeat() {
    String event = ServerSent.text("Habari ");
    UPSTREAM.onModel("slow").answer(ServerSent.stream(event + event).stallingAfter(event.length()));
    UPSTREAM.onModel("still").answer(WireReply.silence());
    int before = UPSTREAM.requests().size();
    EventStream begun = ask("patient");
    EventStream alsoBegun = ask("patient");
    EventStream speaking = ask("local/slow");
    hearOnePiece(speaking);
    UPSTREAM.awaitRequests(before + 3, PATIENCE);

    leave(begun, true);
    leave(alsoBegun, false);
    leave(speaking, false);

    // Those without a first token have no headers yet: nothing tells before these are sent.
    UPSTREAM.awaitClosed(PATIENCE);
  }

  private static void leave(EventStream stream, boolean reset) {
    if (reset) {
      stream.reset();
    } else {
      stream.close();
    }
  }

  @Test
  void row25_silenceBetweenTokensIsBridgedByCommentsAndThenTheStreamIsResumed() {
    String event = ServerSent.text("Habari za leo");
    UPSTREAM
        .onModel("paused")
        .answer(ServerSent.stream(event + event).stallingAfter(event.length()));
    NEXT.answer(ServerSent.stream(ServerSent.text("Habari za leo ni njema.") + ServerSent.END));

    try (EventStream stream = ask("pair")) {
      hearOnePiece(stream);
      Event comment = stream.next();
      Event rest = stream.nextEvent();
      Event answer = stream.nextEvent();

      assertThat(comment.type()).isEqualTo(":");
      assertThat(rest.json().path("text").asText()).isEqualTo(" ni njema.");
      assertThat(answer.type()).isEqualTo("answer");
      assertThat(answer.json().path("text").asText()).isEqualTo("Habari za leo ni njema.");
      assertThat(answer.json().at("/attempts/0/reason").asText()).isEqualTo("timeout");
      assertThat(stream.ends()).isTrue();
    }
    UPSTREAM.awaitClosed(PATIENCE);
  }
}
