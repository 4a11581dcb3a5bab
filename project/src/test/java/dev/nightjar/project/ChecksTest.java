package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What data sources and connections must be, alone and together. */
class ChecksTest {
  private static final String SCHEMA =
      """
      SCHEMA >
          id String `json:$.Item.id`,
          n Nullable(Int64) `json:$.Item.n`,
          _timestamp DateTime64(3) `json:$.ApproximateCreationDateTime`

      """;

  @Test
  void wantsTheThreeImportsTogether() {
    assertThat(
            Files.ordersProblems(
                SCHEMA + "IMPORT_TABLE_ARN arn:aws:dynamodb:us-east-1:123456789012:table/orders\n"))
        .containsExactly(
            "6:1: Missing IMPORT_CONNECTION_NAME and IMPORT_EXPORT_BUCKET: a DynamoDB data source states IMPORT_CONNECTION_NAME, IMPORT_TABLE_ARN and IMPORT_EXPORT_BUCKET together.");
    assertThat(Files.ordersProblems(SCHEMA + "IMPORT_CONNECTION_NAME my_ddb\n"))
        .singleElement()
        .asString()
        .contains("Missing IMPORT_TABLE_ARN and IMPORT_EXPORT_BUCKET");
    assertThat(Files.ordersProblems(SCHEMA + "IMPORT_SERVICE dynamodb\n"))
        .singleElement()
        .asString()
        .startsWith(
            "6:1: Missing IMPORT_CONNECTION_NAME and IMPORT_TABLE_ARN and IMPORT_EXPORT_BUCKET");
  }

  @Test
  void takesNoOtherEngineForAMirror() {
    assertThat(Files.ordersProblems(SCHEMA + "ENGINE \"MergeTree\"\n" + Files.IMPORT))
        .singleElement()
        .asString()
        .startsWith(
            "6:1: DynamoDB data sources must use the ReplacingMergeTree engine, and this one states `MergeTree`");
    assertThat(Files.ordersProblems("SCHEMA >\n    id String\nENGINE \"ReplacingMergTree\"\n"))
        .containsExactly(
            "3:1: `ReplacingMergTree` is not an engine that a data source can have. Did you mean `ReplacingMergeTree`?");
    assertThat(Files.ordersProblems("SCHEMA >\n    id String\nENGINE \"ReplacingMergeTree(v)\"\n"))
        .singleElement()
        .asString()
        .contains("stated by directives of their own: ENGINE_VER");
  }

  @Test
  void refusesATtlForAMirrorAndSaysWhy() {
    assertThat(
            Files.ordersProblems(
                SCHEMA + "ENGINE_TTL \"_timestamp + INTERVAL 1 DAY\"\n" + Files.IMPORT))
        .singleElement()
        .asString()
        .startsWith("6:1: A DynamoDB data source cannot have ENGINE_TTL")
        .contains("an older row of the item would come back to life");
    Files.orders(SCHEMA + "ENGINE_TTL \"_timestamp + INTERVAL 1 DAY\"\n");
  }

  @Test
  void refusesDirectivesOfOtherEnginesForAMirror() {
    assertThat(Files.ordersProblems(SCHEMA + "ENGINE_SIGN n\n" + Files.IMPORT))
        .singleElement()
        .asString()
        .contains("does not go with ReplacingMergeTree");
  }

  @Test
  void comparesTheRegionsOfTableAndConnection() {
    String elsewhere = Files.IMPORT.replace("us-east-1", "eu-west-1");

    assertThat(Files.ordersProblems(SCHEMA + elsewhere))
        .containsExactly(
            "8:1: The DynamoDB table was not found. Its ARN says region `eu-west-1`, and the connection `my_ddb` (connections/my_ddb.connection:3:1) says `us-east-1`: the two must be the same. [table_not_found]");
  }

