package dev.nightjar.proving.world.clickhouse;

import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.clickhouse.block.StringColumn;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes rows in ClickHouse's Native format, as one block. */
final class NativeWriter {
  private final List<String> read = new ArrayList<>();
  private final List<BlockColumn> columns = new ArrayList<>();

  /**
   * One more column.
   *
   * @param from the rows' column that it has its values of
   * @param type its type
   * @param name its own name
   */
  void column(String from, String type, String name) {
    read.add(from);
    columns.add(new BlockColumn(name, ClickHouseType.parse(type)));
  }

  /** The block; ClickHouse answers none at all where there are no rows. */
  byte[] write(List<TableRow> rows) {
    if (rows.isEmpty()) {
      return new byte[0];
    }
    BlockBuilder builder = new BlockBuilder(columns);
    for (TableRow row : rows) {
      for (int i = 0; i < read.size(); i++) {
        append(row.values().get(read.get(i)), builder.column(i));
      }
      builder.endRow();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    builder.finish().writeTo(bytes::write);
    return bytes.toByteArray();
  }

  private static void append(Optional<Object> value, Column column) {
    if (value.isEmpty()) {
      column.appendNull();
      return;
    }
    switch (column) {
      case StringColumn text ->
          text.append(((String) value.get()).getBytes(StandardCharsets.UTF_8));
      case FixedColumn number -> number.append((Long) value.get());
      default -> throw new IllegalArgumentException("no history has a column such as " + column);
    }
  }
}
