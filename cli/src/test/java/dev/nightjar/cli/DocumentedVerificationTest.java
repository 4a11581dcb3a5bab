package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/verify.md} has the options of its two commands. */
class DocumentedVerificationTest {
  private static final Pattern IN_HELP =
      Pattern.compile("^ +(?:-\\w, )?--([a-z-]+)", Pattern.MULTILINE);
  private static final Pattern IN_PAGE =
      Pattern.compile("^\\| `--([a-z-]+)` \\|", Pattern.MULTILINE);
  private static final Set<String> OF_EVERY_COMMAND =
      Set.of("help", "debug", "host", "token", "output", "profile", "local", "cloud", "branch");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "verify, # Verifying, ## What is compared",
    "resync, | option of `nightjar resync`, ## Over HTTP"
  })
  void theOptionsOfACommandAreDocumented(String command, String from, String to)
      throws IOException {
    String help = Shell.withoutServer(folder).run(command, "--help").out();
    String page = page();
    String part = page.substring(page.indexOf(from), page.indexOf(to));

    List<String> options = names(IN_HELP, help.substring(0, help.indexOf("Examples:")));
    assertThat(options).hasSize(3);
    assertThat(names(IN_PAGE, part)).containsExactlyInAnyOrderElementsOf(options);
  }

  private static List<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(name -> !OF_EVERY_COMMAND.contains(name))
        .toList();
  }

  private static String page() throws IOException {
    return Files.readString(Path.of(System.getProperty("nightjar.home"), "docs", "verify.md"));
  }
}
