package dev.nightjar.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between the modules, as ARCHITECTURE.md draws them. */
class ArchitectureTest {

  /** Which other modules each one may use. */
  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "project", Set.of(),
          "clickhouse", Set.of(),
          "dynamodb", Set.of(),
          "awslocal", Set.of(),
          "mirror", Set.of("project", "clickhouse", "dynamodb"),
          "server", Set.of("mirror", "project", "clickhouse", "dynamodb"),
          "proving", Set.of("server", "mirror", "project", "clickhouse", "dynamodb", "awslocal"),
          "cli", Set.of("project", "server", "awslocal", "clickhouse", "proving"));

  private static JavaClasses nightjar;

  @BeforeAll
  static void readClasses() {
    nightjar =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // what a module's tests share, folder or archive
            .withImportOption(location -> !location.contains("/testing/"))
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.nightjar");
  }

  @TestFactory
  Stream<DynamicTest> modulesUseOnlyWhatTheirArrowsAllow() {
    return ARROWS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(arrow ->
            DynamicTest.dynamicTest(arrow.getKey(), () -> check(arrow.getKey(), arrow.getValue())));
  }

  private static void check(String module, Set<String> allowed) {
    assertThat(nightjar.containPackage("dev.nightjar." + module)).isTrue();
    Set<String> forbidden = new LinkedHashSet<>(ARROWS.keySet());
    forbidden.add("benchmarks");
    forbidden.remove(module);
    forbidden.removeAll(allowed);
    String[] packages =
        forbidden.stream().map(name -> "dev.nightjar." + name + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage("dev.nightjar." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .check(nightjar);
  }

  @Test
  void packagesHaveNoCycles() {
    for (String module : ARROWS.keySet()) {
      slices()
          .matching("dev.nightjar." + module + ".(**)")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(nightjar);
    }
  }

  @Test
  void nothingStaticIsMutable() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.nightjar..")
        .and()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .notBeFinal()
        .check(nightjar);
  }

  @Test
  void theDatafilesAreReadWithoutInputOrOutput() {
    List<String> io = Arrays.asList("java.io.File..", "java.nio.file..", "java.net..");
    noClasses()
        .that()
        .resideInAPackage("dev.nightjar.project..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(io.toArray(String[]::new))
        .check(nightjar);
  }
}
