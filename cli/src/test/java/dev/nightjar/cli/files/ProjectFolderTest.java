package dev.nightjar.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.cli.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFolderTest {

  @TempDir Path folder;

  @Test
  void filesOfAllFoldersInTheOrderOfAnUpload() throws IOException {
    write("connections/aws.connection", "TYPE dynamodb\n");
    write("endpoints/top.pipe", "NODE a\n");
    write("materializations/deep/view.pipe", "NODE v\n");
    write("orders.datasource", "SCHEMA >\n");
    write("datasources/flights.datasource", "SCHEMA >\n");
    write("README.md", "no");

    assertThat(ProjectFolder.read(folder))
        .extracting(ProjectFile::path)
        .containsExactly(
            "datasources/flights.datasource",
            "orders.datasource",
            "endpoints/top.pipe",
            "materializations/deep/view.pipe",
            "connections/aws.connection");
  }

  @Test
  void otherPeoplesAndHiddenFoldersAreLeftOut() throws IOException {
    write("node_modules/sdk/example.datasource", "no");
    write("vendor/shared.datasource", "no");
    write(".git/x.pipe", "no");
    write(".hidden/y.connection", "no");
    write("mine.datasource", "yes");

    assertThat(ProjectFolder.read(folder))
        .containsExactly(new ProjectFile("mine.datasource", "yes"));
  }

  @Test
  void anEmptyFolderIsNoProject() {
    assertThatThrownBy(() -> ProjectFolder.read(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no .datasource, .pipe or .connection file");
  }

  @Test
  void aFileThatIsNoTextIsNamed() throws IOException {
    Files.write(folder.resolve("broken.pipe"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatThrownBy(() -> ProjectFolder.read(folder))
        .isInstanceOf(UserException.class)
        .hasMessage("broken.pipe is not UTF-8 text. Save it as UTF-8.");
  }

  @Test
  void aResourceIsNamedByItsFile() {
    ProjectFile file = new ProjectFile("endpoints/top.pipe", "");

    assertThat(file.resource()).isEqualTo("top");
    assertThat(file.kind()).isEqualTo(ProjectFile.Kind.PIPE);
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
