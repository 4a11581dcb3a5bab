package dev.nightjar.benchmarks.sample;

import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.run.StoredSchemas;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import java.util.List;

/** How a data source says where its columns come from. */
public enum Dialect {
  /** Paths through the change record: the keys and the item as it is. */
  FORWARD(
      """
      SCHEMA >
          `customer` String `json:$.Item.customer`,
          `placed_at` String `json:$.Item.placed_at`,
          `_record` String `json:$.NewImage`,
          `_old_record` Nullable(String) `json:$.OldImage`,
          `_timestamp` DateTime64(3) `json:$.ApproximateCreationDateTime`,
          `_event_name` LowCardinality(String) `json:$.eventName`,
          `_is_deleted` UInt8 `json:$._is_deleted`

      ENGINE "ReplacingMergeTree"
      ENGINE_SORTING_KEY customer, placed_at
      """),
  /** Paths through the item: attributes as typed columns, what is missing is added. */
  CLASSIC(
      """
      SCHEMA >
          `customer` String `json:$.customer`,
          `placed_at` String `json:$.placed_at`,
          `total` Decimal(18, 2) `json:$.total`,
          `state` LowCardinality(String) `json:$.state`,
          `version` Int64 `json:$.version`,
          `paid` Bool `json:$.paid`
      """);

  /** The table's key: the customer and when the order was placed. */
  public static final List<KeyAttribute> KEYS =
      List.of(
          new KeyAttribute("customer", Role.HASH, ScalarType.S),
          new KeyAttribute("placed_at", Role.RANGE, ScalarType.S));

  private final String text;

  Dialect(String text) {
    this.text = text;
  }

  /** The data source's file. */
  public SourceFile file() {
    return new SourceFile("datasources/orders.datasource", text);
  }

  /** What it is compiled to. */
  public MirroredSchema schema() {
    DatasourceFile parsed =
        ProjectParser.parse(List.of(file())).project().datasources().get("orders");
    return StoredSchemas.compile(parsed, KEYS);
  }
}
