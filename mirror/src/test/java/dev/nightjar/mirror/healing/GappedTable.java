package dev.nightjar.mirror.healing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.ExportLine;
import dev.nightjar.dynamodb.change.StreamRecords;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.mirror.BlockMemory;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.LedgerTables;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.row.KeyColumn;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.run.StoredSchemas;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.MirrorStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.state.TombstoneListStore;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A mirrored table in the real engine, of any data source, with a view that keeps every row, whose
 * rows come from export lines and stream records that a test writes down; and its healing.
 */
final class GappedTable {
  /** The boundary of the second generation. */
  static final Instant BOUNDARY = Instant.parse("2026-03-01T11:58:00Z");

  private static final Instant EXPORT_TIME = Instant.parse("2026-03-01T12:00:00.500Z");

  private final TestDatabase database;
  private final TableName table;
  private final SourceFile file;
  private final List<KeyAttribute> keys;
  private final MirroredSchema schema;
  private StateDatabase state;

  private GappedTable(
      TestDatabase database,
      String name,
      String text,
      List<KeyAttribute> keys,
      StateDatabase state) {
    this.database = database;
    this.table = database.table(name);
    this.file = new SourceFile("datasources/" + name + ".datasource", text);
    this.keys = keys;
    DatasourceFile parsed = ProjectParser.parse(List.of(file)).project().datasources().get(name);
    this.schema = StoredSchemas.compile(parsed, keys);
    this.state = state;
  }

  /** Creates one; the state database is the test's. */
  static GappedTable create(
      TestDatabase database,
      String name,
      String text,
      List<KeyAttribute> keys,
      StateDatabase state) {
    GappedTable gapped = new GappedTable(database, name, text, keys, state);
    LedgerTables.migrate(state);
    new MirrorStore(state, Clock.systemUTC()).insert(gapped.stored());
    TableName quarantine = MirrorSpec.quarantineOf(gapped.table);
    database.execute(gapped.schema.table(gapped.table, 1000, "").create());
    database.execute(MirroredSchema.quarantine(quarantine, 1000, "").create());
    database.execute(
        "CREATE TABLE %s_changes (key String, event String, version UInt256) ENGINE = MergeTree"
                .formatted(name)
            + " ORDER BY key SETTINGS non_replicated_deduplication_window = 1000");
    database.execute(
        "CREATE MATERIALIZED VIEW %1$s_view TO %1$s_changes AS SELECT toString(tuple(%2$s)) AS key, toString(_event_name) AS event, %3$s AS version FROM %1$s"
            .formatted(
                name,
                gapped.schema.keys().stream()
                    .map(KeyColumn::name)
                    .map(column -> "`" + column + "`")
                    .collect(Collectors.joining(", ")),
                gapped.schema.versionColumn()));
    return gapped;
  }

  /** The same after a restart. */
  void reopen(StateDatabase again) {
    state = again;
  }

  MirroredSchema schema() {
    return schema;
  }

  TableName table() {
    return table;
  }

  Ledger ledger() {
    return new Ledger(state, Clock.systemUTC());
  }

  TombstoneListStore lists() {
    return new TombstoneListStore(state);
  }

  StoredMirror stored() {
    return new StoredMirror(
        table.name(),
        "incarnation " + table.name(),
        "main",
        table.name(),
        file,
        table,
        "uuid",
        schema.fingerprint(),
        keys,
        "arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
        "table-id",
        "bucket",
        new RoleTarget("arn:aws:iam::123456789012:role/r", "eu-west-1", List.of()),
        MirrorState.LIVE,
        MirrorState.LIVE,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        2);
  }

  /** Rows of a generation's export: items as DynamoDB's typed JSON. */
  void export(long generation, Iterable<String> items) {
    BatchBuffer buffer = new BatchBuffer(schema, generation, 0);
    ExportLine reader = new ExportLine(1_700_000_000_000L);
    for (String item : items) {
      byte[] line = ("{\"Item\":" + item + "}").getBytes(StandardCharsets.UTF_8);
      buffer.add(reader.parse(line, 0, line.length));
    }
    insert(buffer);
  }

  /**
   * A row of a generation's stream.
   *
   * @param images members of {@code dynamodb}: Keys and images
   */
  void record(long generation, long sequence, String event, String images) {
    byte[] body =
        """
        {"Records":[{"eventName":"%s","eventID":"e%d","dynamodb":{
          "ApproximateCreationDateTime":1721904397,"SequenceNumber":"%d",%s}}]}\
        """
            .formatted(event, sequence, sequence, images)
            .getBytes(StandardCharsets.UTF_8);
    Change change = StreamRecords.parse(body, body.length).change(0);
    BatchBuffer buffer = new BatchBuffer(schema, generation, 1);
    buffer.add(change);
    insert(buffer);
  }

