package dev.nightjar.benchmarks.tailing;

import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.NoRetries;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.mirror.BlockMemory;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.PollBudget;
import dev.nightjar.mirror.Tuning;
import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.batch.InsertPacer;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Partitions;
import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.LedgerTables;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.MirrorStore;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.tailing.AwsTime;
import dev.nightjar.mirror.tailing.ReadingLimit;
import dev.nightjar.mirror.tailing.Tail;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A mirror that is live and follows a stream as a server would, without the server. */
final class ScriptedMirror {
  static final String ID = "orders";

  /** What the heap of a server has for blocks. */
  private static final long MEMORY = 120L << 20;

  private static final Tuning TUNING = Tuning.STANDARD;

  private final TableName table;
  private final TableName quarantine;
  private final MirroredSchema schema = Dialect.FORWARD.schema();

  ScriptedMirror(TableName table) {
    this.table = table;
    this.quarantine = MirrorSpec.quarantineOf(table);
  }

  TableName table() {
    return table;
  }

  void createTables(ClickHouse clickHouse) {
    clickHouse.execute(schema.table(table, 1000, "").create());
    clickHouse.execute(MirroredSchema.quarantine(quarantine, 1000, "").create());
  }

  void dropTables(ClickHouse clickHouse) {
    clickHouse.execute("DROP TABLE " + table.sql() + " SYNC");
    clickHouse.execute("DROP TABLE " + quarantine.sql() + " SYNC");
  }

  /** A state database of its own. */
  StateDatabase open(Path folder) {
    StateDatabase state = StateDatabase.open(folder.resolve(table.name()));
    LedgerTables.migrate(state);
    new MirrorStore(state, Clock.systemUTC()).insert(stored());
    return state;
  }

  /** What its shard readers share. */
  Tail tail(ClickHouse clickHouse, StateDatabase state, StreamClient stream) {
    Retries retries = new NoRetries();
    Ledger ledger = new Ledger(state, Clock.systemUTC());
    return new Tail(
        stored(),
        generation(),
        schema,
        stream,
        ReadingLimit.NONE,
        new ShardStore(state, ID, ScriptedStream.ARN),
        ledger,
        new BatchInserter(
            clickHouse,
            ledger,
            new Prober(clickHouse, table, quarantine, schema),
            table,
            quarantine,
            retries,
            Sleeper.SYSTEM),
        new Partitions(clickHouse, schema, retries, Sleeper.SYSTEM),
        new InsertPacer(TUNING.insertInterval()),
        new MemoryShare(
            new BlockMemory(MEMORY), new BatchLimits(TUNING.batchRows(), TUNING.batchBytes())),
        retries,
        TUNING,
        new PollBudget(PollBudget.USUAL),
        Clock.systemUTC(),
        new AwsTime(Clock.systemUTC()),
        Sleeper.SYSTEM);
  }

  private static Generation generation() {
    Instant now = Instant.now();
    return new Generation(
        ID,
        1,
        true,
        now,
        ScriptedStream.ARN,
        now,
        "token",
        Optional.of(now),
        Optional.of("arn:export"),
        Optional.of("COMPLETED"),
        Optional.of(now.minus(Duration.ofMinutes(1))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private StoredMirror stored() {
    return new StoredMirror(
        ID,
        "incarnation",
        "main",
        ID,
        Dialect.FORWARD.file(),
        table,
        "uuid",
        schema.fingerprint(),
        Dialect.KEYS,
        "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
        "table-id",
        "orders-exports",
        new RoleTarget("arn:aws:iam::123456789012:role/bench", "us-east-1", List.of()),
        MirrorState.LIVE,
        MirrorState.LIVE,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        1);
  }
}
