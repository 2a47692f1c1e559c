package io.llmfailover.economy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What is dear is done when a class is loaded. Where it is done later the place stands in a list
 * here, with the reason; a place that is no longer there must leave its list.
 */
class ThriftTest {
  private static final String ROOT = "io.llmfailover.";

  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.llmfailover");

  /** A regular expression is compiled, or may be. */
  private static final Pattern EXPRESSIONS =
      Pattern.compile(
          "java\\.util\\.regex\\.Pattern\\.(compile|matches)"
              + "|java\\.lang\\.String\\.(matches|replaceAll|replaceFirst|split)"
              + "|java\\.util\\.Scanner\\..*");

  private static final Set<String> EXPRESSIONS_ARE_COMPILED_BY =
      Set.of(
          // Where configuration is read, or an application starts.
          "config.AddressFormats.keys",
          "config.AddressFormats.withoutTrailingSlash",
          "config.LinkLists.linksIn",
          "config.ModelCatalogue.factsOf",
          "structured.TypeSchemas.name",
          // For constants of their class, or of another.
          "provider.Phrase.of",
          "provider.Phrase.alternatives",
          "provider.Wordings$Group.titled",
          "routing.DemandingWords.put",
          "routing.Sheng.words",
          // Once for each expression a caller's schema brings along.
          "structured.schema.EcmaPattern.compile",
          // By one plain character: String.split compiles nothing.
          "api.PlainRequest.isTaken",
          "provider.ContentCoding.layers",
          "provider.Endpoint.pathOf",
          "provider.Scrub.secretsOf",
          "provider.WaitHints.bucketsOf",
          "provider.WaitHints.combined",
          // The simulator's, which no caller waits for in production.
          "provider.simulator.ScriptedTransport.events");

  /** A format is parsed. */
  private static final Pattern FORMATS =
      Pattern.compile(
          "java\\.lang\\.String\\.(format|formatted)"
              + "|java\\.util\\.Formatter\\..*"
              + "|java\\.text\\..*"
              + "|java\\.time\\.format\\.DateTimeFormatter\\.ofPattern"
              + "|java\\.io\\.Print(Stream|Writer)\\.(format|printf)");

  private static final Set<String> FORMATS_ARE_PARSED_BY =
      Set.of(
          // When a link becomes well or unwell.
          "health.HealthLog.rate");

  /** Something is looked up outside of the module's own settings. */
  private static final Pattern LOOK_UPS =
      Pattern.compile(
          "java\\.lang\\.System\\.(getenv|getProperty|getProperties)"
              + "|java\\.lang\\.(Integer\\.getInteger|Long\\.getLong|Boolean\\.getBoolean)"
              + "|java\\.util\\.ServiceLoader\\..*"
              + "|javax\\.naming\\..*"
              + "|jakarta\\.enterprise\\.inject\\.spi\\.CDI\\..*"
              + "|org\\.eclipse\\.microprofile\\.config\\..*");

  private static final Set<String> LOOK_UPS_ARE_MADE_BY =
      Set.of(
          // When the configuration is read: at the start, and when it is looked at for changes.
          "config.MicroProfileSettings.find",
          "config.MicroProfileSettings.found",
          "config.MicroProfileSettings.names",
          "config.MicroProfileSettings.ofApplication",
          // For Fault Tolerance, which keeps what it has read.
          "config.FaultToleranceSettings.<init>",
          "config.FaultToleranceSettings.ownProviders",
          // When an application starts.
          "api.JaxRsBeans.where",
          "failover.FailoverExtension.addBeans",
          "failover.ModuleBeans.<init>");

  /** A mapper is made, which knows no type yet and has to learn each anew. */
  private static final Pattern MAPPERS =
      Pattern.compile(
          "com\\.fasterxml\\.jackson\\.(databind\\.ObjectMapper|databind\\.json\\.JsonMapper"
              + "|core\\.JsonFactory)\\.(<init>|builder|copy|rebuild)"
              + "|io\\.llmfailover\\.json\\.LongTextFactory\\.<init>");

  private static final Set<String> MAPPERS_ARE_MADE_BY =
      Set.of(
          // For constants of the class.
          "api.Json.strict",
          // What those constants are made with; who makes one is looked for as well.
          "json.LongTextFactory.<init>",
          // When configuration is read, or an application starts.
          "config.ModelCatalogue$Shipped.read",
          // One for all types of an application.
          "structured.ModelJson.mapper",
          "structured.ModelJson.factory");

  /** A stage is made that wraps a failure once more, and takes a stack trace for it. */
  private static final Pattern WRAPPING =
      Pattern.compile(
          "java\\.util\\.concurrent\\.(CompletableFuture|CompletionStage)"
              + "\\.(whenComplete|then|exceptionally).*");

  /** Every link that fails passes these. */
  private static final Set<String> FAILED_LINKS_PASS =
      Set.of("provider.GuardedProvider", "failover.WalkTools", "failover.SecondTry");

  @Test
  void noFailureOfALinkIsWrappedOnItsWay() {
    assertThat(places(WRAPPING))
        .isNotEmpty()
        .noneMatch(place -> FAILED_LINKS_PASS.contains(place.substring(0, place.lastIndexOf('.'))));
  }

  @Test
  void noExpressionIsCompiledForARequest() {
    assertThat(places(EXPRESSIONS)).isEqualTo(new TreeSet<>(EXPRESSIONS_ARE_COMPILED_BY));
  }

  @Test
  void noFormatIsParsedForARequest() {
    assertThat(places(FORMATS)).isEqualTo(new TreeSet<>(FORMATS_ARE_PARSED_BY));
  }

  @Test
  void nothingIsLookedUpForARequest() {
    assertThat(places(LOOK_UPS)).isEqualTo(new TreeSet<>(LOOK_UPS_ARE_MADE_BY));
  }

  @Test
  void noMapperIsMadeForARequest() {
    assertThat(places(MAPPERS)).isEqualTo(new TreeSet<>(MAPPERS_ARE_MADE_BY));
  }

  /** Where, outside of the initialisers of classes, such a method is called or referred to. */
  private static Set<String> places(Pattern methods) {
    Set<String> places = new TreeSet<>();
    Predicate<String> asked = methods.asMatchPredicate();
    MODULE.stream()
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(access -> asked.test(target(access)))
        .filter(access -> !(access.getOrigin() instanceof JavaStaticInitializer))
        .forEach(access -> places.add(origin(access)));
    return places;
  }

  private static String target(JavaAccess<?> access) {
    return access.getTargetOwner().getName() + "." + access.getName();
  }

  private static String origin(JavaAccess<?> access) {
    String type = access.getOriginOwner().getName().substring(ROOT.length());
    return type + "." + access.getOrigin().getName();
  }
}