  private void insert(BatchBuffer buffer) {
    if (buffer.counts().rows() > 0) {
      insert(table, buffer.rows());
    }
    if (buffer.counts().quarantined() > 0) {
      insert(MirrorSpec.quarantineOf(table), buffer.quarantined());
    }
  }

  private void insert(TableName target, NativeBlock rows) {
    Insert insert = Insert.of(target, rows).setting("max_partitions_per_insert_block", "0");
    for (Map.Entry<String, String> setting : MirroredSchema.insertSettings().entrySet()) {
      insert = insert.setting(setting.getKey(), setting.getValue());
    }
    database.clickHouse().insert(insert);
  }

  /** Heals the second generation. */
  long heal() throws InterruptedException {
    return heal(database.clickHouse(), DeleteLimit.NONE, 1000);
  }

  /** The same through a decorated ClickHouse, in batches of so many rows. */
  long heal(ClickHouse through, DeleteLimit limit, int batchRows) throws InterruptedException {
    return tombstones(through, batchRows).insert(limit);
  }

  private Tombstones tombstones(ClickHouse through, int batchRows) {
    return tombstones(through, batchRows, _ -> {});
  }

  /** The tombstones of the second generation; what fails is told. */
  Tombstones tombstones(ClickHouse through, int batchRows, Consumer<String> onRetry) {
    Retries retries = new Told(onRetry);
    return new Tombstones(
        new Healing(
            stored(),
            generation(),
            schema,
            through,
            lists(),
            ledger(),
            new BatchInserter(
                through,
                ledger(),
                prober(through),
                table,
                MirrorSpec.quarantineOf(table),
                retries,
                _ -> {}),
            new MemoryShare(new BlockMemory(64L << 20), new BatchLimits(batchRows, 16L << 20)),
            retries,
            _ -> {}));
  }

  private Prober prober(ClickHouse through) {
    return new Prober(through, table, MirrorSpec.quarantineOf(table), schema);
  }

  /** A batch of a generation that is in flight. */
  Batch planned(long generation) {
    return ledger()
        .plan(
            new Batch(
                stored().id(),
                0,
                generation,
                new Source.OfFile(generation, 0),
                "1",
                "1",
                new Batch.Counts(1, 1, 0),
                schema.fingerprint(),
                "uuid",
                List.of(),
                "token " + generation,
                0));
  }

  /** What the start of a mirror does: batches that are done and absent are in flight again. */
  void checkLedger() {
    List<Batch> absent =
        ledger().recent(stored().id(), new Source.OfTombstones(2)).reversed().stream()
            .filter(
                batch -> !batch.probes().stream().allMatch(prober(database.clickHouse())::holds))
            .toList();
    ledger().reopen(absent, TombstoneListStore.goBack(stored().id(), 2));
  }

  /** Whether all probes of the tombstones' batches are answered, and how many there are. */
  String probes() {
    List<Batch> batches = ledger().recent(stored().id(), new Source.OfTombstones(2));
    long held =
        batches.stream()
            .flatMap(batch -> batch.probes().stream())
            .filter(prober(database.clickHouse())::holds)
            .count();
    long all = batches.stream().mapToLong(batch -> batch.probes().size()).sum();
    return held + " of " + all;
  }

  private Generation generation() {
    return new Generation(
        stored().id(),
        2,
        false,
        EXPORT_TIME,
        "arn:stream",
        EXPORT_TIME,
        "token",
        Optional.empty(),
        Optional.of("arn:export"),
        Optional.of("COMPLETED"),
        Optional.of(EXPORT_TIME),
        Optional.of(1L),
        Optional.of(1L),
        Optional.of(EXPORT_TIME),
        Optional.of(EXPORT_TIME));
  }

  /** A query in which TABLE stands for the table's name. */
  String text(String sql) {
    return database.text(sql.replace("TABLE", table.name()));
  }

  /** The names of its columns. */
  List<String> columns() {
    return database.rows(
        "SELECT name FROM system.columns WHERE database = '%s' AND table = '%s' ORDER BY position"
            .formatted(database.name(), table.name()));
  }

  /** The rows of such a query, one a line. */
  List<String> lines(String sql) {
    return database
        .clickHouse()
        .query(
            Query.builder(sql.replace("TABLE", table.name()))
                .database(database.name())
                .format("JSONCompactEachRow")
                .build())
        .text()
        .lines()
        .toList();
  }

  /** A statement likewise. */
  void execute(String sql) {
    database.execute(sql.replace("{table}", table.name()));
  }

  /** REMOVE rows that the view has seen: how many, and of how many keys. */
  String removes() {
    return text(
        "SELECT count(), uniqExact(key, version) FROM TABLE_changes WHERE event = 'REMOVE'");
  }

  private record Told(Consumer<String> onRetry) implements Retries {
    @Override
    public void retrying(String cause, String message) {
      onRetry.accept(cause);
    }

    @Override
    public void recovered() {
      // What a test waits for is in the table.
    }
  }
}
