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
  void everyFileThatCannotBeReadIsNamed() throws IOException {
    write("a.pipe", "NODE n\n");
    Files.write(folder.resolve("b.pipe"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Files.write(folder.resolve("c.pipe"), new byte[] {'N', '\n', 'O', (byte) 0xfc});
    Files.createSymbolicLink(folder.resolve("d.datasource"), Path.of("nowhere"));
    Files.write(folder.resolve("e.datasource"), new byte[(16 << 20) + 1]);

    assertThatThrownBy(() -> ProjectFolder.read(folder))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            b.pipe:1:1: This file is UTF-16 text. Save it as UTF-8.
            c.pipe:2:2: This file is not UTF-8 text: its byte 4 (0xfc) is part of no character. Save it as UTF-8.
            d.datasource: this link leads to nothing. Mend or delete it.
            e.datasource: this file has more than 16 MB. Is it data, not a definition?\
            """);
  }

  @Test
  void linksToFilesAreFollowedAndLinksToFoldersAreNot() throws IOException {
    write("a.pipe", "NODE n\n");
    write("real/b.pipe", "NODE m\n");
    Files.createSymbolicLink(folder.resolve("c.pipe"), Path.of("a.pipe"));
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    Files.createDirectory(folder.resolve("d.pipe"));

    assertThat(ProjectFolder.read(folder))
        .extracting(ProjectFile::path)
        .containsExactly("a.pipe", "c.pipe", "real/b.pipe");
  }

  @Test
  void aFolderThatIsNotThereOrAFile() throws IOException {
    assertThatThrownBy(() -> ProjectFolder.read(folder.resolve("nowhere")))
        .isInstanceOf(UserException.class)
        .hasMessage("The project folder cannot be read: it does not exist.");
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
