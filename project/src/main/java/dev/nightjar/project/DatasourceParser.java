package dev.nightjar.project;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads a {@code .datasource} file. */
final class DatasourceParser {
  private static final List<String> OF_DYNAMODB =
      List.of("IMPORT_CONNECTION_NAME", "IMPORT_TABLE_ARN", "IMPORT_EXPORT_BUCKET");

  private final SourceFile file;
  private final ProblemLog log;
  private final Scope scope;

  private DatasourceParser(SourceFile file, ProblemLog log) {
    this.file = file;
    this.log = log;
    this.scope = new Scope(Position.startOf(file.path()), log);
  }

  /**
   * @param connectionTypes the types of the project's connections by name
   */
  static DatasourceFile parse(
      SourceFile file, Map<String, String> connectionTypes, ProblemLog log) {
    DatasourceParser parser = new DatasourceParser(file, log);
    Lexer.statements(file, FileKind.DATASOURCE, log).forEach(parser.scope::add);
    return parser.datasource(connectionTypes);
  }

  private DatasourceFile datasource(Map<String, String> connectionTypes) {
    FileDirectives.checkObsolete(scope, log);
    List<Column> columns = columns();
    boolean mirrors = isOfDynamoDb(connectionTypes);
    return new DatasourceFile(
        file.name(),
        file,
        scope.text("DESCRIPTION"),
        columns,
        EngineParser.parse(scope, columns, log),
        mirrors ? dynamoDb() : Optional.empty(),
        IndexParser.parse(file.path(), scope.block("INDEXES"), log),
        scope.tokens(Set.of(TokenGrant.Permission.values()), false),
        scope.list("TAGS"),
        scope.list("SHARED_WITH"),
        forwardQuery(),
        skipBackfill(),
        scope.generic(others(mirrors)),
        scope.positions());
  }

  private List<Column> columns() {
    if (!scope.has("SCHEMA")) {
      log.error(
          Position.startOf(file.path()),
          "A data source has a schema: `SCHEMA >`, and below it one indented line for each column.");
      return List.of();
    }
    List<Column> columns =
        SchemaParser.parse(new BlockText(file.path(), scope.block("SCHEMA")), log);
    if (columns.isEmpty() && !log.hasErrors(file.path())) {
      log.error(scope.position("SCHEMA"), "The schema has no column.");
    }
    return columns;
  }

  private boolean isOfDynamoDb(Map<String, String> connectionTypes) {
    return scope.has("IMPORT_TABLE_ARN")
        || scope.has("IMPORT_EXPORT_BUCKET")
        || isService("dynamodb")
        || (scope.has("IMPORT_CONNECTION_NAME")
            && !scope.has("IMPORT_BUCKET_URI")
            && scope
                .value("IMPORT_CONNECTION_NAME")
                .map(connectionTypes::get)
                .filter("dynamodb"::equals)
                .isPresent());
  }

  private boolean isService(String service) {
    return scope
        .value("IMPORT_SERVICE")
        .map(value -> value.toLowerCase(Locale.ROOT).equals(service))
        .orElse(false);
  }

