package io.llmfailover.api.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.llmfailover.FailureKind;
import io.llmfailover.SkipReason;
import io.llmfailover.api.UnderV1Beta;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final java.nio.file.Path FILE =
      java.nio.file.Path.of("src/main/webapp/META-INF/openapi.yaml");
  private static final Pattern LINE =
      Pattern.compile("^ {2}(?<path>/\\S+):$|^ {4}(?<method>get|post|put|delete):$");

  private static final Pattern OPERATION =
      Pattern.compile("^ {4}(get|post|put|delete):$", Pattern.MULTILINE);
  private static final Pattern OPERATION_ID =
      Pattern.compile("^ {6}operationId: (\\S+)$", Pattern.MULTILINE);

  @Test
  void describesEachPathAndNoOther() throws IOException {
    Set<String> served = served();

    Set<String> described = described();

    assertThat(described).isEqualTo(served).contains("POST /v1/generate");
  }

  @Test
  void namesEachReason() throws IOException {
    Set<String> reasons =
        Stream.concat(
                Stream.of(FailureKind.values()).map(FailureKind::code),
                Stream.of(SkipReason.values()).map(SkipReason::code))
            .collect(Collectors.toSet());

    Matcher list =
        Pattern.compile("reason:\\s+type: string\\s+enum: \\[([^\\]]+)]").matcher(file());

    assertThat(list.find()).isTrue();
    assertThat(list.group(1).split(",\\s*")).containsExactlyInAnyOrderElementsOf(reasons);
  }

  @Test
  void givesEachOperationAnIdOfItsOwn() throws IOException {
    String described = file();

    List<String> ids =
        OPERATION_ID.matcher(described).results().map(found -> found.group(1)).toList();

    assertThat(ids)
        .doesNotHaveDuplicates()
        .hasSameSizeAs(OPERATION.matcher(described).results().toList());
  }

  private static Set<String> served() {
    Set<String> all = new TreeSet<>();
    for (JavaClass found :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.llmfailover.api")) {
      Class<?> resource = found.reflect();
      if (!resource.isAnnotationPresent(Path.class)
          // Its methods are told apart by what follows a colon, which JAX-RS does not know.
          || resource.isAnnotationPresent(UnderV1Beta.class)) {
        continue;
      }
      String root = "/v1/" + resource.getAnnotation(Path.class).value();
      for (Method method : resource.getDeclaredMethods()) {
        Path own = method.getAnnotation(Path.class);
        String path =
            own == null ? root : root + "/" + own.value().replace("{model: .+}", "{model}");
        for (Annotation annotation : method.getAnnotations()) {
          String verb = annotation.annotationType().getSimpleName();
          if (Set.of("GET", "POST", "PUT", "DELETE").contains(verb)) {
            all.add(verb + " " + path);
          }
        }
      }
    }
    return all;
  }

  private static Set<String> described() throws IOException {
    Set<String> all = new TreeSet<>();
    String path = "";
    for (String line : file().lines().toList()) {
      Matcher known = LINE.matcher(line);
      if (!known.matches()) {
        continue;
      }
      if (known.group("path") != null) {
        path = known.group("path");
      } else if (path.startsWith("/v1/")) {
        all.add(known.group("method").toUpperCase(java.util.Locale.ROOT) + " " + path);
      }
    }
    return all;
  }

  private static String file() throws IOException {
    return Files.readString(FILE);
  }
}
