package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibraryTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, lib-linux-x64-gnu",
    "Linux, aarch64, lib-linux-arm64-gnu",
    "Mac OS X, aarch64, lib-darwin-arm64",
    "Mac OS X, x86_64, lib-darwin-x64",
  })
  void knowsThePackageOfAPlatform(String os, String architecture, String name) {
    assertThat(Library.platformPackage(os, architecture)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Linux, riscv64"})
  void saysWhereItRuns(String os, String architecture) {
    assertThatThrownBy(() -> Library.platformPackage(os, architecture))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "The embedded ClickHouse runs on Linux (glibc) and macOS on x64 and arm64, not on "
                + os
                + " "
                + architecture
                + ".");
  }

  @Test
  void looksBesideTheLauncher() throws IOException {
    Path file = home.resolve("clickhouse/engine/node_modules/@chdb/lib-linux-x64-gnu/libchdb.so");
    Files.createDirectories(file.getParent());
    Files.createFile(file);

    assertThat(find(Map.of(), launcher())).isEqualTo(file);
  }

  @Test
  void prefersTheVariable() throws IOException {
    Path file = Files.createFile(home.resolve("mine.so"));

    assertThat(find(Map.of("NIGHTJAR_LIBCHDB", file.toString()), launcher())).isEqualTo(file);
  }

  @Test
  void saysWhatToInstall() {
    assertThatThrownBy(() -> find(Map.of(), launcher()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("There is no ClickHouse library at " + home)
        .hasMessageContaining("Run `npm ci` in clickhouse/engine");
    assertThatThrownBy(() -> find(Map.of("NIGHTJAR_LIBCHDB", " "), Map.of()))
        .hasMessageContaining("neither the variable NIGHTJAR_LIBCHDB nor the system property");
  }

  @ParameterizedTest
  @ValueSource(strings = {"26.7.3", "26.7.3-stable.1", "26.10.0", "27.1"})
  void takesNewVersions(String version) {
    assertThatCode(() -> Library.check(version, home)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"26.7.2", "26.7", "25.12.9", "3.7.1"})
  void refusesOldVersions(String version) {
    assertThatThrownBy(() -> Library.check(version, home))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("is " + version + ", too old");
  }

  private Map<String, String> launcher() {
    return Map.of("nightjar.home", home.toString(), "os.name", "Linux", "os.arch", "amd64");
  }

  private static Path find(Map<String, String> environment, Map<String, String> properties) {
    return Library.find(Optional.empty(), environment::get, properties::get);
  }
}
