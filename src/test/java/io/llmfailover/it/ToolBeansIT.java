package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmfailover.it.app.Shipments;
import io.llmfailover.it.app.Stock;
import io.llmfailover.it.app.ToolRuns;
import io.llmfailover.it.app.ToolServlet;
import io.llmfailover.upstream.ReceivedRequest;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tools of an application's beans: run as its caller, and once. */
@ExtendWith(ArquillianExtension.class)
@Timeout(120)
class ToolBeansIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final String TEXT = "The invoice is due on 14 December.";
  private static final String BASIC =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <login-config><auth-method>BASIC</auth-method></login-config>
      </web-app>
      """;

  private int sentBefore;

  @Deployment(testable = false)
  static WebArchive applicationWithTools() {
    UPSTREAM.onPath("/openai/").answer(ToolBeansIT::modelOf);
    UPSTREAM.onPath("/gemini/").answer("gemini/ok-plain.json");
    return ShrinkWrap.create(WebArchive.class, "tools.war")
        .addClasses(Shipments.class, ToolRuns.class, ToolServlet.class)
        .addClass(Stock.class)
        .addAsLibraries(Archives.library())
        .addAsLibraries(Archives.needed())
        .addAsWebInfResource(
            new StringAsset("<beans bean-discovery-mode=\"annotated\"/>"), "beans.xml")
        .setWebXML(new StringAsset(BASIC))
        .addAsResource(
            Configuration.of(UPSTREAM)
                .with("llm.chain", "openai/gpt-4o")
                .with("llm.chain.shaky", "openai/flaky, gemini/gemini-2.5-flash")
                .asset(),
            Configuration.FILE);
  }

  /** Asks for the tool the user names, then answers; the flaky one does not get that far. */
  private static WireReply modelOf(ReceivedRequest request) {
    JsonNode messages = request.json().path("messages");
    if (messages.path(messages.size() - 1).path("role").asText().equals("tool")) {
      return WireReply.of(
          request.model().equals("flaky")
              ? "openai/err-503-overloaded.http"
              : "openai/ok-plain.json");
    }
    String[] asked = messages.path(0).path("content").asText().split(" ", 2);
    return WireReply.json(
        ("{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"call_1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}]},"
                + "\"finish_reason\":\"tool_calls\"}]}")
            .formatted(asked[0], asked[1].replace("\"", "\\\"")));
  }

  @BeforeEach
  void noteWhatWasSent() {
    sentBefore = UPSTREAM.requests().size();
  }

  /** The application's answer: text, link, runs of tools, its own thread. */
  private static String[] ask(String user, String words, String more) {
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + user + "-it").getBytes(StandardCharsets.UTF_8));
    String path = "/tools?ask=" + URLEncoder.encode(words, StandardCharsets.UTF_8) + more;
    Gateway.Said answer =
        Gateway.said(Gateway.at("/tools").to(path).header("Authorization", "Basic " + credentials));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body().split("\\|");
  }

  private List<ReceivedRequest> sent() {
    List<ReceivedRequest> all = UPSTREAM.requests();
    return all.subList(sentBefore, all.size());
  }

  /** What the model was told in the second round. */
  private String told() {
    return sent().get(1).json().at("/messages/2/content").asText();
  }

  @Test
  void runsAsTheCallerOnHisThread() {
    String[] answer = ask("amina", "where_is {\"orderId\":\"A-1009\"}", "&chain=");

    assertThat(answer).startsWith(TEXT, "openai/gpt-4o", "1");
    assertThat(told()).isEqualTo("A-1009 is on its way, says amina on thread " + answer[3]);
  }

  @Test
  void runsAsTheCallerOnAnotherThreadWhenHeDoesNotWait() {
    String[] answer = ask("amina", "where_is {\"orderId\":\"A-1009\"}", "&chain=&later=");

    assertThat(answer).startsWith(TEXT, "openai/gpt-4o", "1");
    assertThat(told())
        .startsWith("A-1009 is on its way, says amina on thread ")
        .doesNotEndWith(" " + answer[3]);
  }

  @Test
  void tellsTheModelWhenTheCallerMayNotAndAnswersAllTheSame() {
    String[] waiting = ask("baraka", "where_is {\"orderId\":\"A-1009\"}", "&chain=");
    String toldWaiting = told();
    noteWhatWasSent();
    String[] later = ask("baraka", "where_is {\"orderId\":\"A-1009\"}", "&chain=&later=");

    assertThat(waiting).startsWith(TEXT, "openai/gpt-4o", "0");
    assertThat(toldWaiting).isEqualTo("not permitted");
    assertThat(later).startsWith(TEXT, "openai/gpt-4o", "0");
    assertThat(told()).isEqualTo("not permitted");
  }

  @Test
  void runsOnceThoughAnotherLinkTakesOver() {
    String[] answer = ask("amina", "where_is {\"orderId\":\"A-1009\"}", "&chain=shaky");

    assertThat(answer).startsWith(TEXT, "gemini/gemini-2.5-flash", "1");
    assertThat(sent()).hasSize(3);
    assertThat(sent().get(2).json().at("/contents/2/parts/0/functionResponse").toString())
        .contains("\"name\":\"where_is\"")
        .contains("A-1009 is on its way, says amina");
  }

  @Test
  void runsToolOfClientProxyThatOnlyItsPackageSees() {
    String[] answer = ask("baraka", "in_stock {\"article\":\"lamp\"}", "&chain=");

    assertThat(answer).startsWith(TEXT, "openai/gpt-4o", "1");
    assertThat(told()).isEqualTo("12");
  }

  @Test
  void tellsTheModelWhichConstraintItsArgumentsViolate() {
    String[] answer = ask("baraka", "in_stock {\"article\":\" \"}", "&chain=");

    assertThat(answer).startsWith(TEXT, "openai/gpt-4o", "0");
    assertThat(told()).isEqualTo("/article: must not be blank");
  }
}
