package dev.nightjar.project;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must hold between the parts of a data source, and between it and its connection, whatever
 * its table is.
 */
final class DatasourceChecks {
  /** Columns that a mirror adds where the file leaves them out. */
  private static final Set<String> ADDED =
      Set.of("_record", "_old_record", "_timestamp", "_event_name", "_is_deleted", "_version");

  private final Project project;
  private final KnownResources known;
  private final ProblemLog log;

  DatasourceChecks(Project project, KnownResources known, ProblemLog log) {
    this.project = project;
    this.known = known;
    this.log = log;
  }

  void check() {
    for (DatasourceFile datasource : project.datasources().values()) {
      checkEngine(datasource);
      checkConnection(datasource);
      if (datasource.dynamoDb().isPresent()) {
        checkMirror(datasource);
      }
    }
  }

  private void checkEngine(DatasourceFile datasource) {
    Engine engine = datasource.engine();
    Positions positions = datasource.positions();
    for (String part : engine.sortingKey()) {
      datasource
          .column(part)
          .ifPresent(column -> checkKeyColumn(column, positions.of("ENGINE_SORTING_KEY")));
    }
    checkNamed(datasource, "ENGINE_VER", engine.ver());
    checkNamed(datasource, "ENGINE_IS_DELETED", engine.isDeleted());
    checkNamed(datasource, "ENGINE_SIGN", engine.sign());
    checkNamed(datasource, "ENGINE_VERSION", engine.version());
    engine
        .ver()
        .filter(engine.sortingKey()::contains)
        .ifPresent(ver ->
            log.error(
                positions.of("ENGINE_VER"),
                "`%s` is the version of a row and part of its sorting key: two versions of a row would never replace each other. Take it out of ENGINE_SORTING_KEY."
                    .formatted(ver)));
    if (engine.name().isEmpty()
        && engine.isDeleted().isPresent()
        && datasource.dynamoDb().isEmpty()) {
      log.error(
          positions.of("ENGINE_IS_DELETED"),
          "ENGINE_IS_DELETED belongs to `ENGINE \"ReplacingMergeTree\"`. State the engine.");
    }
  }

  private void checkKeyColumn(Column column, Position position) {
    if (TypeCheck.isNullable(column.type())) {
      log.error(
          position,
          "The column `%s` is in the sorting key and Nullable. Take the Nullable off its type."
              .formatted(column.name()));
    } else if (column.type().contains("AggregateFunction(")) {
      log.error(
          position,
          "The column `%s` holds the state of an aggregate function and cannot be in the sorting key."
              .formatted(column.name()));
    }
  }

  private void checkNamed(DatasourceFile datasource, String directive, Optional<String> stated) {
    if (stated.isEmpty()
        || datasource.column(stated.get()).isPresent()
        || (datasource.dynamoDb().isPresent() && ADDED.contains(stated.get()))) {
      return;
    }
    Set<String> names = new TreeSet<>();
    datasource.columns().forEach(column -> names.add(column.name()));
    log.error(
        datasource.positions().of(directive),
        "%s names `%s`, and the schema has no such column.%s"
            .formatted(directive, stated.get(), Suggestion.didYouMean(stated.get(), names)));
  }

  private void checkConnection(DatasourceFile datasource) {
    for (Directive directive : datasource.others()) {
      if (directive.name().equals("IMPORT_CONNECTION_NAME")
          || directive.name().equals("KAFKA_CONNECTION_NAME")) {
        checkConnectionName(directive.value(), directive.position());
      }
    }
    datasource
        .dynamoDb()
        .map(DynamoDbImport::connectionName)
        .ifPresent(
            name -> checkConnectionName(name, datasource.positions().of("IMPORT_CONNECTION_NAME")));
  }

  private void checkConnectionName(String name, Position position) {
    if (project.connections().containsKey(name) || known.connections().contains(name)) {
      return;
    }
    Set<String> names = new TreeSet<>(known.connections());
    names.addAll(project.connections().keySet());
    log.error(
        position,
        "There is no connection `%s`.%s Add the file `connections/%s.connection`."
            .formatted(name, Suggestion.didYouMean(name, names), name));
  }

  private void checkMirror(DatasourceFile datasource) {
    Engine engine = datasource.engine();
    Positions positions = datasource.positions();
    engine
        .name()
        .filter(name -> !name.equals("ReplacingMergeTree"))
        .ifPresent(name ->
            log.error(
                positions.of("ENGINE"),
                "DynamoDB data sources must use the ReplacingMergeTree engine, and this one states `%s`: no other keeps one row of each item. Write `ENGINE \"ReplacingMergeTree\"`, or leave ENGINE out."
                    .formatted(name)));
    if (engine.ttl().isPresent()) {
      log.error(
          positions.of("ENGINE_TTL"),
          "A DynamoDB data source cannot have ENGINE_TTL: when the row that marks a deleted item expires, an older row of the item would come back to life. Take it out; to forget old items, delete them from the table (DynamoDB's own TTL does).");
    }
    for (String directive : List.of("ENGINE_SIGN", "ENGINE_VERSION", "ENGINE_SUMMING_COLUMNS")) {
      if (positions.directives().containsKey(directive)) {
        log.error(
            positions.of(directive),
            "`%s` does not go with ReplacingMergeTree, the engine of a DynamoDB data source. Take it out."
                .formatted(directive));
      }
    }
    for (Column column : datasource.columns()) {
      if (column.jsonPath().filter(path -> !path.elementSegments().isEmpty()).isPresent()) {
        log.error(
            column.position(),
            "The path of `%s` goes into the elements of a list, which a DynamoDB data source does not. Map the list as JSON text (`String` and `%s`) and take it apart in a query."
                .formatted(
                    column.name(),
                    new JsonPath(column.jsonPath().get().segments(), false, List.of())));
      }
    }
    checkRegion(datasource);
  }

  private void checkRegion(DatasourceFile datasource) {
    DynamoDbImport source = datasource.dynamoDb().orElseThrow();
    Position position = datasource.positions().of("IMPORT_TABLE_ARN");
    ConnectionFile connection = project.connections().get(source.connectionName());
    if (connection != null
        && !connection.type().isEmpty()
        && !connection.type().equals("dynamodb")) {
      log.error(
          datasource.positions().of("IMPORT_CONNECTION_NAME"),
          "The connection `%s` is of `TYPE %s`, and a DynamoDB table needs one of `TYPE dynamodb`."
              .formatted(connection.name(), connection.type()));
      return;
    }
    Optional<String> arnRegion =
        source
            .tableArn()
            .literal()
            .flatMap(text -> TableArn.parse(text).accepted())
            .map(TableArn::region);
    Optional<String> region =
        Optional.ofNullable(connection)
            .flatMap(ConnectionFile::dynamoDb)
            .flatMap(settings -> settings.region().literal());
    if (arnRegion.isPresent() && region.isPresent() && !arnRegion.equals(region)) {
      log.error(
          position,
          "The DynamoDB table was not found. Its ARN says region `%s`, and the connection `%s` (%s) says `%s`: the two must be the same. [table_not_found]"
              .formatted(
                  arnRegion.get(),
                  source.connectionName(),
                  connection.positions().of("DYNAMODB_REGION"),
                  region.get().toLowerCase(Locale.ROOT)));
    }
  }
}
