package dev.nightjar.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.mirror.run.SpecCheck;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.Notice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/operations.md} has every code that a mirror's status can show, and none that it
 * cannot. Who adds a code adds a row to the table that the failure names.
 */
class DocumentedCodesTest {
  private static final Path HOME = Path.of(System.getProperty("nightjar.home"));
  private static final Pattern TRIED =
      Pattern.compile(
          "(?:retrying|missed|Causes\\.of|attempts\\.failed|\\.call|halt|stillHalted)"
              + "\\(\\s*\"([a-z_]+)[:\"]");
  private static final Pattern STATED =
      Pattern.compile("(?:Remark|MirrorFailedException|MirrorProblem)\\(\\s*\"([a-z_]+)\"");

  /** What the state database's trouble is called, as in {@code StateUnavailableException}. */
  private static final Set<String> OF_THE_STATE_DATABASE =
      Set.of("state_disk_full", "state_unavailable", "state_damaged");

  @Test
  void everyReasonCodeHasARowAndEveryRowACode() throws IOException {
    Set<String> codes = new TreeSet<>(OF_THE_STATE_DATABASE);
    codes.add(SpecCheck.SCHEMA_INVALID);
    codes.add(SpecCheck.AWS_UNAVAILABLE);
    Arrays.stream(FailureReason.values()).map(FailureReason::code).forEach(codes::add);
    Arrays.stream(Notice.values()).map(Notice::code).forEach(codes::add);
    Arrays.stream(Reason.values()).map(Reason::code).forEach(codes::add);

    assertThat(rows("## Reason codes", 4))
        .as("docs/operations.md, table \"Reason codes\"")
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(codes);
  }

  @Test
  void noReasonCodeIsWrittenWhereItIsUsed() {
    assertThat(found(STATED))
        .as("codes belong into FailureReason (it stops the mirror) or Notice (it does not)")
        .isEmpty();
  }

  @Test
  void everythingThatIsTriedAgainHasARow() throws IOException {
    Set<String> tried = found(TRIED);

    assertThat(tried).contains("stream", "listing", "export_request", "insert", "clickhouse");
    assertThat(rows("## Causes of retries", 2))
        .as("docs/operations.md, table \"Causes of retries\"")
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(tried);
  }

  /** The first cells of a chapter's rows; each row must have all its cells filled. */
  private static List<String> rows(String heading, int cells) throws IOException {
    String page = Files.readString(HOME.resolve("docs/operations.md"));
    List<String> chapter =
        page.substring(page.indexOf(heading) + heading.length())
            .lines()
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertThat(chapter)
        .allSatisfy(row ->
            assertThat(Arrays.stream(row.split("(?<!\\\\)\\|")).skip(1).map(String::strip))
                .as(row)
                .hasSize(cells)
                .doesNotContain(""));
    return chapter.stream().map(row -> row.split("`", 3)[1]).toList();
  }

  private static Set<String> found(Pattern pattern) {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(HOME.resolve("mirror/src/main/java"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        pattern
            .matcher(Files.readString(source))
            .results()
            .forEach(result -> found.add(result.group(1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
