package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One wrong value a time, in each place that takes one: where it is, and what is said of it. */
class WrongValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "id                            |7: The column `id` has no type. Write for example",
        "id String String              |15: `String` is not expected after a column's type. If it begins the next column, a comma",
        "id Array(String               |13: The bracket after `Array` is not closed.",
        "id Array(String]              |8: The type of `id`: a bracket (]) in `Array(String]` closes nothing.",
        "id Boolean                    |8: The type of `id`: `Boolean` is not accepted. Write `Bool`.",
        "id Int                        |8: The type of `id`: `Int` has no size.",
        "id Array(UInt)                |8: The type of `id`: `UInt` has no size.",
        "id DateTime64                 |8: The type of `id`: `DateTime64` has no precision.",
        "id String `$.id`              |15: `json:` and a path are expected in these backticks",
        "id String `json:id`           |15: The JSON path `id` cannot be read: it must begin with `$`",
        "id String `json:$.`           |15: The JSON path `$.` cannot be read: a name is missing after a dot.",
        "id String `json:$.a..b`       |15: The JSON path `$.a..b` cannot be read: a name is missing after a dot.",
        "id String `json:$.a[0]`       |15: The JSON path `$.a[0]` cannot be read: elements are not picked by number",
        "id String `json:$.a[:][:]`    |15: The JSON path `$.a[:][:]` cannot be read: `[:]` may stand in it once only.",
        "id String `json:$.\"a`         |15: The JSON path `$.\"a` cannot be read: a quote is not closed.",
        "id String `json:$['a'`        |15: The JSON path `$['a'` cannot be read: a `]` is missing.",
        "id String `json:$.\"\\u12\"`   |15: The JSON path `$.\"\\u12\"` cannot be read: `\\u` wants four hexadecimal digits.",
        "id String `json:$.a` `json:$.b`|26: The JSON path of this column is stated twice.",
        "id String `json:$.a           |15: The quote (`) is not closed on this line.",
        "id String DEFAULT             |15: An expression is missing after DEFAULT.",
        "id String DEFAULT 'x          |23: The quote (') is not closed on this line.",
        "id String DEFAULT f(1         |24: The bracket in this DEFAULT is not closed.",
        "id String CODEC               |15: CODEC wants brackets: `CODEC(ZSTD(1))`.",
        "id String CODEC(ZSTD          |15: CODEC wants brackets: `CODEC(ZSTD(1))`.",
        "id String CODEC(A) CODEC(B)   |24: CODEC of this column is stated twice.",
        "id String CODE(ZSTD)          |15: `CODE` is not expected after a column's type. Did you mean `CODEC`?",
        "id String NULL                |15: NULL is part of the type here: write `Nullable(…)` around it instead.",
        "id String NOT NULL            |15: Columns are NOT NULL unless their type is Nullable",
        "id String MATERIALIZED 1      |15: MATERIALIZED columns are not supported in a schema.",
        "id String TTL now()           |15: A column has no TTL here.",
        "id String, ID Int64,, n Int8  |25: A column is missing before this comma.",
        "id String, id Int64           |16: The column `id` stands in the schema twice, first in line 2.",
        "`` String                     |5: A column's name is not empty and has no control characters in it.",
        "( String                      |5: A column begins with its name, then its type",
        "“id” String                   |5: The character U+201C (LEFT DOUBLE QUOTATION MARK) cannot stand here.",
        "\u00a0id String               |5: The character U+00A0 (NO-BREAK SPACE) cannot stand here.",
        "i\u200bd String               |6: The character U+200B (ZERO WIDTH SPACE) cannot stand here.",
      })
  void aColumn(String column, String problem) {
    List<String> problems = Files.ordersProblems("SCHEMA >\n    " + column + "\n");

    assertThat(problems).anySatisfy(found -> assertThat(found).startsWith("2:" + problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "ENGINE                        |`ENGINE` has no value.",
        "ENGINE ''                     |`ENGINE` has no value.",
        "ENGINE 'MergeTree             |The quote (') is not closed on this line.",
        "ENGINE mergetree              |`mergetree` is not an engine that a data source can have. Did you mean `MergeTree`?",
        "ENGINE MergeTree()            |The arguments of `MergeTree()` are stated by directives of their own",
        "ENGIN MergeTree               |`ENGIN` is not a valid option in .datasource files. Did you mean `ENGINE`?",
        "ENGINE_SORTING_KEYS id        |`ENGINE_SORTING_KEYS` is not a valid option in .datasource files. Did you mean `ENGINE_SORTING_KEY`?",
        "ENGINE_VER idd                |ENGINE_VER names `idd`, and the schema has no such column. Did you mean `id`?",
        "ENGINE_IS_DELETED nope        |ENGINE_IS_DELETED names `nope`, and the schema has no such column.",
        "ENGINE_SETTINGS x             |`x` is not a setting.",
        "ENGINE_SETTINGS x=            |`x=` is not a setting.",
        "ENGINE_SETTINGS x=y, z=1      |`x=y` is not a setting.",
        "SCHEMA                        |`SCHEMA` is stated twice, first in line 1.",
        "INDEXES i id TYPE minmax      |`INDEXES` wants a block",
        "ENGINE > MergeTree            |`ENGINE` takes a value on its own line, not a block after `>`.",
        "TOKEN                         |`TOKEN` is followed by a name and READ or APPEND",
        "TOKEN a WRITE                 |`TOKEN` is followed by a name and READ or APPEND",
        "TOKEN a READ b                |`TOKEN` is followed by a name and READ or APPEND",
        "TAGS 'a                       |The quote (') is not closed on this line.",
        "SHARED_WITH \"a               |The quote (\") is not closed on this line.",
        "FORWARD_QUERY id              |FORWARD_QUERY begins with SELECT.",
        "FORWARD_QUERY SELECT 1 FROM a |FORWARD_QUERY is a SELECT list alone",
        "BACKFILL                      |`BACKFILL` has no value.",
        "BACKFILL never                |BACKFILL has one value: `BACKFILL skip`.",
        "INCLUDE x                     |INCLUDE is not supported.",
        "IMPORT_STRATEGY append        |`IMPORT_STRATEGY` is not supported.",
        "IMPORT_CONNECTION_NAME        |",
        "IMPORT_CONNECTION_NAME nope   |There is no connection `nope`.",
        "DYNAMODB_REGION us-east-1     |`DYNAMODB_REGION` is not a valid option in .datasource files. It belongs in .connection files.",
        "TYPE dynamodb                 |`TYPE` is not a valid option in .datasource files.",
        "some words                    |`some` is not a valid option in .datasource files.",
        "= 1                           |A directive is expected here, for example `SCHEMA >`.",
        "\u00a0ENGINE MergeTree        |This line begins with the character U+00A0 (NO-BREAK SPACE), which is no indentation.",
      })
  void aDirectiveOfADataSource(String directive, String problem) {
    String text = "SCHEMA >\n    id String\n\nDESCRIPTION a table\n" + directive + "\n";
    List<String> problems = Files.ordersProblems(text);

    assertThat(String.join("\n", problems)).contains("5:").contains(problem == null ? "" : problem);
    assertThat(problems).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "IMPORT_CONNECTION_NAME |                 |`IMPORT_CONNECTION_NAME` has no value.",
        "IMPORT_CONNECTION_NAME |my_ddbb          |There is no connection `my_ddbb`. Did you mean `my_ddb`?",
        "IMPORT_CONNECTION_NAME |my_ddb           # |",
        "IMPORT_TABLE_ARN       |                 |`IMPORT_TABLE_ARN` has no value.",
        "IMPORT_TABLE_ARN       |orders           |`orders` is not the ARN of a DynamoDB table.",
        "IMPORT_TABLE_ARN       |arn:aws:s3:::orders|is not the ARN of a DynamoDB table.",
        "IMPORT_TABLE_ARN       |arn:aws:dynamodb:us-east-1:123456789012:table/o|is not the ARN of a DynamoDB table.",
        "IMPORT_TABLE_ARN       |arn:aws:dynamodb:us-east-1:123456789012:table/orders/index/i|is the ARN of a table's index.",
        "IMPORT_TABLE_ARN       |{{ tb_secret() }}|cannot be read as a secret.",
        "IMPORT_TABLE_ARN       |{{ tb_secret(\"\") }}|cannot be read as a secret.",
        "IMPORT_TABLE_ARN       |{{ tb_secret(\"a b\") }}|`a b` cannot name a secret",
        "IMPORT_TABLE_ARN       |{{ tb_secret(\"a\") }} x|A secret must be the whole value, and `x` follows it.",
        "IMPORT_TABLE_ARN       |{{ tb_secret(\"a\") |cannot be read as a secret.",
        "IMPORT_TABLE_ARN       |arn:{{ tb_secret(\"a\") }}|A secret must be the whole value",
        "IMPORT_EXPORT_BUCKET   |                 |`IMPORT_EXPORT_BUCKET` has no value.",
        "IMPORT_EXPORT_BUCKET   |s3://            |is not the name of an S3 bucket",
        "IMPORT_EXPORT_BUCKET   |my bucket        |is not the name of an S3 bucket",
        "IMPORT_EXPORT_BUCKET   |s3://b-1/a/b     |has a prefix (`a/b`)",
        "IMPORT_EXPORT_BUCKET   |gs://bucket      |is not the name of an S3 bucket",
        "IMPORT_EXPORT_BUCKET   |https://s3.amazonaws.com/bucket|is not the name of an S3 bucket",
      })
  void anImport(String directive, String value, String problem) {
    String text =
        "SCHEMA >\n    id String\n"
            + Files.IMPORT.replaceAll(
                directive + " .*",
                java.util.regex.Matcher.quoteReplacement(
                    directive + " " + (value == null ? "" : value)));

    List<String> problems = Files.ordersProblems(text);

    if (problem == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).hasSize(1);
      assertThat(problems.getFirst()).matches("[4-6]:\\d+: .*").contains(problem);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "TYPE                          |`TYPE` has no value.",
        "TYPE dynamo                   |`dynamo` is not a type of connection.",
        "TYPE dynamodb~TYPE dynamodb |`TYPE` is stated twice, first in line 1.",
        "TYPE dynamodb~DYNAMODB_ARN  |`DYNAMODB_ARN` has no value.",
        "TYPE dynamodb~DYNAMODB_ARN arn:aws:iam::12:role/r|is not the ARN of a role.",
        "TYPE dynamodb~DYNAMODB_ARN arn:aws:iam::123456789012:user/u|is not the ARN of a role.",
        "TYPE dynamodb~DYNAMODB_ROLE r|`DYNAMODB_ROLE` is not a valid option in .connection files.",
        "TYPE dynamodb~DYNAMODB_REGION US EAST|`US EAST` is not an AWS region.",
        "TYPE s3~DYNAMODB_REGION us-east-1|`DYNAMODB_REGION` belongs to `TYPE dynamodb`, and this is `TYPE s3`.",
        "TYPE dynamodb~SCHEMA >      |`SCHEMA` is not a valid option in .connection files. It belongs in .datasource files.",
        "TYPE dynamodb~NODE n        |`NODE` is not a valid option in .connection files. It belongs in .pipe files.",
      })
  void aConnection(String text, String problem) {
    assertThat(Files.problems(new SourceFile("c.connection", text.replace("~", "\n") + "\n")))
        .anySatisfy(
            found -> assertThat(found).matches("c.connection:[12]:\\d+: .*").contains(problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "SQL >~    SELECT 1              |1:1: `SQL` belongs to a node: write `NODE name` before it.",
        "NODE~SQL >~    SELECT 1        |1:1: `NODE` has no value.",
        "NODE n                           |1:1: The node `n` has no SQL.",
        "NODE n~SQL >                    |2:1: The node `n` has no SQL.",
        "NODE n~SQL >~    %             |2:1: The node `n` has no SQL below its `%`.",
        "NODE 1n~SQL >~    SELECT 1     |1:1: `1n` cannot name a node",
        "NODE ep~SQL >~    SELECT 1     |1:1: A node cannot have the name of its pipe, `ep`.",
        "NODE n~SQL >~    SELECT 1~TYPE|4:1: `TYPE` has no value.",
        "NODE n~SQL >~    SELECT 1~TYPE endpoints|4:1: `endpoints` is not a type of node. The types are endpoint, materialized, copy, sink, standard. Did you mean `endpoint`?",
        "NODE n~SQL >~    SELECT 1~TYPE materialized|4:1: A materialized node writes to a data source: add `DATASOURCE name`.",
        "NODE n~SQL >~    SELECT 1~TYPE materialized~DATASOURCE x|5:1: There is no data source `x` to write to.",
        "NODE n~SQL >~    SELECT 1~TYPE copy|4:1: A copy node writes to a data source: add `TARGET_DATASOURCE name`.",
        "NODE n~SQL >~    SELECT 1~TYPE endpoint~CACHE x|5:1: `x` is not a number of seconds.",
        "NODE n~SQL >~    SELECT 1~TYPE endpoint~CACHE -1|5:1: `-1` is not a number of seconds.",
        "NODE n~SQL >~    SELECT 1~TYPE endpoint~DATASOURCE x|5:1: `DATASOURCE` belongs to a node with `TYPE materialized`",
        "NODE n~SQL >~    SELECT 1~CACHE 1|4:1: `CACHE` belongs to a node with `TYPE endpoint`, and this one has no TYPE.",
        "NODE n~SQL >~    SELECT 1~TOKEN t APPEND|4:1: `TOKEN` is followed by a name and READ",
        "NODE n~SQL >~    SELECT 1~SQL >~    SELECT 2|4:1: `SQL` is stated twice, first in line 2.",
        "NODE n~SQL >~    SELECT 1~NODE n~SQL >~    SELECT 2|4:1: There are two nodes of the name `n`, the first in line 1.",
        "NODE n~SQL >~    SELECT * FROM n|3:5: These nodes read each other in a circle: n → n.",
        "NODE a~SQL >~    SELECT * FROM b~NODE b~SQL >~    SELECT * FROM a|3:5: These nodes read each other in a circle: a → b → a.",
        "NODE n~SQL >~    SELECT * FROM ep|1:1: These resources read each other in a circle: ep.pipe → ep.pipe.",
        "DESCRIPTION x                    |1:1: A pipe has at least one node",
        "                                 |1:1: A pipe has at least one node",
      })
  void aPipe(String text, String problem) {
    String lines = text == null ? "" : text.replace("~", "\n") + "\n";

    assertThat(Files.epProblems(lines)).anySatisfy(found -> assertThat(found).startsWith(problem));
  }

  @Test
  void namesThatAreTooLongForFiles() {
    String name = "a".repeat(129);

    assertThat(
            Files.problems(
                new SourceFile(name + ".datasource", "SCHEMA >\n    id String\n"),
                new SourceFile(name + ".connection", Files.CONNECTION)))
        .containsExactly(
            name
                + ".connection:1:1: The name of this connection has 129 characters, and may have 128. Rename the file.",
            name
                + ".datasource:1:1: The name of this data source has 129 characters, and may have 128. Rename it.");
  }

  @Test
  void pipesThatReadEachOtherAreNamedInTheirOrder() {
    assertThat(
            Files.problems(
                new SourceFile("a.pipe", "NODE n\nSQL >\n    SELECT * FROM b\n"),
                new SourceFile("b.pipe", "NODE m\nSQL >\n    SELECT * FROM c\n"),
                new SourceFile("c.pipe", "NODE o\nSQL >\n    SELECT * FROM a\n")))
        .containsExactly(
            "a.pipe:1:1: These resources read each other in a circle: a.pipe → b.pipe → c.pipe → a.pipe.");
  }
}
