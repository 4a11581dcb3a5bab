package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The datafiles that {@code docs/} shows are sound, and no directive is missing there. */
class DocumentationTest {
  private static final Path DOCS = Path.of(System.getProperty("nightjar.home"), "docs");
  private static final Pattern DATAFILE =
      Pattern.compile("```tinybird (\\S+)\\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyDatafileOfTheDocumentationIsSound() {
    List<SourceFile> shown = pages().flatMap(page -> datafiles(page).stream()).toList();
    List<SourceFile> connections = ofKind(shown, FileKind.CONNECTION);
    assertThat(connections).isNotEmpty();

    for (SourceFile file : shown) {
      List<SourceFile> project = new ArrayList<>(connections);
      if (!connections.contains(file)) {
        project.add(file);
      }
      if (file.kind().orElseThrow() == FileKind.PIPE) {
        project.addAll(ofKind(shown, FileKind.DATASOURCE).stream().limit(1).toList());
      }
      assertThat(ProjectParser.parse(project).problems()).as(file.text()).isEmpty();
    }
  }

  @Test
  void everyDirectiveOfAConnectionAndADataSourceIsDocumented() {
    String page = read(DOCS.resolve("datasources.md"));

    for (FileKind kind : List.of(FileKind.CONNECTION, FileKind.DATASOURCE)) {
      for (String directive : Commands.of(kind).names()) {
        if (!isOfAnotherSource(directive)) {
          assertThat(page).contains("`" + directive + "`");
        }
      }
    }
  }

  /** One word there stands for all of Kafka's, S3's and GCS's. */
  private static boolean isOfAnotherSource(String directive) {
    return Stream.of("KAFKA_", "S3_", "GCS_").anyMatch(directive::startsWith);
  }

  private static List<SourceFile> ofKind(List<SourceFile> files, FileKind kind) {
    return files.stream().filter(file -> file.kind().orElseThrow() == kind).toList();
  }

  private static List<SourceFile> datafiles(Path page) {
    List<SourceFile> files = new ArrayList<>();
    Matcher blocks = DATAFILE.matcher(read(page));
    while (blocks.find()) {
      files.add(new SourceFile(blocks.group(1), blocks.group(2)));
    }
    return files;
  }

  private static Stream<Path> pages() {
    try (Stream<Path> files = java.nio.file.Files.list(DOCS)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path page) {
    try {
      return java.nio.file.Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
