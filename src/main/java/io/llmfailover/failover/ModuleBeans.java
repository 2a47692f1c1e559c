package io.llmfailover.failover;

import io.llmfailover.AnswerCheck;
import io.llmfailover.Ticker;
import io.llmfailover.Timer;
import io.llmfailover.chain.CapabilityGate;
import io.llmfailover.chain.KeyGate;
import io.llmfailover.chain.LinkGate;
import io.llmfailover.config.CurrentSettings;
import io.llmfailover.config.Settings;
import io.llmfailover.provider.DaemonTimer;
import io.llmfailover.provider.Dialects;
import io.llmfailover.provider.FailureJudge;
import io.llmfailover.provider.HttpCaller;
import io.llmfailover.provider.HttpTransport;
import io.llmfailover.provider.Providers;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Puts the plain parts together for the container, and gives them the time and the threads of this
 * process. Only types of this module become beans: a library must not make a {@code Clock} or an
 * {@code Executor} ambiguous for the application it is part of.
 */
@ApplicationScoped
class ModuleBeans {
  /**
   * How often the configuration is looked at. Liberty takes up to half a second to notice a changed
   * server.xml; with this a change is in force within a second.
   */
  private static final Duration SETTINGS_EVERY = Duration.ofMillis(250);

  private static final List<LinkGate> OWN_GATES = List.of(new KeyGate(), new CapabilityGate());

  private final Ticker ticker = System::nanoTime;
  private FailoverExtension extension;
  private Event<SettingsChanged> changes;
  private DaemonTimer timer;
  private HttpTransport transport;
  private Executor executor;
  private Executor walks;
  private ContextService contexts;

  /** For the proxy. */
  protected ModuleBeans() {}

  @Inject
  ModuleBeans(FailoverExtension extension, Event<SettingsChanged> changes) throws NamingException {
    this.extension = extension;
    this.changes = changes;
    this.timer = new DaemonTimer();
    this.transport = new HttpTransport(timer, ticker);
    this.executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
    this.contexts = InitialContext.doLookup("java:comp/DefaultContextService");
    this.walks = withContextOfNow();
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    refreshLater();
  }

  private void refreshLater() {
    timer.schedule(
        SETTINGS_EVERY,
        () ->
            executor.execute(
                () -> {
                  try {
                    refresh();
                  } finally {
                    refreshLater();
                  }
                }));
  }

  private void refresh() {
    Settings before = extension.settings().get();
    extension.settings().refresh();
    if (extension.settings().get() != before) {
      changes.fire(new SettingsChanged());
    }
  }

  @PreDestroy
  void close() {
    transport.close();
    timer.close();
  }

  @Produces
  @Singleton
  Ticker ticker() {
    return ticker;
  }

  @Produces
  @Singleton
  Timer timer() {
    return timer;
  }

  @Produces
  @Singleton
  WallClock wallClock() {
    return new WallClock(Clock.systemUTC());
  }

  @Produces
  @Singleton
  CurrentSettings settings() {
    return extension.settings();
  }

  @Produces
  @Singleton
  HttpCaller caller(Dialects dialects) {
    return new HttpCaller(
        transport,
        dialects,
        new FailureJudge(Clock.systemUTC()),
        timer,
        ticker,
        () -> extension.settings().get().generation().retryShare(),
        walks);
  }

  @Produces
  @Singleton
  Engine engine(
      Providers providers,
      @Any Instance<LinkGate> ownGates,
      @Any Instance<RoutingRule> rules,
      Instance<ChainRule> routes,
      Instance<LinkHealth> memory,
      @Any Instance<AttemptListener> listeners,
      @Any Instance<AnswerCheck> checks) {
    LinkHealth health = memory.isResolvable() ? memory.get() : LinkHealth.NONE;
    List<LinkGate> gates = new ArrayList<>(OWN_GATES);
    ownGates.forEach(gates::add);
    return new Engine(
        extension.settings(),
        routes.isResolvable() ? routes.get() : ChainRule.NONE,
        tools(
            providers,
            gates,
            byPriority(rules),
            health,
            listeners.stream().toList(),
            checks.stream().toList(),
            FailoverLog.OF_APPLICATION));
  }

  /** Knows this module's own providers, gates and memory, and nothing of the application. */
  @Produces
  @Singleton
  EngineApart engineApart(Providers providers, @Any Instance<ListenerApart> listeners) {
    return settings ->
        engineApart(
            providers, settings, listeners.stream().map(one -> one.with(settings)).toList());
  }

  private Engine engineApart(
      Providers providers, CurrentSettings settings, List<AttemptListener> listeners) {
    LinkHealth health =
        listeners.stream()
            .filter(LinkHealth.class::isInstance)
            .map(LinkHealth.class::cast)
            .findFirst()
            .orElse(LinkHealth.NONE);
    return new Engine(
        settings,
        ChainRule.NONE,
        tools(providers, OWN_GATES, List.of(), health, listeners, List.of(), FailoverLog.unread()));
  }

  /** With the time and the threads of this process. */
  private WalkTools tools(
      Providers providers,
      List<LinkGate> gates,
      List<RoutingRule> rules,
      LinkHealth health,
      List<AttemptListener> listeners,
      List<AnswerCheck> checks,
      FailoverLog log) {
    return new WalkTools(
        providers,
        gates,
        rules,
        health,
        new Hedging(health),
        listeners,
        checks,
        log,
        ticker,
        timer,
        walks,
        () -> UUID.randomUUID().toString());
  }

  /** Those of the lowest priority first, which the later ones overrule; one order on all nodes. */
  private static <T> List<T> byPriority(Instance<T> beans) {
    return beans
        .handlesStream()
        .sorted(
            Comparator.<Instance.Handle<T>>comparingInt(bean -> priorityOf(bean.getBean()))
                .thenComparing(bean -> bean.getBean().getBeanClass().getName()))
        .map(Instance.Handle::get)
        .toList();
  }

  private static int priorityOf(Bean<?> bean) {
    Priority priority = bean.getBeanClass().getAnnotation(Priority.class);
    return priority == null ? Interceptor.Priority.APPLICATION : priority.value();
  }

  @Produces
  @Singleton
  Door door(Engine engine, Instance<AnswerTypes> types, @Any Instance<Stage> stages) {
    return new Door(
        engine,
        types.isResolvable() ? types.get() : AnswerTypes.NONE,
        stages.stream().toList(),
        this::withContextOfNow);
  }

  /**
   * Threads on which an application's own beans find what they find in the application: walks go on
   * from threads of connections and timers, which know of none.
   */
  private Executor withContextOfNow() {
    Executor current = contexts.currentContextExecutor();
    return task -> executor.execute(() -> current.execute(task));
  }
}
