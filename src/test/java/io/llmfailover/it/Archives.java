package io.llmfailover.it;

import io.llmfailover.it.app.EventLog;
import io.llmfailover.it.app.EventsServlet;
import io.llmfailover.it.app.ThreadsServlet;
import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What the build made, ready to be deployed. */
final class Archives {
  private Archives() {}

  /**
   * The gateway under {@code /llm}, with two servlets besides that show what no HTTP answer tells:
   * the server's threads, and the events observers saw.
   */
  static WebArchive gateway(Configuration configuration) {
    return ShrinkWrap.create(ZipImporter.class, "llm.war")
        .importFrom(new File(System.getProperty("gateway.war")))
        .as(WebArchive.class)
        .addClasses(ThreadsServlet.class, EventsServlet.class, EventLog.class)
        .addAsResource(configuration.asset(), Configuration.FILE);
  }

  /** The jar for other people's applications. */
  static JavaArchive library() {
    return ShrinkWrap.create(ZipImporter.class, "llm-failover.jar")
        .importFrom(new File(System.getProperty("library.jar")))
        .as(JavaArchive.class);
  }
}
