package dev.nightjar.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the model as a datafile in one canonical form: what is read from the text is the model
 * again, apart from its source and its positions. Comments of the original are not in it; who wants
 * the author's own text has {@code source()}.
 */
public final class DatafileWriter {
  private static final String INDENT = "    ";

  private final List<String> blocks = new ArrayList<>();

  private DatafileWriter() {}

  /** The text of a {@code .datasource} file. */
  public static String write(DatasourceFile file) {
    DatafileWriter writer = new DatafileWriter();
    writer.text("DESCRIPTION", file.description());
    writer.add(
        "SCHEMA >\n"
            + file.columns().stream()
                .map(DatafileWriter::column)
                .collect(Collectors.joining(",\n")));
    writer.add(engine(file));
    if (!file.indexes().isEmpty()) {
      writer.add(
          "INDEXES >\n"
              + file.indexes().stream()
                  .map(DatafileWriter::index)
                  .collect(Collectors.joining("\n")));
    }
    if (file.skipBackfill()) {
      writer.add("BACKFILL skip");
    }
    file.dynamoDb().ifPresent(source -> writer.add(imported(source)));
    writer.generic(file.others());
    writer.text("FORWARD_QUERY", file.forwardQuery());
    writer.tokens(file.tokens());
    writer.tags(file.tags());
    if (!file.sharedWith().isEmpty()) {
      writer.add("SHARED_WITH >\n" + INDENT + String.join(",\n" + INDENT, file.sharedWith()));
    }
    return writer.file();
  }

  /** The text of a {@code .pipe} file. */
  public static String write(PipeFile file) {
    DatafileWriter writer = new DatafileWriter();
    writer.text("DESCRIPTION", file.description());
    file.nodes().forEach(writer::node);
    writer.generic(file.others());
    writer.tokens(file.tokens());
    writer.tags(file.tags());
    return writer.file();
  }

  /** The text of a {@code .connection} file. */
  public static String write(ConnectionFile file) {
    DatafileWriter writer = new DatafileWriter();
    writer.text("DESCRIPTION", file.description());
    List<String> lines = new ArrayList<>();
    lines.add("TYPE " + Values.writeBare(file.type()));
    file.dynamoDb()
        .ifPresent(settings -> {
          lines.add("DYNAMODB_ARN " + Values.write(settings.roleArn()));
          lines.add("DYNAMODB_REGION " + Values.write(settings.region()));
        });
    writer.add(String.join("\n", lines));
    writer.generic(file.others());
    return writer.file();
  }

  private static String column(Column column) {
    StringBuilder out = new StringBuilder(INDENT);
    out.append(TextScan.quotedIdentifier(column.name())).append(' ').append(column.type());
    column.jsonPath().ifPresent(path -> out.append(" `json:").append(path).append('`'));
    column.defaultExpression().ifPresent(text -> out.append(" DEFAULT ").append(text));
    column.codec().ifPresent(text -> out.append(" CODEC(").append(text).append(')'));
    return out.toString();
  }

  private static String index(Index index) {
    return "%sINDEX %s %s TYPE %s GRANULARITY %d"
        .formatted(INDENT, index.name(), index.expression(), index.type(), index.granularity());
  }

  private static String engine(DatasourceFile file) {
    Engine engine = file.engine();
    List<String> lines = new ArrayList<>();
    line(lines, "ENGINE", engine.name());
    line(lines, "ENGINE_PARTITION_KEY", engine.partitionKey());
    line(
        lines,
        "ENGINE_SORTING_KEY",
        listed(
            engine.sortingKey().stream()
                .map(part -> file.column(part).isPresent() ? identifier(part) : part)
                .toList()));
    line(lines, "ENGINE_PRIMARY_KEY", engine.primaryKey());
    line(lines, "ENGINE_SAMPLING_KEY", engine.samplingKey());
    line(lines, "ENGINE_TTL", engine.ttl());
    line(lines, "ENGINE_VER", engine.ver().map(DatafileWriter::identifier));
    line(lines, "ENGINE_IS_DELETED", engine.isDeleted().map(DatafileWriter::identifier));
    line(lines, "ENGINE_SIGN", engine.sign().map(DatafileWriter::identifier));
    line(lines, "ENGINE_VERSION", engine.version().map(DatafileWriter::identifier));
    line(
        lines,
        "ENGINE_SUMMING_COLUMNS",
        listed(engine.summingColumns().stream().map(DatafileWriter::identifier).toList()));
    line(
        lines,
        "ENGINE_SETTINGS",
        listed(
            engine.settings().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList()));
    return String.join("\n", lines);
  }

