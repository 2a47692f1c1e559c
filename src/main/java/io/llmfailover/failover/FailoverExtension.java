package io.llmfailover.failover;

import io.llmfailover.LlmGenerator;
import io.llmfailover.chain.Chain;
import io.llmfailover.config.LiveSettings;
import io.llmfailover.config.MicroProfileSettings;
import io.llmfailover.provider.CompatibleProvider;
import io.llmfailover.provider.Serves;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Vetoed;
import jakarta.enterprise.inject.spi.AfterTypeDiscovery;
import jakarta.enterprise.inject.spi.AnnotatedCallable;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Reads the configuration before the application's beans are there, so that a wrong one stops the
 * start, and adds the beans it asks for: one {@link FailoverLlm} for each chain, one {@link
 * CompatibleProvider} for each provider that exists by configuration alone.
 */
public class FailoverExtension implements Extension {
  private static final Set<String> WITH_CLASS_OF_THEIR_OWN =
      Set.of("openai", "gemini", "together", "anthropic", "simulator");

  private final Set<String> askedFor = new HashSet<>();
  private LiveSettings settings;

  /** The settings, from the first reading on. */
  LiveSettings settings() {
    return settings;
  }

  /**
   * Notes the chains injection points name: configuration is looked up by exact name, and an
   * environment variable is not listed under its key.
   */
  void noteNames(
      @Observes @WithAnnotations(LlmGenerator.class) ProcessAnnotatedType<?> discovered) {
    AnnotatedType<?> type = discovered.getAnnotatedType();
    Stream<? extends AnnotatedCallable<?>> callables =
        Stream.concat(type.getConstructors().stream(), type.getMethods().stream());
    Stream.concat(
            type.getFields().stream(),
            callables.flatMap(callable -> callable.getParameters().stream()))
        .map(place -> place.getAnnotation(LlmGenerator.class))
        .filter(generator -> generator != null)
        .forEach(generator -> askedFor.add(generator.value()));
  }

  void addBeans(@Observes AfterTypeDiscovery discovery) {
    Config config = ConfigProvider.getConfig();
    Set<String> keys =
        askedFor.stream()
            .filter(name -> !isDefault(name))
            .map(name -> "llm.chain." + name)
            .collect(Collectors.toSet());
    settings = new LiveSettings(() -> new NamesAlso(new MicroProfileSettings(config), keys));
    Set<String> chains = new LinkedHashSet<>(settings.get().chains().keySet());
    chains.add("");
    chains.forEach(chain -> addLlm(discovery, chain));
    Set<String> providers = new LinkedHashSet<>(settings.get().providers().keySet());
    providers.removeAll(WITH_CLASS_OF_THEIR_OWN);
    providers.add(Serves.ANY_OTHER);
    providers.forEach(provider -> addProvider(discovery, provider));
  }

  private static void addLlm(AfterTypeDiscovery discovery, String chain) {
    discovery
        .addAnnotatedType(FailoverLlm.class, FailoverLlm.class.getName() + "/" + chain)
        .remove(annotation -> annotation.annotationType() == Vetoed.class)
        .add(ApplicationScoped.Literal.INSTANCE)
        .add(Failover.Literal.INSTANCE)
        .add(new GeneratorLiteral(chain));
  }

  private static void addProvider(AfterTypeDiscovery discovery, String provider) {
    discovery
        .addAnnotatedType(
            CompatibleProvider.class, CompatibleProvider.class.getName() + "/" + provider)
        .remove(annotation -> annotation.annotationType() == Vetoed.class)
        .add(ApplicationScoped.Literal.INSTANCE)
        .add(Serves.Literal.of(provider));
  }

  void refuseUnknownChains(@Observes ProcessInjectionPoint<?, ?> point) {
    LlmGenerator generator =
        point.getInjectionPoint().getAnnotated().getAnnotation(LlmGenerator.class);
    if (generator == null || isDefault(generator.value())) {
      return;
    }
    Set<String> known = settings.get().chains().keySet();
    if (!known.contains(generator.value())) {
      point.addDefinitionError(
          new IllegalArgumentException(
              "LLMF0040E: @LlmGenerator(\""
                  + generator.value()
                  + "\") at "
                  + point.getInjectionPoint().getMember()
                  + " names no configured chain. Known chains: "
                  + String.join(", ", known)
                  + ". Configure it as llm.chain."
                  + generator.value()
                  + "."));
    }
  }

  private static boolean isDefault(String chain) {
    return chain.isEmpty() || chain.equals(Chain.DEFAULT);
  }
}