  @Test
  void leavesARegionThatIsASecretToTheServer() {
    Project project =
        Files.sound(
            new SourceFile(
                "c/my_ddb.connection",
                Files.CONNECTION.replace("us-east-1", "{{ tb_secret('region') }}")),
            Files.datasource(
                SCHEMA
                    + Files.IMPORT.replace(
                        "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
                        "{{ tb_secret(\"arn\") }}")));

    assertThat(
            project
                .datasources()
                .get("orders")
                .dynamoDb()
                .orElseThrow()
                .tableArn()
                .resolve(name -> java.util.Optional.of(name + "!")))
        .contains("arn!");
  }

  @Test
  void refusesAConnectionThatNobodyKnows() {
    SourceFile datasource = Files.datasource(SCHEMA + Files.IMPORT);

    assertThat(Files.problems(datasource))
        .singleElement()
        .asString()
        .startsWith("datasources/orders.datasource:7:1: There is no connection `my_ddb`.");
    assertThat(
            ProjectParser.parse(List.of(datasource), new KnownResources(Set.of("my_ddb"), Set.of()))
                .problems())
        .isEmpty();
    assertThat(
            ProjectParser.parse(
                    List.of(datasource), new KnownResources(Set.of("my_ddbb"), Set.of()))
                .problems())
        .singleElement()
        .asString()
        .contains("Did you mean `my_ddbb`?");
  }

