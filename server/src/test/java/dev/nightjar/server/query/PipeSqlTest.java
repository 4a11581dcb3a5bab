package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.project.Node;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PipeSqlTest {

  @Test
  void aNodeAloneIsItsOwnSql() {
    assertThat(sql("NODE n\nSQL >\n    SELECT 1\n")).isEqualTo("SELECT 1");
  }

  @Test
  void nodesThatAreReadComeBeforeIt() {
    assertThat(
            sql(
                """
                NODE a
                SQL >
                    SELECT * FROM t
                NODE unused
                SQL >
                    SELECT 2
                NODE b
                SQL >
                    SELECT x FROM a
                NODE c
                SQL >
                    SELECT * FROM b
                TYPE endpoint
                """))
        .isEqualToIgnoringWhitespace(
            "WITH a AS (SELECT * FROM t), b AS (SELECT x FROM a) SELECT * FROM b");
  }

  @Test
  void aWithOfItsOwnGoesOnAfterTheNodes() {
    assertThat(
            sql(
                """
                NODE a
                SQL >
                    SELECT 1 AS x
                NODE b
                SQL >
                    WITH y AS (SELECT 2) SELECT * FROM a, y
                TYPE endpoint
                """))
        .isEqualToIgnoringWhitespace(
            "WITH a AS (SELECT 1 AS x), y AS (SELECT 2) SELECT * FROM a, y");
  }

  @Test
  void aPipeReadsAnotherByItsName() {
    assertThat(
            sql(
                "NODE n\nSQL >\n    SELECT * FROM other\nTYPE endpoint\n",
                "NODE o1\nSQL >\n    SELECT 1\nNODE o2\nSQL >\n    SELECT * FROM o1\nTYPE endpoint\n"))
        .isEqualToIgnoringWhitespace(
            "WITH other AS (WITH o1 AS (SELECT 1) SELECT * FROM o1) SELECT * FROM other");
  }

  @Test
  void pipesThatReadEachOtherAreRefused() {
    assertThatThrownBy(() ->
            sql(
                "NODE n\nSQL >\n    SELECT * FROM other\nTYPE endpoint\n",
                "NODE o\nSQL >\n    SELECT * FROM main\nTYPE endpoint\n"))
        .isInstanceOf(CircularPipesException.class)
        .hasMessageContaining("circle");
  }

  @Test
  void pipesThatAreReadThroughTooManyOthersAreRefused() {
    assertThatThrownBy(() -> chain(5_000, "SELECT a FROM p%1$d"))
        .isInstanceOf(SqlRefusedException.class)
        .hasMessageContaining("more than 100 nodes or pipes");
    // each twice as long as the one before it
    assertThatThrownBy(() -> chain(60, "SELECT a FROM p%1$d UNION ALL SELECT a FROM p%2$d"))
        .isInstanceOf(SqlRefusedException.class)
        .hasMessageContaining("more than 1000 other pipes");
    assertThat(chain(50, "SELECT a FROM p%1$d")).contains("SELECT 1 AS a");
  }

  @Test
  void aPipeThatManyReadIsMadeOnce() {
    AtomicInteger rendered = new AtomicInteger();
    Map<String, PipeFile> pipes = pipes(12, "SELECT a FROM p%1$d UNION ALL SELECT a FROM p%2$d");

    String sql =
        new PipeSql(
                name -> Optional.ofNullable(pipes.get(name)),
                node -> {
                  rendered.incrementAndGet();
                  return node.sql();
                })
            .of(pipes.get("p0"));

    assertThat(sql.split("SELECT 1 AS a", -1)).as("written wherever it is read").hasSize(145);
    assertThat(rendered).hasValue(2 * pipes.size());
  }

  /** The first of many pipes, each of which reads the next one or two. */
  private static String chain(int length, String reads) {
    Map<String, PipeFile> pipes = pipes(length, reads);
    return new PipeSql(name -> Optional.ofNullable(pipes.get(name)), Node::sql).of(pipes.get("p0"));
  }

  private static Map<String, PipeFile> pipes(int length, String reads) {
    List<SourceFile> files =
        IntStream.range(0, length)
            .mapToObj(i ->
                new SourceFile(
                    "p" + i + ".pipe",
                    "NODE n\nSQL >\n    "
                        + (i + 2 < length ? reads.formatted(i + 1, i + 2) : "SELECT 1 AS a")
                        + "\nTYPE endpoint\n"))
            .toList();
    return ProjectParser.parse(files).project().pipes();
  }

  private static String sql(String main, String... other) {
    List<SourceFile> files =
        Stream.concat(
                Stream.of(new SourceFile("main.pipe", main)),
                Stream.of(other).map(text -> new SourceFile("other.pipe", text)))
            .toList();
    Map<String, PipeFile> pipes = ProjectParser.parse(files).project().pipes();
    return new PipeSql(name -> Optional.ofNullable(pipes.get(name)), Node::sql)
        .of(pipes.get("main"));
  }
}
