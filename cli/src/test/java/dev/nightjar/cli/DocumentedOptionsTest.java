package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/configuration.md} has every option of the server, and none that it has not. */
class DocumentedOptionsTest {
  private static final Pattern IN_HELP =
      Pattern.compile("^ +(?:-\\w, )?--(?:\\[no-])?([a-z-]+)", Pattern.MULTILINE);
  private static final Pattern IN_PAGE = Pattern.compile("`--([a-z-]+)`");
  private static final Set<String> OF_EVERY_COMMAND = Set.of("help", "debug");

  @TempDir Path folder;

  @Test
  void theServersOptionsAndTheDocumentedOnesAreTheSame() throws IOException {
    String help = Shell.withoutServer(folder).run("server", "--help").out();
    List<String> options =
        IN_HELP
            .matcher(help.substring(0, help.indexOf("Examples:")))
            .results()
            .map(found -> found.group(1))
            .filter(name -> !OF_EVERY_COMMAND.contains(name))
            .toList();
    String page =
        Files.readString(Path.of(System.getProperty("nightjar.home"), "docs", "configuration.md"));
    List<String> documented =
        page.substring(page.indexOf("## The server"), page.indexOf("## AWS"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> IN_PAGE.matcher(line.split("\\|", -1)[1]).results())
            .map(found -> found.group(1))
            .toList();

    assertThat(options).hasSizeGreaterThan(6);
    assertThat(documented).containsExactlyInAnyOrderElementsOf(options);
  }
}
