package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmfailover.it.app.AskApplication;
import io.llmfailover.it.app.AskResource;
import io.llmfailover.it.app.AskServlet;
import io.llmfailover.it.app.Asking;
import io.llmfailover.it.app.SingletonEjb;
import io.llmfailover.it.app.StatelessEjb;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An EAR with the library jar in {@code lib}, shared by its EJB jar and its WAR. */
@ExtendWith(ArquillianExtension.class)
class EarIT {
  private static final String TEXT = "The invoice is due on 14 December.";

  private final Gateway application = Gateway.at("/desk");

  @Deployment(testable = false)
  static EnterpriseArchive applicationInThreeParts() {
    JavaArchive configuration =
        ShrinkWrap.create(JavaArchive.class, "configuration.jar")
            .addAsResource(EmbeddingWar.configuration().asset(), Configuration.FILE);
    JavaArchive business =
        ShrinkWrap.create(JavaArchive.class, "business.jar")
            .addClasses(Asking.class, StatelessEjb.class, SingletonEjb.class);
    WebArchive web =
        ShrinkWrap.create(WebArchive.class, "desk.war")
            .addClasses(AskServlet.class, AskApplication.class, AskResource.class);
    return ShrinkWrap.create(EnterpriseArchive.class, "desk.ear")
        .addAsLibraries(configuration)
        .addAsLibraries(Archives.library())
        .addAsLibraries(Archives.needed())
        .addAsModule(business)
        .addAsModule(web);
  }

  @Test
  void answersInItsEnterpriseBeans() {
    assertThat(application.get("/ejb").body()).isEqualTo(TEXT);
    assertThat(application.get("/ejb?singleton").body()).isEqualTo(TEXT);
  }

  @Test
  void answersInItsResource() {
    assertThat(application.get("/api/ask?question=When").body()).isEqualTo(TEXT);
    assertThat(application.get("/api/ask/later?question=When").body()).isEqualTo(TEXT);
  }

  @Test
  void opensNoEndpointOfItsOwn() {
    assertThat(application.get("/v1/chains").status()).isEqualTo(404);
    assertThat(application.get("/api/chains").status()).isEqualTo(404);
  }
}
