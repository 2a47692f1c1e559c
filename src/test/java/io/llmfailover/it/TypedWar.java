package io.llmfailover.it;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmfailover.it.app.EventLog;
import io.llmfailover.it.app.Lesson;
import io.llmfailover.it.app.NamingCheck;
import io.llmfailover.it.app.NoAnswers;
import io.llmfailover.it.app.Polling;
import io.llmfailover.it.app.TypedEjb;
import io.llmfailover.upstream.WireReply;
import io.llmfailover.upstream.WireServer;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Makes a WAR that asks for types, and owns its providers. */
final class TypedWar {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final String LESSON =
      """
      {"title":"%s","steps":[{"text":"Cut the cake","minutes":3}],"day":"2026-12-14","note":null}""";

  private TypedWar() {}

  static WebArchive make() {
    return ShrinkWrap.create(WebArchive.class, "typed.war")
        .addClasses(TypedEjb.class, Lesson.class, Lesson.Step.class, NoAnswers.class)
        .addClasses(EventLog.class, NamingCheck.class, Polling.class)
        .addAsLibraries(Archives.library())
        .addAsLibraries(Archives.needed())
        .addAsLibraries(Archives.jar(Assertions.class))
        .addAsResource(configuration().asset(), Configuration.FILE);
  }

  private static Configuration configuration() {
    String lesson = LESSON.formatted("Halves");
    UPSTREAM.onModel("whole").answer(says(lesson));
    UPSTREAM.onModel("cut").answer(says(lesson.substring(0, 40)));
    UPSTREAM.onModel("blank").answer(says(LESSON.formatted("  ")));
    UPSTREAM.onModel("list").answer(says("{\"value\":[" + lesson + "," + lesson + "]}"));
    UPSTREAM.onModel("down").answer("openai/err-503-overloaded.http");
    return Configuration.of(UPSTREAM)
        .with("llm.chain", "openai/cut, openai/whole")
        .with("llm.chain.lessons", "openai/cut, openai/whole")
        .with("llm.chain.many", "openai/cut, openai/list")
        .with("llm.chain.blank", "openai/blank, openai/whole")
        .with("llm.chain.support", "openai/down, gemini/down");
  }

  private static WireReply says(String text) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode choice = body.putArray("choices").addObject();
    choice.putObject("message").put("role", "assistant").put("content", text);
    choice.put("finish_reason", "stop");
    return WireReply.json(body.toString());
  }
}
