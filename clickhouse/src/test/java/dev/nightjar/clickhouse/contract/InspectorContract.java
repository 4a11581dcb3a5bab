package dev.nightjar.clickhouse.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import dev.nightjar.clickhouse.inspect.StatementClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public abstract class InspectorContract {
  private SqlInspector inspector;

  @BeforeEach
  void takeTheInspector(ClickHouse clickHouse) {
    inspector = clickHouse.inspector();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 | READ_ONLY | 1",
        "SELECT file('/etc/passwd') | READ_ONLY | 1",
        "INSERT INTO t VALUES (1) | MUTATING | 1",
        "CREATE FUNCTION f AS x -> x | MUTATING_GLOBAL | 1",
        "KILL QUERY WHERE 1 | CONTROL | 1",
        "SELECT 1 INTO OUTFILE '/tmp/x' | CONTROL | 1",
        "SELEC 1 | UNKNOWN | 0"
      })
  void classifies(String sql, StatementClass statementClass, int statements) {
    Classification found = inspector.classify(sql);

    assertThat(found.statementClass()).isEqualTo(statementClass);
    assertThat(found.statements()).isEqualTo(statements);
  }

  @Test
  void showsFunctionsTablesAndTableFunctions() {
    AstNode tree =
        inspector.ast(
            "SELECT count() AS n, upper(`odd name`) FROM db.t AS a, numbers(10) WHERE x IN ('y')");

    assertThat(tree.kind()).isEqualTo("SelectWithUnionQuery");
    assertThat(tree.texts("Function")).containsExactly("count", "upper", "numbers", "in");
    assertThat(tree.texts("TableIdentifier")).containsExactly("db.t");
    assertThat(tree.texts("Identifier")).containsExactly("odd name", "x");
    assertThat(tree.texts("Literal")).containsExactly("UInt64_10", "'y'");
    assertThat(tree.all().filter(node -> node.text().equals("count")).findFirst())
        .hasValueSatisfying(node -> assertThat(node.alias()).isEqualTo("n"));
  }

  @Test
  void showsTheFunctionsOfATablesDefinition() {
    AstNode tree =
        inspector.ast(
            "CREATE TABLE t (a String DEFAULT file('/etc/passwd')) ENGINE = MergeTree ORDER BY a");

    assertThat(tree.kind()).isEqualTo("CreateQuery");
    assertThat(tree.texts("Function")).contains("file");
  }

  @Test
  void needsValuesForPlaceholders() {
    String sql = "SELECT {a:String}";

    assertThat(inspector.ast(sql, Map.of("a", Parameter.of("x"))).texts("Literal")).contains("'x'");
    assertThatThrownBy(() -> inspector.ast(sql))
        .isInstanceOfSatisfying(
            ClickHouseException.class, e -> assertThat(e.code()).isEqualTo(456));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT",
        "SELECT 1; SELECT 2",
        "SELECT 1; nonsense",
        "graph = 1 SELECT 1",
        "optimize = 1 SELECT 1",
        "",
        "SELECT `a\\n Function b`",
        "SELECT \"a (alias b)\"",
        "SELECT `a (children 0)`",
        "SELECT `a \\x28alias b)`",
        "SELECT 1 FROM `db.t`",
        "SELECT 1 FROM `d.b`.t",
        "SELECT 1 FROM db.\"a.t\"",
      })
  void refusesWhatItCannotShowForCertain(String sql) {
    assertThatThrownBy(() -> inspector.ast(sql))
        .isInstanceOfSatisfying(ClickHouseException.class, e -> assertThat(e.code()).isEqualTo(62));
  }

  @Test
  void showsColumnsWithDotsInTheirNames() {
    assertThat(inspector.ast("SELECT `a.b` FROM d.t").texts("Identifier")).containsExactly("a.b");
  }

  @Test
  void showsALiteralThatLooksLikeNodes() {
    AstNode tree = inspector.ast("SELECT 'a\\n Function file (children 7)', '`x (alias y)`'");

    assertThat(tree.texts("Function")).isEmpty();
    assertThat(tree.texts("Literal")).hasSize(2);
  }

  @Test
  void runsNothing(@TempDir Path directory) {
    Path file = directory.resolve("out.csv");

    assertThat(inspector.classify("SELECT 1 INTO OUTFILE '" + file + "'").statementClass())
        .isEqualTo(StatementClass.CONTROL);
    assertThat(inspector.ast("INSERT INTO FUNCTION file('" + file + "') SELECT 1").kind())
        .isEqualTo("InsertQuery");

    assertThat(Files.exists(file)).isFalse();
  }
}