  @Test
  void refusesAConnectionOfAnotherType() {
    assertThat(
            Files.problems(
                new SourceFile("my_ddb.connection", "TYPE kafka\nKAFKA_BOOTSTRAP_SERVERS a:1\n"),
                Files.datasource(SCHEMA + Files.IMPORT)))
        .containsExactly(
            "datasources/orders.datasource:7:1: The connection `my_ddb` is of `TYPE kafka`, and a DynamoDB table needs one of `TYPE dynamodb`.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IMPORT_TABLE_ARN     | arn:aws:dynamodb:us-east-1:1234:table/orders | is not the ARN of a DynamoDB table",
        "IMPORT_TABLE_ARN     | arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/1 | is the ARN of a table's stream",
        "IMPORT_EXPORT_BUCKET | s3://bucket/prefix | has a prefix (`prefix`)",
        "IMPORT_EXPORT_BUCKET | B | is not the name of an S3 bucket",
        "IMPORT_EXPORT_BUCKET | {{ tb_secrets(1) }} | cannot be read as a secret",
        "IMPORT_EXPORT_BUCKET | x-{{ tb_secret(1) }} | A secret must be the whole value",
      })
  void checksTheValuesOfImports(String directive, String value, String problem) {
    String text =
        Files.IMPORT.replaceAll(
            directive + " .*", java.util.regex.Matcher.quoteReplacement(directive + " " + value));

    assertThat(Files.ordersProblems(SCHEMA + text)).singleElement().asString().contains(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-bucket", "s3://my-bucket", "\"s3://my-bucket/\"", "'my-bucket'"})
  void takesABucketInAllItsForms(String bucket) {
    DatasourceFile read = Files.orders(SCHEMA + Files.IMPORT.replace("my-orders-exports", bucket));

    assertThat(read.dynamoDb().orElseThrow().exportBucket())
        .isEqualTo(new Value.Literal("my-bucket"));
  }

  @Test
  void checksKeysAndVersions() {
    assertThat(
            Files.ordersProblems(
                """
                SCHEMA >
                    id String,
                    n Nullable(Int64),
                    s AggregateFunction(sum, Int64)
                ENGINE "ReplacingMergeTree"
                ENGINE_SORTING_KEY id, n, s
                ENGINE_VER id
                ENGINE_IS_DELETED idd
                """))
        .containsExactly(
            "6:1: The column `n` is in the sorting key and Nullable. Take the Nullable off its type.",
            "6:1: The column `s` holds the state of an aggregate function and cannot be in the sorting key.",
            "7:1: `id` is the version of a row and part of its sorting key: two versions of a row would never replace each other. Take it out of ENGINE_SORTING_KEY.",
            "8:1: ENGINE_IS_DELETED names `idd`, and the schema has no such column. Did you mean `id`?");
  }

  @Test
  void takesColumnsThatAMirrorAddsAsVersions() {
    DatasourceFile read =
        Files.orders(
            "SCHEMA >\n    id String\nENGINE_VER _timestamp\nENGINE_IS_DELETED _is_deleted\n"
                + Files.IMPORT);

    assertThat(read.engine().ver()).contains("_timestamp");
    assertThat(read.engine().name()).isEmpty();
    assertThat(read.engine().isStated()).isTrue();
  }

  @Test
  void matchesSortingKeysWithColumnsBeforeReadingExpressions() {
    DatasourceFile read =
        Files.orders(
            """
            SCHEMA >
                `user-id` String,
                `a,b` String,
                c Date
            ENGINE_SORTING_KEY '(user-id, `a,b`, toYYYYMM(c), "c", cityHash64(c, 1))'
            """);

    assertThat(read.engine().sortingKey())
        .containsExactly("user-id", "a,b", "toYYYYMM(c)", "c", "cityHash64(c, 1)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1st.datasource | `1st` cannot name a data source",
        "a-b.datasource | `a-b` cannot name a data source",
        "_x.connection  | `_x` cannot name a connection",
        "a.b.pipe       | `a.b` cannot name a pipe"
      })
  void checksNames(String file, String problem) {
    assertThat(Files.problems(new SourceFile(file, "")))
        .anySatisfy(p -> assertThat(p).startsWith(file + ":1:1: ").contains(problem));
  }

  @Test
  void refusesNamesThatAreTaken() {
    String pipe = "NODE n\nSQL >\n    SELECT 1\n";
    assertThat(
            Files.problems(
                new SourceFile("a/x.datasource", SCHEMA),
                new SourceFile("b/x.datasource", SCHEMA),
                new SourceFile("p/x.pipe", pipe),
                new SourceFile("p/x_quarantine.pipe", pipe),
                new SourceFile("c/x.connection", Files.CONNECTION)))
        .containsExactly(
            "a/x.datasource:1:1: `x_quarantine` is where rows of this data source go that do not fit, and a pipe has that name. Rename one of the two.",
            "b/x.datasource:1:1: There is a data source `x` in a/x.datasource already. Rename one of the two.",
            "p/x.pipe:1:1: `x` is the data source of a/x.datasource already: a query could not tell them apart. Rename one of the two.");
  }

  @Test
  void checksConnections() {
    assertThat(Files.problems(new SourceFile("c.connection", "TYPE dynamodb\n")))
        .containsExactly(
            "c.connection:1:1: Missing DYNAMODB_ARN: the role to assume. Write `DYNAMODB_ARN {{ tb_secret(\"dynamodb_role_arn_c\") }}` and set that secret.",
            "c.connection:1:1: Missing DYNAMODB_REGION: the region of the table, for example `DYNAMODB_REGION us-east-1`.");
    assertThat(Files.problems(new SourceFile("c.connection", "# nothing\n")))
        .containsExactly(
            "c.connection:1:1: A connection has a type: `TYPE dynamodb`, for example.");
    assertThat(Files.problems(new SourceFile("c.connection", "TYPE dynamo\nDYNAMODB_ARN x\n")))
        .extracting(p -> p.substring(0, 40))
        .containsExactly(
            "c.connection:1:1: `dynamo` is not a type", "c.connection:2:1: `DYNAMODB_ARN` belongs");
    assertThat(
            Files.problems(
                new SourceFile(
                    "c.connection", "TYPE dynamodb\nDYNAMODB_ARN x\nDYNAMODB_REGION us_east_1\n")))
        .extracting(p -> p.substring(0, 50))
        .containsExactly(
            "c.connection:2:1: `x` is not the ARN of a role. It",
            "c.connection:3:1: `us_east_1` is not an AWS region");
  }

  @Test
  void readsTheFileThatTheClassicClientWritesOfAKnownConnection() {
    ParsedProject parsed =
        ProjectParser.parse(
            List.of(new SourceFile("c.connection", "TYPE dynamodb\n\n")),
            new KnownResources(Set.of("c"), Set.of()));

    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.project().connections().get("c").dynamoDb()).isEmpty();
  }

  @Test
  void takesQuotesInsideQuotesOffARole() {
    Project project =
        Files.sound(
            new SourceFile(
                "c.connection",
                "TYPE dynamodb\nDYNAMODB_ARN \"'arn:aws:iam::123456789012:role/r'\"\nDYNAMODB_REGION 'us-east-1'\n"));

    assertThat(project.connections().get("c").dynamoDb().orElseThrow().roleArn())
        .isEqualTo(new Value.Literal("arn:aws:iam::123456789012:role/r"));
  }

  @Test
  void keepsWhatIsNotOursForWhoeverDeploysIt() {
    Project project =
        Files.sound(
            new SourceFile(
                "k.connection",
                """
                TYPE kafka
                KAFKA_BOOTSTRAP_SERVERS "a:1,b:2"
                KAFKA_SSL_CA_PEM >
                    -----BEGIN CERTIFICATE-----
                    abc
                    -----END CERTIFICATE-----
                """),
            Files.datasource(
                SCHEMA
                    + "KAFKA_CONNECTION_NAME k\nKAFKA_TOPIC \"t\"\nKAFKA_STORE_RAW_VALUE True\n"));

    assertThat(project.connections().get("k").others())
        .extracting(Directive::value)
        .containsExactly("a:1,b:2", "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----");
    assertThat(project.datasources().get("orders").others())
        .extracting(Directive::name)
        .containsExactly("KAFKA_CONNECTION_NAME", "KAFKA_TOPIC", "KAFKA_STORE_RAW_VALUE");
    assertThat(project.datasources().get("orders").dynamoDb()).isEmpty();
  }

  @Test
  void refusesTwoSourcesInOneFile() {
    assertThat(Files.ordersProblems(SCHEMA + "KAFKA_TOPIC t\n" + Files.IMPORT))
        .containsExactly(
            "6:1: A data source has one source: `KAFKA_TOPIC` does not go with a DynamoDB table. Take one of them out.");
  }

  @Test
  void warnsOfDirectivesThatDoNothingAndRefusesThoseThatAreGone() {
    assertThat(
            Files.ordersProblems("VERSION 1\n" + SCHEMA + "IMPORT_SCHEDULE @auto\n" + Files.IMPORT))
        .extracting(p -> p.substring(0, 25))
        .containsExactly("1:1: VERSION does nothing", "7:1: IMPORT_SCHEDULE does");
    assertThat(Files.ordersProblems(SCHEMA + "INCLUDE \"x\"\nIMPORT_STRATEGY replace\n"))
        .extracting(p -> p.substring(0, 20))
        .containsExactly("6:1: INCLUDE is not ", "7:1: `IMPORT_STRATEG");
  }

  @Test
  void refusesPathsIntoTheElementsOfAMirroredList() {
    assertThat(
            Files.ordersProblems(
                "SCHEMA >\n    id String,\n    names Array(String) `json:$.Item.people[:].name`\n"
                    + Files.IMPORT))
        .singleElement()
        .asString()
        .contains("`String` and `$.Item.people`");
    Files.orders("SCHEMA >\n    names Array(String) `json:$.people[:].name`\n");
  }

  @Test
  void checksForwardQueryBackfillSettingsAndTokens() {
    assertThat(
            Files.ordersProblems(
                SCHEMA
                    + """
                    FORWARD_QUERY >
                        SELECT id, (SELECT 1 FROM x) FROM orders
                    BACKFILL no
                    ENGINE_SETTINGS "a=b"
                    TOKEN t
                    TOKEN t WRITE
                    """))
        .extracting(p -> p.substring(0, Math.min(p.length(), 45)))
        .containsExactly(
            "6:1: FORWARD_QUERY is a SELECT list alone, wi",
            "8:1: BACKFILL has one value: `BACKFILL skip`.",
            "9:1: `a=b` is not a setting. Write `name=valu",
            "10:1: `TOKEN` is followed by a name and READ ",
            "11:1: `TOKEN` is followed by a name and READ ");
  }
}
