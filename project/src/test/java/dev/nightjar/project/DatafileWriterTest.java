package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

class DatafileWriterTest {
  private static final RecursiveComparisonConfiguration WITHOUT_PLACES =
      RecursiveComparisonConfiguration.builder()
          .withIgnoredFieldsOfTypes(Position.class, Positions.class, SourceFile.class)
          .withStrictTypeChecking(true)
          .build();

  @Test
  void writesADataSourceInOneForm() {
    DatasourceFile orders =
        Files.orders(
            """
            # a comment
            engine_sorting_key 'pk, user-id'
            description all orders
            IMPORT_EXPORT_BUCKET s3://b-1/
            IMPORT_TABLE_ARN "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
            IMPORT_CONNECTION_NAME 'my_ddb'
            IMPORT_SERVICE dynamodb
            SCHEMA > pk String `json:$.pk` DEFAULT 'x', `user-id` Int64 `json:$['user-id']`,
            engine "ReplacingMergeTree"
            TOKEN t READ
            """);

    assertThat(DatafileWriter.write(orders))
        .isEqualTo(
            """
            DESCRIPTION >
                all orders

            SCHEMA >
                `pk` String `json:$.pk` DEFAULT 'x',
                `user-id` Int64 `json:$.user-id`

            ENGINE "ReplacingMergeTree"
            ENGINE_SORTING_KEY "pk, `user-id`"

            IMPORT_CONNECTION_NAME my_ddb
            IMPORT_TABLE_ARN arn:aws:dynamodb:us-east-1:123456789012:table/orders
            IMPORT_EXPORT_BUCKET b-1

            TOKEN "t" READ
            """);
  }

  @Test
  void writesAPipeAndAConnection() {
    assertThat(
            DatafileWriter.write(
                Files.ep(
                    "NODE n\nSQL >\n  %\n  SELECT 1\n    + 1\nTYPE ENDPOINT\nCACHE 5\nTOKEN a\n")))
        .isEqualTo(
            """
            NODE n
            SQL >
                %
                SELECT 1
                  + 1

            TYPE endpoint
            CACHE 5

            TOKEN "a" READ
            """);
    assertThat(DatafileWriter.write(Files.sound(Files.connection()).connections().get("my_ddb")))
        .isEqualTo(Files.CONNECTION);
  }

  @Property(tries = 500)
  void readsADataSourceBack(@ForAll("datasources") DatasourceFile file) {
    String text = DatafileWriter.write(file);

    DatasourceFile read = Models.only(parse("x.datasource", text).datasources()).orElseThrow();

    assertThat(read).usingRecursiveComparison(WITHOUT_PLACES).isEqualTo(file);
    assertThat(DatafileWriter.write(read)).isEqualTo(text);
    assertThat(Fingerprint.of(read)).isEqualTo(Fingerprint.of(file));
  }

  @Property(tries = 500)
  void readsAPipeBack(@ForAll("pipes") PipeFile file) {
    String text = DatafileWriter.write(file);

    PipeFile read = Models.only(parse("x.pipe", text).pipes()).orElseThrow();

    assertThat(read).usingRecursiveComparison(WITHOUT_PLACES).isEqualTo(file);
    assertThat(DatafileWriter.write(read)).isEqualTo(text);
    assertThat(Fingerprint.of(read)).isEqualTo(Fingerprint.of(file));
  }

  @Property(tries = 300)
  void readsAConnectionBack(@ForAll("connections") ConnectionFile file) {
    String text = DatafileWriter.write(file);

    ConnectionFile read = Models.only(parse("x.connection", text).connections()).orElseThrow();

    assertThat(read).usingRecursiveComparison(WITHOUT_PLACES).isEqualTo(file);
    assertThat(DatafileWriter.write(read)).isEqualTo(text);
  }

  private static Project parse(String file, String text) {
    return ProjectParser.parse(List.of(new SourceFile(file, text))).project();
  }

  @Provide
  Arbitrary<DatasourceFile> datasources() {
    return Models.datasources();
  }

  @Provide
  Arbitrary<PipeFile> pipes() {
    return Models.pipes();
  }

  @Provide
  Arbitrary<ConnectionFile> connections() {
    return Models.connections();
  }
}
