package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns, their types and what follows them. */
class SchemaTest {

  @Test
  void readsColumnsWithAllTheirParts() {
    List<Column> columns =
        columns(
            """
            `a b` Array(Tuple(x String, y Decimal(10, 2))) `json:$.a`,
            "quoted" Enum8('a,b' = 1, 'c)' = 2) DEFAULT 'a,b' CODEC(Delta, ZSTD(1)),
            c DateTime64(3, 'Europe/Madrid') CODEC(DoubleDelta) `json:$."c``.d"` DEFAULT now64(3),
            `d``e` String DEFAULT concat('x', `json`, "y"),
            f
              Nullable(
                String
              ),
            """);

    assertThat(columns).extracting(Column::name).containsExactly("a b", "quoted", "c", "d`e", "f");
    assertThat(columns.get(0).type()).isEqualTo("Array(Tuple(x String, y Decimal(10, 2)))");
    assertThat(columns.get(1).defaultExpression()).contains("'a,b'");
    assertThat(columns.get(1).codec()).contains("Delta, ZSTD(1)");
    assertThat(columns.get(2).jsonPath()).contains(JsonPath.of("c`.d"));
    assertThat(columns.get(2).codec()).contains("DoubleDelta");
    assertThat(columns.get(2).defaultExpression()).contains("now64(3)");
    assertThat(columns.get(3).defaultExpression()).contains("concat('x', `json`, \"y\")");
    assertThat(columns.get(4).type()).isEqualTo("Nullable( String )");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "id                        | 2:7: The column `id` has no type. Write for example ``id String``.",
        "id Boolean                | 2:8: The type of `id`: `Boolean` is not accepted. Write `Bool`.",
        "id Array(Boolean)         | 2:8: The type of `id`: `Boolean` is not accepted. Write `Bool`.",
        "id DateTime64             | 2:8: The type of `id`: `DateTime64` has no precision. Write `DateTime64(3)`, for example.",
        "id Int                    | 2:8: The type of `id`: `Int` has no size. Write `Int32` or `Int64`, for example.",
        "id UInt                   | 2:8: The type of `id`: `UInt` has no size. Write `UInt32` or `UInt64`, for example.",
        "id String NULL            | 2:15: NULL is part of the type here: write `Nullable(…)` around it instead.",
        "id String NOT NULL        | 2:15: Columns are NOT NULL unless their type is Nullable: leave NOT NULL out.",
        "id String ALIAS x         | 2:15: ALIAS columns are not supported in a schema. Compute the value in a pipe, or use DEFAULT.",
        "id String MATERIALIZED x  | 2:15: MATERIALIZED columns are not supported in a schema. Compute the value in a pipe, or use DEFAULT.",
        "id String TTL ts          | 2:15: A column has no TTL here. ENGINE_TTL removes whole rows.",
        "id String DEFUALT 1       | 2:15: `DEFUALT` is not expected after a column's type. Did you mean `DEFAULT`? If it begins the next column, a comma is missing before it.",
        "id String n String        | 2:15: `n` is not expected after a column's type. If it begins the next column, a comma is missing before it.",
        "id String ENGINE x        | 2:15: `ENGINE` must begin a line of its own, without indentation.",
        "id String `$.id`          | 2:15: `json:` and a path are expected in these backticks, for example `json:$.name`. If `$.id` is the next column, a comma is missing before it.",
        "id String `json:$.a[1]`   | 2:15: The JSON path `$.a[1]` cannot be read: elements are not picked by number; map the whole list with `[:]`.",
        "id String `json:$.a       | 2:15: The quote (`) is not closed on this line.",
        "id Array(String           | 2:13: The bracket after `Array` is not closed.",
        "id String)                | 2:14: `)` is not expected after a column's type. If it begins the next column, a comma is missing before it.",
        "id Array(Tuple(x])        | 2:8: The type of `id`: a bracket (]) in `Array(Tuple(x])` closes nothing.",
        "id String DEFAULT         | 2:15: An expression is missing after DEFAULT.",
        "id String DEFAULT f(1     | 2:24: The bracket in this DEFAULT is not closed.",
        "id String CODEC           | 2:15: CODEC wants brackets: `CODEC(ZSTD(1))`.",
        "id String DEFAULT 1 CODEC(LZ4) CODEC(LZ4) | 2:36: CODEC of this column is stated twice.",
        "'id' String               | 2:5: A column begins with its name, then its type: ``name String `json:$.name` ``.",
        "`` String                 | 2:5: A column's name is not empty and has no control characters in it."
      })
  void saysWhereAndWhatIsWrongWithAColumn(String column, String problem) {
    assertThat(Files.ordersProblems("SCHEMA >\n    " + column + ",\n    ok String\n"))
        .contains(problem);
  }

  @Test
  void reportsAllColumnsAtOnce() {
    assertThat(
            Files.ordersProblems(
                """
                SCHEMA >
                    a Boolean,
                    b,
                    ,
                    c String `json:$.c`
                    d String,
                    e String,
                    e Int32
                """))
        .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
        .containsExactly("2:7:", "3:6:", "4:5:", "6:5:", "8:5:");
  }

  @Test
  void reportsASchemaWithoutColumnsAndAFileWithoutASchema() {
    assertThat(Files.ordersProblems("SCHEMA >\n\n# nothing\n"))
        .containsExactly("1:1: The schema has no column.");
    assertThat(Files.ordersProblems(""))
        .containsExactly(
            "1:1: A data source has a schema: `SCHEMA >`, and below it one indented line for each column.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a Array(", "'", "`", "a `json:", ",", "\\'", "a String DEFAULT ("})
  void readsAMegabyteOfNonsenseInReasonableTime(String piece) {
    String text = "SCHEMA >\n" + (piece + "\n").repeat(1_000_000 / (piece.length() + 1));

    List<String> problems =
        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> Files.ordersProblems(text));

    assertThat(problems).isNotEmpty();
  }

  @Test
  void readsIndexes() {
    DatasourceFile read =
        Files.orders(
            """
            SCHEMA >
                id String,
                type String

            INDEXES >
                # by what
                INDEX a lower(`type`) TYPE set(100) GRANULARITY 2
                b (id, type) TYPE minmax
            """);

    assertThat(read.indexes())
        .extracting(Index::name, Index::expression, Index::type, Index::granularity)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", "lower(`type`)", "set(100)", 2),
            org.assertj.core.groups.Tuple.tuple("b", "(id, type)", "minmax", 1));
  }

  @Test
  void reportsIndexesThatCannotBeRead() {
    assertThat(
            Files.ordersProblems(
                "SCHEMA >\n    id String\nINDEXES >\n    a id\n    b id TYPE minmax GRANULARITY x\n    c id TYPE minmax\n    c id TYPE set(1)\n"))
        .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
        .containsExactly("4:5:", "5:5:", "7:5:");
  }

  private static List<Column> columns(String schema) {
    return Files.orders("SCHEMA >\n" + schema.indent(4)).columns();
  }
}
