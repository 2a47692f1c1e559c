package io.llmfailover.routing;

import io.llmfailover.LanguageTag;
import io.llmfailover.Prompt;
import io.llmfailover.chain.Chain;
import io.llmfailover.chain.Link;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.RouteSettings;
import io.llmfailover.config.Settings;
import io.llmfailover.failover.ChainRule;
import io.llmfailover.failover.Route;
import io.llmfailover.failover.SettingsChanged;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses a chain by the prompt's language, then by how demanding it is ({@code llm.route.…}). What
 * the caller says counts; what he does not say is detected or estimated where the configuration
 * wants it. The links the prompt would have had without it follow, so that no route makes an answer
 * less likely. Thread-safe.
 */
@ApplicationScoped
public class NeedRule implements ChainRule {
  /** Enough to tell a language by; more only takes longer. */
  private static final int READ_FOR_LANGUAGE = 500;

  private static final String AUTO = "auto";

  private CurrentSettings current;
  private DetectedLanguages languages;

  /** For the proxy. */
  protected NeedRule() {}

  /** Under these settings. */
  @Inject
  public NeedRule(CurrentSettings current) {
    this(current, new DetectedLanguages());
  }

  NeedRule(CurrentSettings current, DetectedLanguages languages) {
    this.current = current;
    this.languages = languages;
  }

  /** Loading takes a second, which no prompt shall wait for; without a rule nothing is loaded. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    prepare();
  }

  void change(@Observes SettingsChanged changed) {
    prepare();
  }

  private void prepare() {
    if (!current.get().routes().byLanguage().isEmpty()) {
      languages.prepare();
    }
  }

  @Override
  public Optional<Route> route(Chain asked, Prompt prompt, Settings settings) {
    RouteSettings routes = settings.routes();
    return byLanguage(asked, prompt, settings, routes)
        .or(() -> byComplexity(asked, prompt, settings, routes));
  }

  private Optional<Route> byLanguage(
      Chain asked, Prompt prompt, Settings settings, RouteSettings routes) {
    if (routes.byLanguage().isEmpty()) {
      return Optional.empty();
    }
    boolean said = !prompt.language().isEmpty();
    Optional<LanguageTag> language =
        said
            ? LanguageTag.of(prompt.language())
            : languages.of(LastWords.of(prompt, READ_FOR_LANGUAGE));
    return language.flatMap(
        spoken ->
            targetOf(spoken, routes)
                .flatMap(target -> settled(asked, target, settings))
                .map(
                    chain -> new Route(chain, "language=" + spoken + (said ? "" : " (detected)"))));
  }

  private static Optional<String> targetOf(LanguageTag spoken, RouteSettings routes) {
    Optional<LanguageTag> tag = Optional.of(spoken);
    while (tag.isPresent()) {
      String target = routes.byLanguage().get(tag.get());
      if (target != null) {
        return Optional.of(target);
      }
      tag = tag.get().wider();
    }
    return Optional.empty();
  }

  private static Optional<Route> byComplexity(
      Chain asked, Prompt prompt, Settings settings, RouteSettings routes) {
    String said = prompt.complexity().isEmpty() && routes.estimates() ? AUTO : prompt.complexity();
    if (said.isEmpty()) {
      return Optional.empty();
    }
    boolean estimated = said.equals(AUTO);
    String level = estimated ? ComplexityEstimate.of(prompt).level() : said;
    return Optional.ofNullable(routes.byComplexity().get(level))
        .flatMap(target -> settled(asked, target, settings))
        .map(chain -> new Route(chain, "complexity=" + level + (estimated ? " (estimated)" : "")));
  }

  /** The target with what was asked for behind it; empty when nobody in it could be called. */
  private static Optional<Chain> settled(Chain asked, String target, Settings settings) {
    if (target.equals(asked.name())) {
      return Optional.of(asked);
    }
    Chain chain = settings.chains().get(target);
    if (chain.links().stream().noneMatch(link -> link.provider().usable())) {
      return Optional.empty();
    }
    List<Link> links = new ArrayList<>(chain.links());
    links.addAll(asked.links());
    return Optional.of(new Chain(target, links));
  }
}