  private static String imported(DynamoDbImport source) {
    return "IMPORT_CONNECTION_NAME %s\nIMPORT_TABLE_ARN %s\nIMPORT_EXPORT_BUCKET %s"
        .formatted(
            Values.writeBare(source.connectionName()),
            Values.write(source.tableArn()),
            Values.write(source.exportBucket()));
  }

  private void node(Node node) {
    List<String> lines = new ArrayList<>();
    lines.add("NODE " + Values.writeBare(node.name()));
    node.description().ifPresent(text -> lines.add("DESCRIPTION >\n" + indented(text)));
    lines.add("SQL >\n" + (node.template() ? INDENT + "%\n" : "") + indented(node.sql()));
    add(String.join("\n", lines));
    switch (node.type()) {
      case NodeType.Standard _ -> {}
      case NodeType.Endpoint endpoint ->
          add(
              "TYPE endpoint"
                  + (endpoint.cacheSeconds().isPresent()
                      ? "\nCACHE " + endpoint.cacheSeconds().getAsInt()
                      : ""));
      case NodeType.Materialized(String target, Optional<String> method) ->
          add(
              "TYPE materialized\nDATASOURCE "
                  + Values.writeBare(target)
                  + method.map(text -> "\nDEPLOYMENT_METHOD " + text).orElse(""));
      case NodeType.Copy(String target, Optional<String> schedule, NodeType.CopyMode mode) ->
          add(
              "TYPE copy\nTARGET_DATASOURCE "
                  + Values.writeBare(target)
                  + schedule.map(text -> "\nCOPY_SCHEDULE " + Values.writeBare(text)).orElse("")
                  + "\nCOPY_MODE "
                  + mode.name().toLowerCase(Locale.ROOT));
      case NodeType.Sink(List<Directive> settings) -> {
        add("TYPE sink");
        generic(settings);
      }
    }
  }

  private void generic(List<Directive> directives) {
    add(
        directives.stream()
            .map(directive ->
                directive.value().contains("\n")
                    ? directive.name() + " >\n" + indented(directive.value())
                    : directive.name() + " " + Values.writeBare(directive.value()))
            .collect(Collectors.joining("\n")));
  }

  private void tokens(List<TokenGrant> grants) {
    add(
        grants.stream()
            .map(grant ->
                "TOKEN %s %s".formatted(Values.quoted(grant.token()), grant.permission().name()))
            .collect(Collectors.joining("\n")));
  }

  private void tags(List<String> tags) {
    listed(tags).ifPresent(text -> add("TAGS " + Values.write(text)));
  }

  private void text(String name, Optional<String> text) {
    text.ifPresent(value -> add(name + " >\n" + indented(value)));
  }

  private void add(String block) {
    if (!block.isEmpty()) {
      blocks.add(block);
    }
  }

  private String file() {
    return String.join("\n\n", blocks) + "\n";
  }

  private static void line(List<String> lines, String name, Optional<String> value) {
    value.ifPresent(text -> lines.add(name + " " + Values.write(text)));
  }

  private static Optional<String> listed(List<String> elements) {
    return elements.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", elements));
  }

  private static String identifier(String name) {
    return TextScan.isPlainIdentifier(name) ? name : TextScan.quotedIdentifier(name);
  }

  private static String indented(String text) {
    return text.lines()
        .map(line -> line.isBlank() ? "" : INDENT + line)
        .collect(Collectors.joining("\n"));
  }
}
