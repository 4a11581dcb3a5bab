package dev.nightjar.mirror;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.LedgerTables;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.run.StoredSchemas;
import dev.nightjar.mirror.state.MirrorStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mirrored table in the real engine with its quarantine, a view that keeps every change, and a
 * stored mirror {@code m}, for tests below the service. Its columns are the keys {@code pk} and
 * {@code sk} and {@code note}, and {@code x}, an Int64 inside a map {@code note}.
 */
public record MirroredTestTable(
    TestDatabase database,
    TableName table,
    SourceFile file,
    MirroredSchema schema,
    StateDatabase state) {

  private static final List<KeyAttribute> KEYS =
      List.of(
          new KeyAttribute("pk", Role.HASH, ScalarType.S),
          new KeyAttribute("sk", Role.RANGE, ScalarType.S));

  /** Creates one that is partitioned by nothing. */
  public static MirroredTestTable create(TestDatabase database, String name, StateDatabase state) {
    return create(database, name, state, "");
  }

  /** Creates one with further ENGINE directives. */
  public static MirroredTestTable create(
      TestDatabase database, String name, StateDatabase state, String directives) {
    SourceFile file =
        new SourceFile(
            "datasources/" + name + ".datasource",
            """
            SCHEMA >
                `pk` String `json:$.Item.pk`,
                `sk` String `json:$.Item.sk`,
                `note` String `json:$.Item.note`,
                `x` Int64 `json:$.Item.note.x`,
                `_event_name` LowCardinality(String) `json:$.eventName`

            ENGINE "ReplacingMergeTree"
            ENGINE_SORTING_KEY pk, sk
            %s
            """
                .formatted(directives));
    DatasourceFile parsed = ProjectParser.parse(List.of(file)).project().datasources().get(name);
    MirroredSchema schema = StoredSchemas.compile(parsed, KEYS);
    MirroredTestTable mirrored =
        new MirroredTestTable(database, database.table(name), file, schema, state);
    mirrored.createTables();
    LedgerTables.migrate(state);
    new MirrorStore(state, Clock.systemUTC()).insert(mirrored.stored());
    return mirrored;
  }

  private void createTables() {
    database.execute(schema.table(table, 1000, "").create());
    database.execute(MirroredSchema.quarantine(MirrorSpec.quarantineOf(table), 1000, "").create());
    text(
        "CREATE TABLE TABLE_changes (pk String, version UInt256) ENGINE = MergeTree ORDER BY pk"
            + " SETTINGS non_replicated_deduplication_window = 1000");
    text(
        "CREATE MATERIALIZED VIEW TABLE_view TO TABLE_changes AS"
            + " SELECT pk, _version AS version FROM TABLE");
  }

  /** The same after a restart. */
  public MirroredTestTable reopened(StateDatabase again) {
    return new MirroredTestTable(database, table, file, schema, again);
  }

  /** The stored mirror. */
  public StoredMirror stored() {
    return new StoredMirror(
        "m",
        "incarnation",
        "main",
        table.name(),
        file,
        table,
        "uuid",
        schema.fingerprint(),
        KEYS,
        LocalTable.ARN,
        "table-id",
        LocalTable.BUCKET,
        new RoleTarget("arn:aws:iam::123456789012:role/r", "eu-west-1", List.of()),
        MirrorState.LIVE,
        MirrorState.LIVE,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        1);
  }

  public ClickHouse clickHouse() {
    return database.clickHouse();
  }

  public Ledger ledger() {
    return new Ledger(state, Clock.systemUTC());
  }

  /** An inserter that does not wait. */
  public BatchInserter inserter(ClickHouse through, Retries retries) {
    TableName quarantine = MirrorSpec.quarantineOf(table);
    return new BatchInserter(
        through,
        ledger(),
        new Prober(through, table, quarantine, schema),
        table,
        quarantine,
        retries,
        _ -> {});
  }

  /** Inserts rows past the ledger. */
  public void insert(NativeBlock rows) {
    Insert insert = Insert.of(table, rows);
    for (Map.Entry<String, String> setting : MirroredSchema.insertSettings().entrySet()) {
      insert = insert.setting(setting.getKey(), setting.getValue());
    }
    clickHouse().insert(insert);
  }

  /** Loses all rows of the table, whose tokens stay remembered. */
  public void lose() {
    text("ALTER TABLE TABLE DELETE WHERE 1 SETTINGS mutations_sync = 2");
  }

  /** Rows of the view: how many, and how many different ones. */
  public String changes() {
    return text("SELECT count(), uniqExact(pk, version) FROM TABLE_changes");
  }

  /** Runs SQL, in which TABLE stands for the table's name. */
  public String text(String sql) {
    String named = sql.replace("TABLE TABLE", "TABLE " + table.name());
    named = named.replaceAll("(?<![A-Z] )\\bTABLE_", table.name() + "_");
    named = named.replaceAll("(TABLE|VIEW|FROM|TO|INTO) TABLE_", "$1 " + table.name() + "_");
    named = named.replaceAll("FROM TABLE\\b", "FROM " + table.name());
    if (named.startsWith("SELECT")) {
      return database.text(named);
    }
    database.execute(named);
    return "";
  }
}
