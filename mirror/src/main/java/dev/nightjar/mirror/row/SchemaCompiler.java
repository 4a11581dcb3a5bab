package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.FloatType;
import dev.nightjar.clickhouse.type.ClickHouseType.IntegerType;
import dev.nightjar.clickhouse.type.TypeSyntaxException;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.mirror.row.ColumnSource.Attribute;
import dev.nightjar.mirror.row.ColumnSource.Field;
import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.JsonPath;
import dev.nightjar.project.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a data source's file as the mirror of a table. For one file. */
final class SchemaCompiler {
  private final DatasourceFile file;
  private final List<KeyAttribute> primaryKey;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  SchemaCompiler(DatasourceFile file, List<KeyAttribute> primaryKey) {
    this.file = file;
    this.primaryKey = primaryKey;
  }

  SchemaReading compile() {
    boolean envelope = Envelope.isReadBy(file.columns());
    List<MirroredColumn> columns = new ArrayList<>();
    for (Column column : file.columns()) {
      type(column).ifPresent(type -> columns.add(column(column, type, envelope)));
    }
    for (SystemColumn system : SystemColumn.values()) {
      if (file.column(system.columnName()).isEmpty()) {
        columns.add(
            new MirroredColumn(
                system.columnName(),
                system.type(),
                system.source(),
                false,
                Optional.empty(),
                Optional.empty()));
      }
    }
    List<KeyColumn> keys = keys(columns);
    EngineChecks engine = new EngineChecks(file, problems);
    if (keys.size() == primaryKey.size()) {
      keys = engine.sortingKey(keys);
      engine.check(keys, versionColumn(columns));
    }
    Optional<String> partitionKey = keys.isEmpty() ? Optional.empty() : engine.partitionKey(keys);
    List<KeyColumn> sortingKey = keys;
    List<MirroredColumn> marked =
        columns.stream().map(column -> markKey(column, sortingKey)).toList();
    var settings = engine.settings();
    if (!problems.isEmpty()) {
      return new SchemaReading.Refused(problems);
    }
    return new SchemaReading.Compiled(
        new MirroredSchema(marked, keys, partitionKey, indexes(), settings), warnings);
  }

  private List<String> indexes() {
    return file.indexes().stream()
        .map(index ->
            "%s %s TYPE %s GRANULARITY %d"
                .formatted(index.name(), index.expression(), index.type(), index.granularity()))
        .toList();
  }

  private static MirroredColumn markKey(MirroredColumn column, List<KeyColumn> keys) {
    boolean key = keys.stream().anyMatch(candidate -> candidate.name().equals(column.name()));
    return new MirroredColumn(
        column.name(),
        column.type(),
        column.source(),
        key,
        column.defaultExpression(),
        column.codec());
  }

  private static String versionColumn(List<MirroredColumn> columns) {
    return columns.stream()
        .filter(column -> column.source() == Field.VERSION)
        .map(MirroredColumn::name)
        .findFirst()
        .orElse(MirroredSchema.VERSION_COLUMN);
  }

  private Optional<ClickHouseType> type(Column column) {
    try {
      ClickHouseType type = ClickHouseType.parse(column.type());
      Optional<String> refusal = MappedTypes.refusal(type);
      if (refusal.isEmpty()) {
        return Optional.of(type);
      }
      refuse(
          column,
          "Column `%s` of a DynamoDB data source cannot be a %s: %s"
              .formatted(column.name(), type, refusal.get()));
    } catch (TypeSyntaxException e) {
      refuse(column, "Column `%s`: %s.".formatted(column.name(), e.getMessage()));
    }
    return Optional.empty();
  }

  private MirroredColumn column(Column column, ClickHouseType type, boolean envelope) {
    Optional<SystemColumn> system = SystemColumn.named(column.name());
    ColumnSource source =
        system.isPresent() && column.jsonPath().isEmpty()
            ? system.get().source()
            : Envelope.source(
                column.jsonPath().orElseGet(() -> JsonPath.of(column.name())), envelope);
    system.ifPresent(expected -> checkSystemColumn(column, type, source, expected));
    checkVersion(column, type, source);
    checkWhole(column, type, source);
    if (column.jsonPath().filter(path -> !path.elementSegments().isEmpty()).isPresent()) {
      refuse(
          column,
          "Column `%s`: attributes inside the elements of a list are not mapped; map the whole list"
                  .formatted(column.name())
              + " and take them out with JSONExtract.");
    }
    column
        .defaultExpression()
        .filter(_ -> DefaultLiteral.isNeededFor(type))
        .filter(expression -> !DefaultLiteral.fits(expression, type))
        .ifPresent(expression ->
            refuse(
                column,
                "Column `%s`: the DEFAULT of a %s must be a literal here that it can hold, such as 'x',"
                        .formatted(column.name(), type)
                    + " 5, true, [1, 2], ('a', 1) or map('a', 1), for ClickHouse itself would leave it NULL or empty."));
    return new MirroredColumn(
        column.name(), type, source, false, column.defaultExpression(), column.codec());
  }

