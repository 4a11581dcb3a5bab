package dev.nightjar.project;

import java.util.List;
import java.util.Optional;

/**
 * A {@code .datasource} file.
 *
 * @param name the file's name without extension
 * @param source the text that it was read from, which is what a client gets back
 * @param columns in the order of the file
 * @param engine what is stated of it
 * @param dynamoDb empty unless the data source mirrors a DynamoDB table
 * @param sharedWith names of workspaces
 * @param forwardQuery the SELECT list that fills a changed schema from the old rows
 * @param skipBackfill {@code BACKFILL skip}
 * @param others directives of connectors that have no field here
 */
public record DatasourceFile(
    String name,
    SourceFile source,
    Optional<String> description,
    List<Column> columns,
    Engine engine,
    Optional<DynamoDbImport> dynamoDb,
    List<Index> indexes,
    List<TokenGrant> tokens,
    List<String> tags,
    List<String> sharedWith,
    Optional<String> forwardQuery,
    boolean skipBackfill,
    List<Directive> others,
    Positions positions) {
  public DatasourceFile {
    columns = List.copyOf(columns);
    indexes = List.copyOf(indexes);
    tokens = List.copyOf(tokens);
    tags = List.copyOf(tags);
    sharedWith = List.copyOf(sharedWith);
    others = List.copyOf(others);
  }

  /** The column of that name, matched as it is written. */
  public Optional<Column> column(String columnName) {
    return columns.stream().filter(column -> column.name().equals(columnName)).findFirst();
  }
}
