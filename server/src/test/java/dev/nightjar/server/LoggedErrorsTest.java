package dev.nightjar.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No line of code hands an error to the log as it is: messages may quote rows, and stack traces
 * print them. {@code LoggableError} and {@code ErrorSummary} are what the log may have.
 */
class LoggedErrorsTest {
  private static final Path HOME = Path.of(System.getProperty("nightjar.home"));
  private static final Pattern STATEMENT =
      Pattern.compile("\\bLOG\\s*\\.(?:debug|info|warn|error)\\(([^;]*)\\);");
  private static final Pattern BARE_ERROR = Pattern.compile(",\\s*[a-z]\\w*\\s*$");
  private static final List<String> NO_ERRORS = List.of("id", "message");

  @Test
  void errorsAreLoggedWithoutTheirMessages() throws IOException {
    List<String> found = new ArrayList<>();
    int statements = 0;
    for (String module : List.of("dynamodb", "clickhouse", "mirror", "server")) {
      try (Stream<Path> files = Files.walk(HOME.resolve(module + "/src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          for (var statement : STATEMENT.matcher(Files.readString(file)).results().toList()) {
            statements++;
            var last = BARE_ERROR.matcher(statement.group(1)).results().findFirst();
            if (last.isPresent() && !isNoError(last.get().group())) {
              found.add(file.getFileName() + ": " + statement.group());
            }
          }
        }
      }
    }

    assertThat(statements).isGreaterThan(20);
    assertThat(found).isEmpty();
  }

  private static boolean isNoError(String argument) {
    return NO_ERRORS.contains(argument.substring(1).strip());
  }
}