  private void checkSystemColumn(
      Column column, ClickHouseType type, ColumnSource source, SystemColumn expected) {
    if (!expected.accepts(type)) {
      refuse(column, "Column `%s` must be a %s.".formatted(column.name(), expected.type()));
    }
    if (!source.equals(expected.source())) {
      refuse(
          column,
          "Column `%s` holds what the change record says: write `json:%s`."
              .formatted(column.name(), expected.path()));
    }
    if (column.defaultExpression().isPresent()) {
      refuse(column, "Column `%s` has no DEFAULT: every change has it.".formatted(column.name()));
    }
  }

  private void checkWhole(Column column, ClickHouseType type, ColumnSource source) {
    boolean text = type.bare() instanceof ClickHouseType.StringType;
    boolean ofMap =
        type.bare() instanceof ClickHouseType.Json
            || type.bare() instanceof ClickHouseType.MapType
            || type.bare() instanceof ClickHouseType.Tuple;
    boolean fits =
        switch (source) {
          case ColumnSource.WholeImage(Image image) -> text || (ofMap && image != Image.KEYS);
          case ColumnSource.UserIdentity _ -> text;
          default -> true;
        };
    if (!fits) {
      refuse(
          column,
          "Column `%s` reads a whole object: make it a String, which holds its JSON."
              .formatted(column.name()));
    }
  }

  private void checkVersion(Column column, ClickHouseType type, ColumnSource source) {
    boolean version = source == Field.VERSION;
    if (version && !type.equals(new IntegerType(256, false))) {
      refuse(column, "Column `%s` reads $._version, which is a UInt256.".formatted(column.name()));
    }
    if (!version && column.name().equals(MirroredSchema.VERSION_COLUMN)) {
      refuse(
          column,
          "The name `_version` is taken: it is the version by which rows replace each other. Name the"
              + " column otherwise, or read `json:$._version`.");
    }
  }

  private List<KeyColumn> keys(List<MirroredColumn> columns) {
    List<KeyColumn> keys = new ArrayList<>();
    for (KeyAttribute attribute : primaryKey) {
      List<MirroredColumn> candidates =
          columns.stream().filter(column -> holds(column, attribute)).toList();
      if (candidates.isEmpty()) {
        problems.add(Problem.error(file.positions().of("SCHEMA"), missing(attribute)));
        continue;
      }
      MirroredColumn column =
          candidates.stream()
              .filter(candidate -> file.engine().sortingKey().contains(candidate.name()))
              .findFirst()
              .orElse(candidates.getFirst());
      checkKeyType(column, attribute);
      keys.add(new KeyColumn(column.name(), column.type(), attribute));
    }
    return keys;
  }

  private static boolean holds(MirroredColumn column, KeyAttribute attribute) {
    return column.source() instanceof Attribute(Image image, List<String> path)
        && image != Image.OLD_IMAGE
        && image != Image.NEW_IMAGE
        && path.equals(List.of(attribute.name()));
  }

  private static String missing(KeyAttribute attribute) {
    String role = attribute.role() == KeyAttribute.Role.HASH ? "partition key" : "sort key";
    String type = attribute.type() == ScalarType.N ? "Int64" : "String";
    return "The table's %s %s has no column, and the rows of its items could not be told apart. Add `%s` %s `json:%s`."
        .formatted(
            role, attribute.name(), attribute.name(), type, JsonPath.of("Item", attribute.name()));
  }

  private void checkKeyType(MirroredColumn column, KeyAttribute attribute) {
    Column declared = file.column(column.name()).orElseThrow();
    if (column.type().nullable()) {
      refuse(
          declared,
          "Column `%s` is of the table's key: it cannot be Nullable.".formatted(column.name()));
    }
    ClickHouseType bare = column.type().bare();
    if (!KeyTypes.holds(column.type(), attribute.type())) {
      refuse(
          declared,
          "Column `%s` is a %s, but the table's key attribute %s is of DynamoDB's type %s. Make it a %s."
              .formatted(
                  column.name(),
                  column.type(),
                  attribute.name(),
                  attribute.type(),
                  attribute.type() == ScalarType.N ? "String, an Int64 or a Decimal" : "String"));
    } else if (bare instanceof FloatType) {
      warnings.add(
          Problem.warning(
              declared.position(),
              "Column `%s` holds a number key in a %s: a key that would not convert back to itself goes to quarantine, and its item is not in the table. String keeps every key; Int64 and Decimal keep those that they can hold."
                  .formatted(column.name(), column.type())));
    }
  }

  private void refuse(Column column, String message) {
    problems.add(Problem.error(column.position(), message));
  }
}
