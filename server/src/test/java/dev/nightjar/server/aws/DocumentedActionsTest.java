package dev.nightjar.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/permissions.md} says of every action of the policy what it is for, of no other. */
class DocumentedActionsTest {
  private static final Pattern ACTION = Pattern.compile("`((?:dynamodb|s3):[A-Za-z]+)`");

  @Test
  void theDocumentedActionsAreThoseOfThePolicy() throws IOException {
    String page =
        Files.readString(Path.of(System.getProperty("nightjar.home"), "docs", "permissions.md"));
    List<String> documented =
        page.lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(line -> ACTION.matcher(line.split("\\|", -1)[1]).results())
            .map(found -> found.group(1))
            .toList();

    assertThat(documented).containsExactlyInAnyOrderElementsOf(actions());
  }

  private static List<String> actions() {
    List<?> statements = (List<?>) Policies.access("orders", "exports").get("Statement");
    return statements.stream()
        .flatMap(statement -> ((List<?>) ((Map<?, ?>) statement).get("Action")).stream())
        .map(String.class::cast)
        .toList();
  }
}
