package dev.nightjar.server.deploy;

import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.DynamoDbImport;
import dev.nightjar.project.Engine;
import dev.nightjar.project.Fingerprint;
import dev.nightjar.project.Index;
import dev.nightjar.project.JsonPath;
import dev.nightjar.project.Value;
import java.util.List;
import java.util.Optional;

/**
 * What of a data source's file makes its table: two files of one shape need no change of the table.
 */
record TableShape(
    String fingerprint,
    List<ColumnShape> columns,
    Engine engine,
    List<IndexShape> indexes,
    Optional<Value> tableArn,
    Optional<Value> bucket) {

  record ColumnShape(
      String name,
      String type,
      Optional<JsonPath> path,
      Optional<String> value,
      Optional<String> codec) {
    static ColumnShape of(Column column) {
      return new ColumnShape(
          column.name(),
          column.type(),
          column.jsonPath(),
          column.defaultExpression(),
          column.codec());
    }
  }

  record IndexShape(String name, String expression, String type, int granularity) {
    static IndexShape of(Index index) {
      return new IndexShape(index.name(), index.expression(), index.type(), index.granularity());
    }
  }

  static TableShape of(DatasourceFile file) {
    return new TableShape(
        Fingerprint.ofTable(file),
        file.columns().stream().map(ColumnShape::of).toList(),
        file.engine(),
        file.indexes().stream().map(IndexShape::of).toList(),
        file.dynamoDb().map(DynamoDbImport::tableArn),
        file.dynamoDb().map(DynamoDbImport::exportBucket));
  }

  /** Whether a table of one shape is a table of the other; how they are written does not count. */
  boolean sameAs(TableShape other) {
    return fingerprint.equals(other.fingerprint)
        && tableArn.equals(other.tableArn)
        && bucket.equals(other.bucket);
  }

  /**
   * Whether a table of this shape can become one of another shape as it stands: it lacks columns,
   * or its indexes or its rows' time to live are others.
   */
  boolean canBecome(TableShape other) {
    return tableArn.isEmpty()
        && other.tableArn.isEmpty()
        && engine.withTtl(other.engine.ttl()).equals(other.engine)
        && other.columns.containsAll(columns);
  }

  /**
   * Whether a mirror of another shape has all that one of this shape has: no column is gone, or of
   * another type or path, no rows expire sooner, and it is a mirror of the same table.
   */
  boolean keepsEverythingIn(TableShape other) {
    return tableArn.equals(other.tableArn)
        && engine.ttl().equals(other.engine.ttl())
        && other.columns.containsAll(columns);
  }
}
