package dev.nightjar.server.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.ParsedProject;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forms and JSON of the classic client, as datafiles. */
class PushedFilesTest {
  /** As tinybird-cli 6.5.5 sends the specification's first approach. */
  private static final String PUSHED =
      "name=mytable&description=&schema=%60transaction_id%60+String+%60json%3A%24.transaction_id%60"
          + "&format=ndjson&service=dynamodb&mode=replace&connection=aws&cron=%40on-demand"
          + "&connector=c1&dynamodb_table_arn=arn%3Aaws%3Adynamodb%3Aus-east-1%3A123456789012%3Atable%2Fmytable"
          + "&dynamodb_export_bucket=exports&branch_mode=None";

  @Test
  void aFormIsTheFileThatSaysTheSame() {
    SourceFile file = DatasourceForm.file(Parameters.parse(PUSHED));

    assertThat(file.path()).isEqualTo("mytable.datasource");
    assertThat(file.text())
        .isEqualTo(
            """
            SCHEMA >
                `transaction_id` String `json:$.transaction_id`
            IMPORT_SERVICE "dynamodb"
            IMPORT_CONNECTION_NAME "aws"
            IMPORT_TABLE_ARN "arn:aws:dynamodb:us-east-1:123456789012:table/mytable"
            IMPORT_EXPORT_BUCKET "exports"
            """);
  }

  @Test
  void columnsOfOneLineAreColumns() {
    DatasourceFile file =
        parsed(
            "name=t&schema=%60a%60+Decimal%2810%2C+2%29+%60json%3A%24.a%60%2C%60b-c%60+Array%28String%29+%60json%3A%24.b%5B%3A%5D%60"
                + "&engine=MergeTree&engine_sorting_key=a&engine_partition_key=&description=two%0Alines");

    assertThat(file.columns())
        .extracting(column -> column.name() + " " + column.type())
        .containsExactly("a Decimal(10, 2)", "b-c Array(String)");
    assertThat(file.description()).hasValue("two\nlines");
    assertThat(file.engine().sortingKey()).containsExactly("a");
  }

  @Test
  void noValueGetsOutOfItsPlace() {
    assertThat(parsed("name=t&schema=a+String&description=x%0AIMPORT_CONNECTION_NAME+y").dynamoDb())
        .isEmpty();
    assertRefused(
        "name=t&schema=a+String&engine=MergeTree%0ATOKEN+all+READ",
        "ENGINE cannot hold a line break.");
    assertRefused("name=../t&schema=a+String", "`../t` is none");
    assertRefused("name=t&schema=", "needs a schema");
    assertRefused("name=t&schema=a+String&service=kafka", "`kafka` is no service");
    assertRefused("name=t&schema=a+String&service=dynamodb", "needs connection");
  }

  @Test
  void anAlteredSchemaKeepsTheRest() {
    DatasourceFile before = parsed(PUSHED);
    DatasourceFile after =
        AlteredDatasource.of(
            before,
            Parameters.parse(
                "schema=%60transaction_id%60+String+%60json%3A%24.transaction_id%60%2C%60n%60+Int64+%60json%3A%24.n%60&dry=true"));

    assertThat(after.columns()).extracting(column -> column.name()).endsWith("n");
    assertThat(after.dynamoDb()).isEqualTo(before.dynamoDb());
    assertThatThrownBy(() -> AlteredDatasource.of(before, Parameters.parse("schema=n+Int")))
        .isInstanceOf(HttpProblem.class);
  }

  @Test
  void aPipeIsTheFileThatSaysTheSame() {
    SourceFile file =
        PipeBody.file(
            Json.parse(
                """
                {"name":"ep","description":"what","nodes":[
                 {"name":"n1","sql":"%\\nSELECT {{ String(a, 'x') }} AS a","type":"standard"},
                 {"name":"n2","sql":"SELECT a FROM n1","type":"endpoint","datasource":null}]}\
                """));

    assertThat(file.text())
        .isEqualTo(
            """
            DESCRIPTION >
                what
            NODE n1
            SQL >
                %
                SELECT {{ String(a, 'x') }} AS a
            NODE n2
            SQL >
                SELECT a FROM n1
            TYPE endpoint
            """);
    assertThat(ProjectParser.parse(List.of(file)).problems()).isEmpty();
    assertThatThrownBy(() -> PipeBody.file(Json.parse("{\"name\":\"ep\"}")))
        .hasMessageContaining("needs nodes");
    assertThatThrownBy(() ->
            PipeBody.file(
                Json.parse(
                    "{\"name\":\"p\",\"nodes\":[{\"name\":\"n\",\"sql\":\"SELECT 1\",\"type\":\"sink\"}]}")))
        .hasMessageContaining("`sink`");
  }

  private static DatasourceFile parsed(String form) {
    SourceFile file = DatasourceForm.file(Parameters.parse(form));
    ParsedProject parsed = ProjectParser.parse(List.of(file));
    return parsed.project().datasources().get(file.name());
  }

  private static void assertRefused(String form, String why) {
    assertThatThrownBy(() -> DatasourceForm.file(Parameters.parse(form)))
        .isInstanceOf(HttpProblem.class)
        .hasMessageContaining(why);
  }
}
