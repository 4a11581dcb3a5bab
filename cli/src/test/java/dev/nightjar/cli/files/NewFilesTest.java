package dev.nightjar.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewFilesTest {

  private static final Map<String, String> TEXTS =
      new LinkedHashMap<>(Map.of("a/one.connection", "1\n", "b/two.datasource", "2\n"));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"../x.pipe", "datasources/../../x.pipe", "/x.pipe"})
  void nothingIsWrittenOutsideOfTheFolder(String path) throws IOException {
    Path project = Files.createDirectory(folder.resolve("project"));

    assertThatThrownBy(() -> NewFiles.prepare(project, Map.of(path, "x"), true))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is not in the project's folder");
    assertThat(folder.resolve("x.pipe")).doesNotExist();
  }

  @Test
  void allFilesComeTogether() throws IOException {
    try (NewFiles files = NewFiles.prepare(folder, TEXTS, false)) {
      assertThat(files.put()).containsExactlyInAnyOrderElementsOf(TEXTS.keySet());
    }

    assertThat(all()).containsExactly("a", "a/one.connection", "b", "b/two.datasource");
    assertThat(folder.resolve("a/one.connection")).hasContent("1\n");
  }

  @Test
  void whatIsNotPutIsNotThere() throws IOException {
    NewFiles.prepare(folder, TEXTS, false).close();

    assertThat(all()).isEmpty();
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyOnRequest() throws IOException {
    Files.createDirectory(folder.resolve("b"));
    Files.writeString(folder.resolve("b/two.datasource"), "mine");

    assertThatThrownBy(() -> NewFiles.prepare(folder, TEXTS, false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("b/two.datasource")
        .hasMessageContaining("--force");
    assertThat(all()).containsExactly("b", "b/two.datasource");

    try (NewFiles files = NewFiles.prepare(folder, TEXTS, true)) {
      files.put();
    }
    assertThat(folder.resolve("b/two.datasource")).hasContent("2\n");
  }

  @Test
  void aFileThatCannotBePutTakesTheOthersBack() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    Files.writeString(folder.resolve("a/one.connection"), "before");
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("a/one.connection", "1\n");
    texts.put("b/two.datasource", "2\n");

    NewFiles files = NewFiles.prepare(folder, texts, true);
    // somebody is quicker, after all was checked
    Files.createDirectories(folder.resolve("b/two.datasource/deep"));
    assertThatThrownBy(files::put).isInstanceOf(UserException.class);
    files.close();

    assertThat(folder.resolve("a/one.connection")).hasContent("before");
    assertThat(all())
        .containsExactly("a", "a/one.connection", "b", "b/two.datasource", "b/two.datasource/deep");
  }

  private List<String> all() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !file.equals(folder))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
