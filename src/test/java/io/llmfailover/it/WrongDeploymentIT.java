package io.llmfailover.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmfailover.it.app.AnythingTyped;
import io.llmfailover.it.app.LostChain;
import io.llmfailover.it.app.RawTyped;
import io.llmfailover.upstream.WireServer;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deployments that must not start, and say why in the server's log. */
@ExtendWith(ArquillianExtension.class)
class WrongDeploymentIT {
  private static final WireServer UPSTREAM = WireServer.start();
  private static final String SOURCE = "microprofile-config.properties";

  private final ServerLog log = ServerLog.fromNow();
  @ArquillianResource private Deployer deployer;

  @Deployment(name = "unknown chain", managed = false, testable = false)
  static WebArchive asksForChainNobodyConfigured() {
    return ShrinkWrap.create(WebArchive.class, "lost.war")
        .addClass(LostChain.class)
        .addAsLibraries(Archives.library())
        .addAsLibraries(Archives.needed())
        .addAsResource(
            Configuration.of(UPSTREAM).with("llm.chain.support", "openai/gpt-4o").asset(),
            Configuration.FILE);
  }

  @Deployment(name = "anything", managed = false, testable = false)
  static WebArchive asksForAnything() {
    return embedding("anything.war", AnythingTyped.class);
  }

  @Deployment(name = "no type", managed = false, testable = false)
  static WebArchive asksForNoType() {
    return embedding("untyped.war", RawTyped.class);
  }

  private static WebArchive embedding(String name, Class<?> asking) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addClass(asking)
        .addAsLibraries(Archives.library())
        .addAsLibraries(Archives.needed())
        .addAsResource(Configuration.of(UPSTREAM).asset(), Configuration.FILE);
  }

  @Deployment(name = "wrong duration", managed = false, testable = false)
  static WebArchive hasWrongDuration() {
    return gateway("duration.war", "llm.deadline", "soon");
  }

  @Deployment(name = "provider without url", managed = false, testable = false)
  static WebArchive namesProviderWithoutUrl() {
    return gateway("url.war", "llm.chain", "openai/gpt-4o, nowhere/llama3.1");
  }

  @Deployment(name = "wrong secret", managed = false, testable = false)
  static WebArchive hasWrongSecret() {
    return gateway(
        "secret.war", "llm.provider.openai.api-key", "{aes}" + Configuration.ANTHROPIC_KEY);
  }

  @Deployment(name = "many wrong", managed = false, testable = false)
  static WebArchive hasManyWrongValues() {
    return Archives.gateway(
        "many.war",
        Configuration.of(UPSTREAM)
            .with("llm.provider.openai.retries", 99)
            .with("llm.chain.Support", "openai/gpt-4o")
            .with("llm.on.content-filtered", "perhaps"));
  }

  private static WebArchive gateway(String name, String key, String value) {
    return Archives.gateway(name, Configuration.of(UPSTREAM).with(key, value));
  }

  private void assertRefused(String deployment) {
    assertThatThrownBy(() -> deployer.deploy(deployment)).hasMessageContaining("Failed to deploy");
    log.await("CWWKZ0002E");
  }

  @Test
  void namesUnknownChainAndThoseThereAre() {
    assertRefused("unknown chain");

    log.await(
        "LLMF0040E: @LlmGenerator(\"nosuchchain\")",
        "LostChain.llm",
        "Known chains: default, ",
        "economy",
        "support");
  }

  @Test
  void namesTypeNoSchemaCanBeMadeOf() {
    assertRefused("anything");

    log.await(
        "LLMF0091E: TypedLlm<java.lang.Object>",
        "AnythingTyped.anything",
        "no JSON Schema can be made of java.lang.Object");
  }

  @Test
  void namesChainWhoseTypeIsLeftOut() {
    assertRefused("no type");

    log.await("LLMF0041E", "RawTyped.lessons", "write TypedLlm<Lesson>");
  }

  @Test
  void namesWrongDuration() {
    assertRefused("wrong duration");

    log.await("LLMF0001E", "llm.deadline = 'soon' (from ", SOURCE, "500ms, 20s, 5m, 1h or PT20S");
    assertThat(Gateway.at("/duration").get("/v1/chains").status()).isEqualTo(404);
  }

  @Test
  void namesProviderThatHasNoAddress() {
    assertRefused("provider without url");

    log.await("LLMF0001E", "llm.provider.nowhere.url", "needed by llm.chain", "openai, gemini");
  }

  @Test
  void namesWrongSecretWithoutShowingIt() {
    assertRefused("wrong secret");

    log.await("LLMF0001E", "llm.provider.openai.api-key = '***' (from ", SOURCE, "not decoded");
    assertThat(log.text()).doesNotContain(Configuration.ANTHROPIC_KEY);
  }

  @Test
  void namesAllThatIsWrongAtOnce() {
    assertRefused("many wrong");

    log.await(
        "LLMF0001E",
        "llm.provider.openai.retries = '99'",
        "llm.chain.Support = ",
        "llm.on.content-filtered = 'perhaps'",
        "one of next, stop");
  }
}
