package io.llmfailover.it;

import com.ethlo.time.ITU;
import com.fasterxml.classmate.TypeResolver;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.networknt.schema.JsonSchemaFactory;
import io.llmfailover.it.app.EventLog;
import io.llmfailover.it.app.EventsServlet;
import io.llmfailover.it.app.ThreadsServlet;
import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.slf4j.Logger;
import org.slf4j.jul.JULServiceProvider;

/** What the build made, ready to be deployed. */
final class Archives {
  private Archives() {}

  /**
   * The gateway under {@code /llm}, with two servlets besides that show what no HTTP answer tells:
   * the server's threads, and the events observers saw.
   */
  static WebArchive gateway(Configuration configuration) {
    return gateway("llm.war", configuration);
  }

  /** The same under another name, which is its context root. */
  static WebArchive gateway(String name, Configuration configuration) {
    return ShrinkWrap.create(ZipImporter.class, name)
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

  /** What the library jar needs beside it: it carries no other jar inside. */
  static List<JavaArchive> needed() {
    Stream<Class<?>> json =
        Stream.of(
            ObjectMapper.class,
            JsonFactory.class,
            JsonProperty.class,
            JavaTimeModule.class,
            Jdk8Module.class);
    Stream<Class<?>> schemas =
        Stream.of(
            SchemaGenerator.class,
            JacksonModule.class,
            JakartaValidationModule.class,
            TypeResolver.class,
            JsonSchemaFactory.class,
            ITU.class,
            Logger.class,
            JULServiceProvider.class);
    Stream<Class<?>> client =
        Stream.of(HttpAsyncClients.class, HttpHost.class, HttpVersionPolicy.class);
    return Stream.of(json, schemas, client).flatMap(types -> types).map(Archives::jar).toList();
  }

  /** The jar a class of the tests came from. */
  static JavaArchive jar(Class<?> type) {
    File file = new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    return ShrinkWrap.create(ZipImporter.class, file.getName())
        .importFrom(file)
        .as(JavaArchive.class);
  }
}
