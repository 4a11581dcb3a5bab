package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.connection.AwsConnector;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.mirror.healing.DeleteLimit;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A whole mirror of {@link LocalTable}: its server part can be stopped and started again over the
 * same state, as a process would be. A view {@code changes} keeps every change as a row.
 */
final class MirrorWorld implements AutoCloseable {
  static final String FILE =
      """
      SCHEMA >
          `pk` String `json:$.Item.pk`,
          `sk` String `json:$.Item.sk`,
          `note` String `json:$.Item.note`,
          `_record` String `json:$.NewImage`,
          `_old_record` Nullable(String) `json:$.OldImage`,
          `_timestamp` DateTime64(3) `json:$.ApproximateCreationDateTime`,
          `_event_name` LowCardinality(String) `json:$.eventName`,
          `_is_deleted` UInt8 `json:$._is_deleted`

      ENGINE "ReplacingMergeTree"
      ENGINE_SORTING_KEY pk, sk
      ENGINE_VER _timestamp
      ENGINE_IS_DELETED _is_deleted

      IMPORT_CONNECTION_NAME 'aws'
      IMPORT_TABLE_ARN '%s'
      IMPORT_EXPORT_BUCKET '%s'
      """
          .formatted(LocalTable.ARN, LocalTable.BUCKET);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private final TestDatabase database;
  private final Path directory;
  private final LocalTable table;
  private AwsConnector connector;
  private final TableName name;
  private final boolean guest;
  private UnaryOperator<ClickHouse> decorator = UnaryOperator.identity();
  private UnaryOperator<MirrorsOptions> options = UnaryOperator.identity();
  private StateDatabase state;
  private MirrorService mirrors;

  MirrorWorld(TestDatabase database, Path directory, String name, AwsLocalOptions options) {
    this(database, directory, name, LocalTable.start(options));
  }

  MirrorWorld(TestDatabase database, Path directory, String name, LocalTable table) {
    this(database, directory, database.table(name), table, false);
  }

  private MirrorWorld(
      TestDatabase database, Path directory, TableName name, LocalTable table, boolean guest) {
    this.database = database;
    this.directory = directory;
    this.table = table;
    this.connector = table.connector();
    this.name = name;
    this.guest = guest;
  }

  /** Another server with the same tables on both sides, and a data directory of its own. */
  MirrorWorld beside(Path otherDirectory) {
    return new MirrorWorld(database, otherDirectory, name, table, true);
  }

  static MirrorWorld of(TestDatabase database, Path directory, String name) {
    return new MirrorWorld(database, directory, name, AwsLocalOptions.defaults());
  }

  /** Lets the mirrors work on a decorated ClickHouse from the next start on. */
  MirrorWorld decorated(UnaryOperator<ClickHouse> by) {
    decorator = by;
    return this;
  }

  /** Other options from the next start on. */
  MirrorWorld options(UnaryOperator<MirrorsOptions> by) {
    options = by;
    return this;
  }

  /** Other settings of the way into AWS, from the next start on. */
  MirrorWorld connecting(UnaryOperator<AwsConnector.Builder> by) {
    connector.close();
    connector = by.apply(table.connectorBuilder()).build();
    return this;
  }

  /** Gives an export up after an hour, and does not wait for the start. */
  static Tuning impatient() {
    Tuning standard = Tuning.STANDARD;
    return new Tuning(
        standard.batchRows(),
        standard.batchBytes(),
        standard.insertInterval(),
        standard.pollMin(),
        standard.pollMax(),
        standard.listingInterval(),
        standard.exportPollMin(),
        standard.exportPollMax(),
        Duration.ofHours(1),
        standard.loaders(),
        Duration.ofMillis(100));
  }

  LocalTable table() {
    return table;
  }

