package dev.nightjar.cli.connect;

import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.JsonPath;
import dev.nightjar.project.ParsedProject;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The texts of a connection's file and of a mirrored table's, in the specification's form. */
final class MirrorFiles {

  /** What every mirrored table has, whatever its keys are called. */
  private static final Set<String> TAKEN =
      Set.of("_record", "_old_record", "_timestamp", "_event_name", "_is_deleted", "_version");

  private static final String OLD_RECORD =
      "    `_old_record` Nullable(String) `json:$.OldImage`,\n";

  private MirrorFiles() {}

  /** The secret that the role of a connection is in, as the specification names it. */
  static String secretOf(String connection) {
    return "dynamodb_role_arn_" + connection;
  }

  /** Where a connection's file is, from the project's folder. */
  static String connectionPath(String connection) {
    return "connections/" + connection + ".connection";
  }

  /** Where a data source's file is, from the project's folder. */
  static String datasourcePath(String datasource) {
    return "datasources/" + datasource + ".datasource";
  }

  /** What to type when the file of a data source is there. */
  static String nextSteps(String program, String datasource) {
    return """

    Next:
      %1$s build --with-connections   starts the export and the mirror
      %1$s status --watch
      %1$s sql "SELECT count() FROM %2$s FINAL"\
    """
        .formatted(program, datasource);
  }

  /** The connection; its role is in the secret, so that no ARN is in the project. */
  static String connection(String name, String region) {
    return """
    TYPE dynamodb
    DYNAMODB_ARN {{ tb_secret("%s") }}
    DYNAMODB_REGION %s
    """
        .formatted(secretOf(name), region);
  }

  /**
   * The mirrored table.
   *
   * @param connection the connection's name
   * @param numberKeys the types of the key attributes that are numbers, by name
   */
  static String datasource(
      TableFacts table,
      Map<String, NumberKeyType> numberKeys,
      String connection,
      String tableArn,
      String bucket) {
    Map<String, KeyAttribute> columns = columnNames(table.keys());
    StringBuilder schema = new StringBuilder();
    columns.forEach((column, key) ->
        schema.append(
            "    %s %s `json:%s`,\n"
                .formatted(
                    quoted(column), type(key, numberKeys), JsonPath.of("Item", key.name()))));
    String text =
        """
        SCHEMA >
        %s    `_record` String `json:$.NewImage`,
        %s    `_timestamp` DateTime64(3) `json:$.ApproximateCreationDateTime`,
            `_event_name` LowCardinality(String) `json:$.eventName`,
            `_is_deleted` UInt8 `json:$._is_deleted`

        ENGINE "ReplacingMergeTree"
        ENGINE_SORTING_KEY %s
        ENGINE_VER _timestamp
        ENGINE_IS_DELETED _is_deleted

        IMPORT_CONNECTION_NAME '%s'
        IMPORT_TABLE_ARN '%s'
        IMPORT_EXPORT_BUCKET '%s'
        """;
    return text.formatted(
        schema,
        table.hasOldImages() ? OLD_RECORD : "",
        sortingKey(List.copyOf(columns.keySet())),
        connection,
        tableArn,
        bucket);
  }

  private static String type(KeyAttribute key, Map<String, NumberKeyType> numberKeys) {
    return switch (key.type()) {
      case N -> numberKeys.get(key.name()).text();
      case S, B -> "String";
    };
  }

  /** A column is called like its attribute, unless no file could call it so. */
  private static Map<String, KeyAttribute> columnNames(List<KeyAttribute> keys) {
    Map<String, KeyAttribute> columns = new LinkedHashMap<>();
    for (KeyAttribute key : keys) {
      String name = key.name();
      if (TAKEN.contains(name)
          || columns.containsKey(name)
          || sortingKeyForm(List.of(name)).isEmpty()) {
        name = "key_" + key.name().replaceAll("[^A-Za-z0-9_]", "_");
        while (columns.containsKey(name)) {
          name = name + "_";
        }
      }
      columns.put(name, key);
    }
    return columns;
  }

  private static String sortingKey(List<String> columns) {
    return sortingKeyForm(columns)
        .orElseThrow(() -> new IllegalStateException("no sorting key of " + columns));
  }

  /** The plainest way to write the key that is read as these columns again. */
  private static Optional<String> sortingKeyForm(List<String> columns) {
    List<UnaryOperator<String>> forms =
        List.of(text -> text, text -> '"' + text + '"', text -> "'" + text + "'");
    String names = columns.stream().map(MirrorFiles::identifier).collect(Collectors.joining(", "));
    for (UnaryOperator<String> form : forms) {
      if (isReadAs(columns, form.apply(names))) {
        return Optional.of(form.apply(names));
      }
    }
    return Optional.empty();
  }

  private static boolean isReadAs(List<String> columns, String sortingKey) {
    List<String> lines = new ArrayList<>();
    columns.forEach(column -> lines.add("    " + quoted(column) + " String"));
    String text =
        "SCHEMA >\n"
            + String.join(",\n", lines)
            + "\n\nENGINE \"ReplacingMergeTree\"\nENGINE_SORTING_KEY "
            + sortingKey
            + "\n";
    ParsedProject parsed = ProjectParser.parse(List.of(new SourceFile("t.datasource", text)));
    DatasourceFile file = parsed.project().datasources().get("t");
    return !parsed.hasErrors()
        && file.columns().stream().map(Column::name).toList().equals(columns)
        && file.engine().sortingKey().equals(columns);
  }

  private static String identifier(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : quoted(name);
  }

  private static String quoted(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }
}
