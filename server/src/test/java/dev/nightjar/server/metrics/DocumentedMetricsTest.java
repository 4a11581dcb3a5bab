package dev.nightjar.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code docs/metrics.md} has every metric that is exported, with its type, and no other; the rules
 * of {@code docs/alerts.yml} ask for metrics that there are.
 */
class DocumentedMetricsTest {
  private static final Path DOCS = Path.of(System.getProperty("nightjar.home"), "docs");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (gauge|counter|histogram|summary) \\|");
  private static final Pattern USED = Pattern.compile("\\bnightjar_[a-z_]+");

  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  @Test
  void everyMetricHasARowAndEveryRowAMetric() throws IOException {
    SERVER.client().get("/version");
    SERVER.client().post("/v0/sql", "SELECT 1");

    assertThat(documented()).containsExactlyInAnyOrderEntriesOf(exported());
  }

  @Test
  void everyLabelOfAMirrorsMetricIsInItsRow() throws IOException {
    String page = page();

    for (MirrorFamily family : MirrorFamilies.all()) {
      String row =
          page.lines()
              .filter(line -> line.startsWith("| `" + exportedName(family) + "` |"))
              .findFirst()
              .orElseThrow();
      assertThat(row.split("\\|", -1)[4].strip())
          .as(row)
          .isEqualTo(family.label().map(label -> "`" + label + "`").orElse(""));
    }
  }

  @Test
  void everyRuleAsksForMetricsThatThereAre() throws IOException {
    List<String> rules =
        Arrays.stream(Files.readString(DOCS.resolve("alerts.yml")).split("- alert: "))
            .skip(1)
            .toList();

    assertThat(rules).hasSizeGreaterThan(5);
    for (String rule : rules) {
      assertThat(rule).matches("(?s)\\w+\\n.*").contains("  expr: ", "severity: ", "summary: ");
      String expression = rule.substring(rule.indexOf("expr: "), rule.indexOf("labels:"));
      List<String> names = USED.matcher(expression).results().map(found -> found.group()).toList();
      assertThat(documented().keySet()).as(rule).containsAll(names);
      assertThat(names.isEmpty()).as(rule).isEqualTo(expression.contains("up{"));
    }
  }

  private static Map<String, String> exported() {
    Map<String, String> exported = new TreeMap<>();
    TYPE.matcher(SERVER.client().get("/metrics").body())
        .results()
        .forEach(found -> exported.put(found.group(1), found.group(2)));
    assertThat(exported).containsKeys("nightjar_ready", "jvm_memory_used_bytes");
    // Not every system tells it.
    exported.putIfAbsent("system_load_average_1m", "gauge");
    // No mirror runs here: what it would have is read where it is made.
    exported.put(MirrorCollector.INSERTS, "histogram");
    for (MirrorFamily family : MirrorFamilies.all()) {
      exported.put(
          exportedName(family),
          switch (family.type()) {
            case GAUGE -> "gauge";
            case COUNTER -> "counter";
          });
    }
    return exported;
  }

  private static String exportedName(MirrorFamily family) {
    return switch (family.type()) {
      case GAUGE -> family.name();
      case COUNTER -> family.name() + "_total";
    };
  }

  private static Map<String, String> documented() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    ROW.matcher(page())
        .results()
        .forEach(found ->
            assertThat(documented.put(found.group(1), found.group(2)))
                .as("twice: " + found.group(1))
                .isNull());
    return documented;
  }

  private static String page() throws IOException {
    return Files.readString(DOCS.resolve("metrics.md"));
  }
}