  /** Starts the server's part. It waits a tenth of a second where it would wait longer. */
  MirrorService open() {
    state = StateDatabase.open(directory);
    MirrorsOptions usual =
        new MirrorsOptions(
            decorator.apply(database.clickHouse()),
            state,
            connector,
            directory,
            TableLimits.NONE,
            DeleteLimit.STANDARD,
            ReaderLimit.STANDARD,
            new PollBudget(PollBudget.USUAL),
            new BlockMemory(BlockMemory.LEAST_TOTAL),
            Tuning.STANDARD,
            table.clock(),
            pause ->
                Sleeper.SYSTEM.sleep(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
    mirrors = MirrorService.open(options.apply(usual));
    return mirrors;
  }

  /**
   * What a process does that is killed inside an insert: nothing more is written, neither here nor
   * there.
   */
  FaultyClickHouse.Killed die() {
    state.close();
    return new FaultyClickHouse.Killed();
  }

  /** Stops it; what it was about to do is left to its next start. */
  void stop() {
    mirrors.close();
    state.close();
  }

  MirrorService mirrors() {
    return mirrors;
  }

  StateDatabase state() {
    return state;
  }

  MirrorSpec spec() {
    return spec(FILE);
  }

  MirrorSpec spec(String file) {
    String path = "datasources/" + name.name() + ".datasource";
    var parsed = ProjectParser.parse(List.of(new SourceFile(path, file)));
    return new MirrorSpec(
        "main/" + name.name(),
        "main",
        parsed.project().datasources().get(name.name()),
        name,
        LocalTable.ARN,
        LocalTable.BUCKET,
        LocalTable.ROLE);
  }

  /** Creates the tables and a view that keeps every change. */
  void createTables() {
    mirrors.createTables(spec());
    database.execute(
        "CREATE TABLE %s_changes (pk String, sk String, event String, version UInt256)"
                .formatted(name.name())
            + " ENGINE = MergeTree ORDER BY (pk, sk)"
            + " SETTINGS non_replicated_deduplication_window = 10000");
    database.execute(
        "CREATE MATERIALIZED VIEW %1$s_view TO %1$s_changes AS SELECT pk, sk, toString(_event_name) AS event, _version AS version FROM %1$s"
            .formatted(name.name()));
  }

  StartedMirror start() {
    createTables();
    return mirrors.start(spec());
  }

  MirrorStatus status() {
    return mirrors.status(spec().id()).orElseThrow();
  }

  void awaitState(MirrorState state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> status().state() == state || failed(state));
  }

  /** Waits until the status is as wanted; a mirror that fails meanwhile fails the test. */
  void awaitStatus(Predicate<MirrorStatus> wanted) {
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> {
            MirrorStatus status = status();
            if (status.state() == MirrorState.FAILED && !wanted.test(status)) {
              throw new AssertionError(status.reason() + ": " + status.message());
            }
            return wanted.test(status);
          });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("the last status was " + status(), e);
    }
  }

  /** Waits until the status has a reason. */
  void awaitReason(String code) {
    awaitStatus(status -> status.reason().equals(Optional.of(code)));
  }

  /**
   * Lets the time pass that a generation's stream must have before its export, and that which an
   * export leaves open.
   */
  void passStreamAge(long generation) {
    awaitStatus(status ->
        status.generation() == generation
            && status.reason().equals(Optional.of("waiting_for_stream_age")));
    table.clock().advance(Duration.ofMinutes(3));
    awaitStatus(status -> status.export().exportTime().isPresent());
    table.clock().advance(Duration.ofMinutes(2));
  }

  /** Waits until it is LIVE with every gap healed, and caught up. */
  void awaitHealed() {
    awaitStatus(status -> status.state() == MirrorState.LIVE && !status.healing().open());
    awaitCaughtUp();
  }

  private boolean failed(MirrorState wanted) {
    if (status().state() == MirrorState.FAILED && wanted != MirrorState.FAILED) {
      throw new AssertionError(status().reason() + ": " + status().message());
    }
    return false;
  }

  /** Waits until everything that was written before now can be queried. */
  void awaitCaughtUp() {
    Instant now = table.clock().instant();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() ->
            failed(MirrorState.LIVE)
                || status().caughtUpAt().map(at -> !at.isBefore(now)).orElse(false));
  }

  /** FINAL as {@code pk/sk -> note}. */
  Map<String, String> mirrored() {
    Map<String, String> rows = new TreeMap<>();
    for (String line :
        database
            .text("SELECT concat(pk, '/', sk), note FROM %s FINAL".formatted(name.name()))
            .lines()
            .toList()) {
      String[] parts = line.split("\t", -1);
      if (rows.put(parts[0], parts[1]) != null) {
        throw new AssertionError("two rows of FINAL for " + parts[0]);
      }
    }
    return rows;
  }

  /** The view's rows that are no row of the export: how many, and how many different ones. */
  String changeRows() {
    return database.text(
        "SELECT count(), uniqExact(pk, sk, version) FROM %s_changes WHERE event != 'EXPORT'"
            .formatted(name.name()));
  }

  /** Waits until the view has these: FINAL shows a batch a moment before its views do. */
  void awaitChangeRows(String wanted) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(changeRows()).isEqualTo(wanted));
  }

  /** The view's rows of the export. */
  String exportRows() {
    return database.text(
        "SELECT count(), uniqExact(pk, sk) FROM %s_changes WHERE event = 'EXPORT'"
            .formatted(name.name()));
  }

  String text(String sql) {
    return database.text(sql.replace("TABLE", name.name()));
  }

  @Override
  public void close() {
    if (mirrors != null) {
      stop();
    }
    connector.close();
    if (!guest) {
      table.close();
    }
  }
}
