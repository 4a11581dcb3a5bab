package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.block.ArrayColumn;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.clickhouse.block.StringColumn;
import dev.nightjar.clickhouse.ddl.ColumnDefinition;
import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.json.ByteOutput;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The rows of a quarantine table: the change as it came, in DynamoDB's typed JSON, with the columns
 * that it does not fit and why. The first three columns are named as in Tinybird's quarantine
 * tables.
 */
final class QuarantineRows {
  private static final List<BlockColumn> COLUMNS =
      List.of(
          column("c__error_column", "Array(String)"),
          column("c__error", "Array(String)"),
          column("_event_name", "LowCardinality(String)"),
          column("_timestamp", "DateTime64(3)"),
          column("_version", "UInt256"),
          column("change", "String"));

  private final ByteOutput json = new ByteOutput(1024);
  private final ColumnStep.EventNameStep eventName = new ColumnStep.EventNameStep();
  private final ColumnStep.TimestampStep timestamp = new ColumnStep.TimestampStep();
  private final ColumnStep.VersionStep version = new ColumnStep.VersionStep();

  private static BlockColumn column(String name, String type) {
    return new BlockColumn(name, ClickHouseType.parse(type));
  }

  static TableDefinition table(TableName name, int deduplicationWindow, String comment) {
    TableDefinition.Builder table =
        TableDefinition.builder(name, "MergeTree")
            .column(ColumnDefinition.of("insertion_date", "DateTime").defaultTo("now()"))
            .comment(comment);
    COLUMNS.forEach(column -> table.column(column.name(), column.type().toString()));
    return table
        .orderByColumn("insertion_date")
        .setting(Layout.WINDOW, Integer.toString(deduplicationWindow))
        .build();
  }

  static BlockBuilder builder() {
    return new BlockBuilder(COLUMNS);
  }

  void append(ChangeView view, List<String> columns, List<Fit> fits, BlockBuilder quarantine) {
    ArrayColumn names = (ArrayColumn) quarantine.column(0);
    ArrayColumn reasons = (ArrayColumn) quarantine.column(1);
    for (int i = 0; i < columns.size(); i++) {
      ((StringColumn) names.element()).append(columns.get(i).getBytes(StandardCharsets.UTF_8));
      ((StringColumn) reasons.element())
          .append(fits.get(i).reason().getBytes(StandardCharsets.UTF_8));
    }
    names.endArray();
    reasons.endArray();
    eventName.write(view, quarantine.column(2));
    timestamp.write(view, (FixedColumn) quarantine.column(3));
    version.write(view, quarantine.column(4));
    writeChange(view.change());
    ((StringColumn) quarantine.column(5)).append(json.array(), 0, json.length());
    quarantine.endRow();
  }

  /** The MD5 of the newest row's change, as ClickHouse's {@code hex(MD5(change))} writes it. */
  String lastDigest() {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(json.array(), 0, json.length());
      return HexFormat.of().withUpperCase().formatHex(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  private void writeChange(Change change) {
    json.clear();
    text("{\"eventName\":\"" + change.eventName() + "\"");
    if (change.sequenceNumberStart() >= 0) {
      text(
          ",\"SequenceNumber\":\""
              + change.text(change.sequenceNumberStart(), change.sequenceNumberEnd())
              + "\"");
    }
    if (change.approximateCreationTime() != Change.NO_TIME) {
      text(
          ",\"ApproximateCreationDateTime\":"
              + BigDecimal.valueOf(change.approximateCreationTime(), 3)
                  .stripTrailingZeros()
                  .toPlainString());
    }
    member("Keys", change, change.keysStart(), change.keysEnd());
    member("NewImage", change, change.newImageStart(), change.newImageEnd());
    member("OldImage", change, change.oldImageStart(), change.oldImageEnd());
    member("userIdentity", change, change.userIdentityStart(), change.userIdentityEnd());
    text("}");
  }

  private void member(String name, Change change, int start, int end) {
    if (start >= 0) {
      text(",\"" + name + "\":");
      json.append(change.buffer(), start, end);
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    json.append(bytes, 0, bytes.length);
  }
}