  private Optional<DynamoDbImport> dynamoDb() {
    if (scope.has("IMPORT_SERVICE") && !isService("dynamodb")) {
      log.error(
          scope.position("IMPORT_SERVICE"),
          "IMPORT_TABLE_ARN and IMPORT_EXPORT_BUCKET belong to `IMPORT_SERVICE \"dynamodb\"`. Leave IMPORT_SERVICE out, or correct it.");
    }
    for (String stranger : List.of("IMPORT_BUCKET_URI", "KAFKA_CONNECTION_NAME", "KAFKA_TOPIC")) {
      if (scope.has(stranger)) {
        log.error(
            scope.position(stranger),
            "A data source has one source: `%s` does not go with a DynamoDB table. Take one of them out."
                .formatted(stranger));
      }
    }
    String missing =
        OF_DYNAMODB.stream().filter(name -> !scope.has(name)).collect(Collectors.joining(" and "));
    if (!missing.isEmpty()) {
      String there = OF_DYNAMODB.stream().filter(scope::has).findFirst().orElse("IMPORT_SERVICE");
      log.error(
          scope.position(there),
          "Missing %s: a DynamoDB data source states IMPORT_CONNECTION_NAME, IMPORT_TABLE_ARN and IMPORT_EXPORT_BUCKET together."
              .formatted(missing));
    }
    Optional<String> connection = scope.needed("IMPORT_CONNECTION_NAME");
    Optional<Value> arn = scope.secretOr("IMPORT_TABLE_ARN");
    Optional<Value> bucket = scope.secretOr("IMPORT_EXPORT_BUCKET").flatMap(this::bareBucket);
    arn.flatMap(Value::literal)
        .flatMap(text -> TableArn.parse(text).refusal())
        .ifPresent(problem -> log.error(scope.position("IMPORT_TABLE_ARN"), problem));
    if (connection.isEmpty() || arn.isEmpty() || bucket.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new DynamoDbImport(connection.get(), arn.get(), bucket.get()));
  }

  private Optional<Value> bareBucket(Value stated) {
    if (!(stated instanceof Value.Literal(String text))) {
      return Optional.of(stated);
    }
    return switch (ExportBucket.parse(text)) {
      case Reading.Read<ExportBucket>(ExportBucket bucket) -> {
        bucket
            .remark()
            .ifPresent(remark -> log.warning(scope.position("IMPORT_EXPORT_BUCKET"), remark));
        yield Optional.of(new Value.Literal(bucket.name()));
      }
      case Reading.Refused<ExportBucket>(String problem) -> {
        log.error(scope.position("IMPORT_EXPORT_BUCKET"), problem);
        yield Optional.of(stated);
      }
    };
  }

  private Set<String> others(boolean mirrors) {
    if (scope.has("IMPORT_STRATEGY")) {
      log.error(
          scope.position("IMPORT_STRATEGY"),
          "`IMPORT_STRATEGY` is not supported. Take the line out.");
    }
    Set<String> others = new TreeSet<>();
    for (String name : scope.names()) {
      if (name.startsWith("KAFKA_")
          || (name.startsWith("IMPORT_") && !OF_DYNAMODB.contains(name))) {
        others.add(name);
      }
    }
    if (!mirrors && scope.has("IMPORT_CONNECTION_NAME")) {
      others.add("IMPORT_CONNECTION_NAME");
    }
    if (mirrors) {
      // It says again what the table's ARN says.
      others.remove("IMPORT_SERVICE");
      if (scope.has("IMPORT_SCHEDULE")) {
        log.warning(
            scope.position("IMPORT_SCHEDULE"),
            "IMPORT_SCHEDULE does nothing here: a DynamoDB table is followed all the time.");
      }
    }
    return others;
  }

  private Optional<String> forwardQuery() {
    Optional<String> query = scope.text("FORWARD_QUERY");
    if (query.isEmpty()) {
      return query;
    }
    List<SqlText.Token> words = SqlText.topLevelWords(query.get());
    if (words.isEmpty() || !words.getFirst().isWord("SELECT")) {
      log.error(scope.position("FORWARD_QUERY"), "FORWARD_QUERY begins with SELECT.");
    } else if (words.stream().anyMatch(word -> word.isWord("FROM") || word.isWord("WHERE"))) {
      log.error(
          scope.position("FORWARD_QUERY"),
          "FORWARD_QUERY is a SELECT list alone, without FROM and WHERE: it reads this data source as it was.");
    }
    return query;
  }

  private boolean skipBackfill() {
    Optional<String> backfill = scope.needed("BACKFILL");
    if (backfill.isPresent() && !backfill.get().equalsIgnoreCase("skip")) {
      log.error(scope.position("BACKFILL"), "BACKFILL has one value: `BACKFILL skip`.");
    }
    return backfill.isPresent();
  }
}
