package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.ExportLine;
import dev.nightjar.dynamodb.change.StreamRecords;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.project.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A mirrored table, its quarantine and an encoder for them. */
final class MirroredRows {
  private static final AtomicInteger TABLES = new AtomicInteger();

  /** What export rows carry as their time, in milliseconds. */
  static final long EXPORT_TIME = 1_721_900_000_000L;

  final TestDatabase database;
  final TableName table;
  final TableName quarantine;
  final MirroredSchema schema;
  final RowEncoder encoder;
  final BlockBuilder rows;
  final BlockBuilder misfits;

  MirroredRows(TestDatabase database, DatasourceBuilder file, List<KeyAttribute> keys) {
    this.database = database;
    String name = "t" + TABLES.incrementAndGet();
    table = database.table(name);
    quarantine = database.table(name + "_quarantine");
    schema =
        switch (MirroredSchema.of(file.build(), keys)) {
          case SchemaReading.Compiled compiled -> compiled.schema();
          case SchemaReading.Refused(List<Problem> problems) ->
              throw new AssertionError("refused: " + problems);
        };
    encoder = RowEncoder.of(schema);
    rows = encoder.rows();
    misfits = encoder.quarantine();
    database.execute(schema.table(table, 100, "").create());
    database.execute(MirroredSchema.quarantine(quarantine, 100, "").create());
  }

  Outcome export(String item) {
    byte[] line = ("{\"Item\":" + item + "}").getBytes(StandardCharsets.UTF_8);
    return append(new ExportLine(EXPORT_TIME).parse(line, 0, line.length), 0);
  }

  Outcome record(String eventName, long sequence, String images) {
    byte[] body =
        """
        {"Records":[{"eventName":"%s","eventID":"e%d","dynamodb":{
          "ApproximateCreationDateTime":1721904397,"SequenceNumber":"%d",%s}}]}\
        """
            .formatted(eventName, sequence, sequence, images)
            .getBytes(StandardCharsets.UTF_8);
    return append(StreamRecords.parse(body, body.length).change(0), 1);
  }

  private Outcome append(Change change, long depth) {
    return encoder.append(change, 1, depth, rows, misfits);
  }

  void insert() {
    insert(table, rows);
    insert(quarantine, misfits);
  }

  private void insert(TableName target, BlockBuilder builder) {
    if (builder.rows() > 0) {
      Insert insert = Insert.of(target, builder.finish());
      for (var setting : MirroredSchema.insertSettings().entrySet()) {
        insert = insert.setting(setting.getKey(), setting.getValue());
      }
      database.clickHouse().insert(insert);
      builder.clear();
    }
  }

  String select(String expressions) {
    return database.text("SELECT " + expressions + " FROM " + table.name() + " FINAL");
  }

  String quarantined(String expressions) {
    return database.text("SELECT " + expressions + " FROM " + quarantine.name());
  }
}
