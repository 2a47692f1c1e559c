package io.llmfailover;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Set;

/** Who may know whom, and what nobody may do. */
@AnalyzeClasses(packages = "io.llmfailover", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.llmfailover";
  private static final String[] DIALECTS = {
    ROOT + ".provider.openai..",
    ROOT + ".provider.gemini..",
    ROOT + ".provider.anthropic..",
    ROOT + ".provider.simulator.."
  };

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theRootImportsNoneOfOurs =
      noClasses()
          .that()
          .resideInAPackage(ROOT)
          .should()
          .dependOnClassesThat(ours("io.llmfailover.*.."));

  @ArchTest
  static final ArchRule chainKnowsOnlyTheRoot =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".chain..")
          .should()
          .dependOnClassesThat(ours("config", "provider", "failover", "health", "api"));

  @ArchTest
  static final ArchRule configKnowsOnlyChainAndRoot =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".config..")
          .should()
          .dependOnClassesThat(ours("provider", "failover", "health", "api"));

  @ArchTest
  static final ArchRule providersDoNotKnowTheWalk =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".provider..")
          .should()
          .dependOnClassesThat(ours("failover", "health", "api"));

  @ArchTest
  static final ArchRule dialectsDoNotKnowEachOther =
      slices().matching(ROOT + ".provider.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule theEngineKnowsNoWireDialect =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT, ROOT + ".failover..", ROOT + ".provider", ROOT + ".config..")
          .should()
          .dependOnClassesThat(resideInAnyPackage(DIALECTS));

  @ArchTest
  static final ArchRule onlyTheSurfacesKnowTheMemoryOfLinks =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".health..", ROOT + ".api..")
          .should()
          .dependOnClassesThat(ours("health"));

  @ArchTest
  static final ArchRule nothingKnowsTheSurfaces =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".api..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".api..");

  /** Packages the engine does not know: it finds what they add through CDI. */
  private static final String[] FEATURES = {
    "health", "routing", "structured", "usage", "cache", "handoff", "observe", "cluster"
  };

  @ArchTest
  static final ArchRule featuresDoNotKnowEachOther =
      slices()
          .matching(ROOT + ".(" + String.join("|", FEATURES) + ")..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule toolsAndSchemaChecksDoNotKnowEachOther =
      slices().matching(ROOT + ".structured.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule typesKnowNeitherToolsNorSchemaChecks =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".structured")
          .should()
          .dependOnClassesThat(ours(ROOT + ".structured.*.."));

  @ArchTest
  static final ArchRule theEngineKnowsNoFeature =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT,
              ROOT + ".chain..",
              ROOT + ".config..",
              ROOT + ".provider..",
              ROOT + ".failover..")
          .should()
          .dependOnClassesThat(ours(FEATURES));

  @ArchTest
  static final ArchRule nothingKnowsWhatObserves =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".observe..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".observe..");

  @ArchTest
  static final ArchRule metricsAreOnlyInObserve =
      only("org.eclipse.microprofile.metrics..", ROOT + ".observe..");

  @ArchTest
  static final ArchRule healthChecksAreOnlyInObserve =
      only("org.eclipse.microprofile.health..", ROOT + ".observe..");

  @ArchTest
  static final ArchRule jaxRsIsOnlyInTheSurfaces = only("jakarta.ws.rs..", ROOT + ".api..");

  @ArchTest
  static final ArchRule theHttpClientIsOnlyInProviders =
      only("java.net.http..", ROOT + ".provider..");

  @ArchTest
  static final ArchRule theClientBelowIsOnlyInTheTransport =
      only("org.apache.hc..", ROOT + ".provider");

  @ArchTest
  static final ArchRule whatTellsLanguagesIsOnlyInRouting = only("opennlp..", ROOT + ".routing..");

  @ArchTest
  static final ArchRule microProfileConfigIsReadOnlyBySettings =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Settings")
          .and()
          // It hands the Config of the application, which only it can ask for, to the settings.
          .doNotHaveSimpleName("FailoverExtension")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.microprofile.config..");

  @ArchTest
  static final ArchRule faultToleranceIsOnlyOnProviders =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Provider")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.microprofile.faulttolerance..");

  @ArchTest
  static final ArchRule timeIsGiven =
      noClasses()
          .that()
          .doNotHaveSimpleName("ModuleBeans")
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "reads the time by itself",
                  call -> {
                    String method = call.getTarget().getFullName();
                    return method.equals("java.lang.System.nanoTime()")
                        || method.equals("java.lang.System.currentTimeMillis()")
                        || method.matches("java\\.time\\.\\w+\\.now\\(\\)")
                        || method.startsWith("java.time.Clock.system");
                  }));

  @ArchTest
  static final ArchRule nobodySleepsOrPrints =
      noClasses()
          .should()
          .callMethodWhere(
              com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                      owner(name("java.lang.Thread")))
                  .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(name("sleep"))))
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields =
      fields().should().notBeAnnotatedWith(Inject.class).allowEmptyShould(true);

  @ArchTest
  static final ArchRule namesSayTheJob =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
          .orShould()
          .haveNameMatching(".*\\.Common[A-Z].*");

  @ArchTest
  static final ArchRule recordsOfTheWireAreInside =
      classes()
          .that()
          .resideInAnyPackage(DIALECTS)
          .and()
          .areNotAssignableTo("io.llmfailover.provider.Provider")
          .and()
          .areNotAssignableTo("io.llmfailover.provider.Dialect")
          .and(not("package-info"))
          .should()
          .notHaveModifier(JavaModifier.PUBLIC);

  @ArchTest
  static final ArchRule calledThroughProxiesAreOnlyPublicMethods =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(ApplicationScoped.class)
          .and()
          .areNotPrivate()
          .and()
          .areNotStatic()
          .and(calledByOthers())
          .should()
          .bePublic()
          .because("a proxy calls any other by reflection, many times slower");

  @ArchTest
  static final ArchRule calledThroughProxiesTakeOnlyPublicTypes =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAnnotatedWith(ApplicationScoped.class)
          .and()
          .arePublic()
          .and()
          .areNotStatic()
          .and(calledByOthers())
          .should(havePublicTypes())
          .because("a proxy calls any other by reflection, many times slower");

  @ArchTest
  static final ArchRule proxiesCanBeMadeOfProviders =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .areAssignableTo("io.llmfailover.provider.HttpProvider")
          .should()
          .notBeFinal()
          .because("a class with a final method gets proxies of its interfaces alone");

  /** Not only by the container. */
  private static DescribedPredicate<JavaMethod> calledByOthers() {
    return DescribedPredicate.describe(
        "are not the container's",
        method ->
            !method.isAnnotatedWith(Produces.class)
                && !method.isAnnotatedWith(PreDestroy.class)
                && method.getParameterAnnotations().stream()
                    .flatMap(Set::stream)
                    .noneMatch(one -> one.getRawType().isEquivalentTo(Observes.class))
                && method.getCallsOfSelf().stream()
                    .anyMatch(call -> !call.getOriginOwner().equals(method.getOwner())));
  }

  private static ArchCondition<JavaMethod> havePublicTypes() {
    return ArchCondition.from(
        DescribedPredicate.<JavaMethod>describe(
            "take and return only public types",
            method ->
                isPublic(method.getRawReturnType())
                    && method.getRawParameterTypes().stream()
                        .allMatch(ArchitectureTest::isPublic)));
  }

  private static boolean isPublic(JavaClass type) {
    return type.getBaseComponentType().isPrimitive()
        || type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static ArchRule only(String packages, String in) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(in)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(packages);
  }

  private static DescribedPredicate<JavaClass> not(String simpleName) {
    return DescribedPredicate.not(nameMatching(".*" + simpleName));
  }

  private static DescribedPredicate<JavaClass> ours(String... packages) {
    DescribedPredicate<JavaClass> any = DescribedPredicate.alwaysFalse();
    for (String one : packages) {
      any = any.or(resideInAPackage(one.contains(".") ? one : ROOT + "." + one + ".."));
    }
    return any;
  }
}
