package io.llmfailover.it;

import io.llmfailover.it.app.AllPlaces;
import io.llmfailover.it.app.AskApplication;
import io.llmfailover.it.app.AskResource;
import io.llmfailover.it.app.AskServlet;
import io.llmfailover.it.app.Asking;
import io.llmfailover.it.app.CannedAnswers;
import io.llmfailover.it.app.EventLog;
import io.llmfailover.it.app.NoAnswers;
import io.llmfailover.it.app.OnlyOne;
import io.llmfailover.it.app.PerApplication;
import io.llmfailover.it.app.PerOwner;
import io.llmfailover.it.app.PerRequest;
import io.llmfailover.it.app.PerSession;
import io.llmfailover.it.app.Polling;
import io.llmfailover.it.app.Question;
import io.llmfailover.it.app.QuestionObserver;
import io.llmfailover.it.app.SingletonEjb;
import io.llmfailover.it.app.StatelessEjb;
import io.llmfailover.it.app.UnneededAnswers;
import io.llmfailover.upstream.WireServer;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Makes a WAR that embeds the library jar, and owns its providers. A class of its own, because
 * tests that run in the server must not know what is left outside.
 */
final class EmbeddingWar {
  /** All are well but the models named {@code down}. */
  private static final WireServer UPSTREAM = WireServer.start();

  private static final String ALL_ARE_BEANS =
      """
      <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0"
             bean-discovery-mode="all"/>
      """;

  private EmbeddingWar() {}

  static WebArchive make(String name) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addClasses(Asking.class, PerRequest.class, PerSession.class, PerApplication.class)
        .addClasses(PerOwner.class, OnlyOne.class, StatelessEjb.class, SingletonEjb.class)
        .addClasses(AskApplication.class, AskResource.class, AskServlet.class, Question.class)
        .addClasses(QuestionObserver.class, AllPlaces.class, EventLog.class, Polling.class)
        .addClasses(CannedAnswers.class, NoAnswers.class, UnneededAnswers.class)
        .addAsLibraries(Archives.library())
        .addAsLibraries(Archives.needed())
        .addAsLibraries(Archives.jar(Assertions.class))
        // Without it, a bean of CDI's own singleton scope is none.
        .addAsWebInfResource(new StringAsset(ALL_ARE_BEANS), "beans.xml")
        .addAsResource(configuration().asset(), Configuration.FILE);
  }

  static Configuration configuration() {
    UPSTREAM.onPath("/openai/").answer("openai/ok-plain.json");
    UPSTREAM.onPath("/gemini/").answer("gemini/ok-plain.json");
    UPSTREAM.onModel("down").answer("openai/err-503-overloaded.http");
    return Configuration.of(UPSTREAM)
        .with("llm.chain.spare", "gemini/gemini-2.5-flash, openai/gpt-4o-mini")
        .with("llm.chain.support", "openai/down, gemini/down")
        .with("llm.chain.shaky", "openai/down, gemini/gemini-2.5-flash");
  }
}
