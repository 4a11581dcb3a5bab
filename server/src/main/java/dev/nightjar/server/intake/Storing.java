package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.live.WriteGate;
import dev.nightjar.server.tables.PartlyStored;
import dev.nightjar.server.tables.RowProvenance;
import dev.nightjar.server.tables.RowWrites;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Stores staged rows: those that fit in the data source, the others in its quarantine. The
 * quarantine comes first; it is taken back when the data source does not take its rows.
 */
final class Storing {
  /** Rows of one block, and so of one part a partition, come at once without a side table. */
  private static final long ONE_BLOCK_ROWS = 1_000_000;

  /** What such a block may take of memory. */
  private static final long ONE_BLOCK_BYTES = 256L << 20;

  /** Of a value besides its text: the most of a fixed width, and whether it is null. */
  private static final long VALUE_BYTES = 17;

  private static final String BLOCK_ROWS = "1048576";

  /** Of blocks that are several anyway: a block is in memory some times over while it is stored. */
  private static final String BLOCK_BYTES = "67108864";

  private static final Map<String, String> SHARED_SETTINGS =
      Map.ofEntries(
          Map.entry("async_insert", "0"),
          Map.entry("max_execution_time", PartlyStored.LONGEST),
          // the same rows sent twice are two rows
          Map.entry("insert_deduplicate", "0"),
          Map.entry("deduplicate_blocks_in_dependent_materialized_views", "0"),
          Map.entry("insert_null_as_default", "1"),
          Map.entry("cast_string_to_date_time_mode", "best_effort"),
          Map.entry("max_insert_block_size", BLOCK_ROWS),
          Map.entry("min_insert_block_size_rows", BLOCK_ROWS),
          Map.entry("max_insert_threads", "1"),
          Map.entry("max_threads", "1"),
          // a file that is mapped is resident as far as it was read
          Map.entry("storage_file_read_method", "pread"),
          // of a data source with thousands of columns
          Map.entry("max_query_size", "268435456"),
          Map.entry("max_ast_elements", "10000000"),
          Map.entry("max_expanded_ast_elements", "10000000"));

  /** A block ends by its rows alone. */
  private static final Map<String, String> ONE_BLOCK =
      with(SHARED_SETTINGS, "min_insert_block_size_bytes", "0");

  private static final Map<String, String> BLOCKS =
      with(SHARED_SETTINGS, "min_insert_block_size_bytes", BLOCK_BYTES);

  private final ClickHouse clickHouse;
  private final LiveSets liveSets;
  private final WriteGate gate;
  private final RowWrites writes;
  private final RowProvenance provenance;
  private final Mirrors mirrors;
  private final Quarantine quarantine;
  private final RowFeed feed;

  Storing(
      ClickHouse clickHouse,
      LiveSets liveSets,
      WriteGate gate,
      RowWrites writes,
      RowProvenance provenance,
      Mirrors mirrors,
      RowFeed feed) {
    this.clickHouse = clickHouse;
    this.liveSets = liveSets;
    this.gate = gate;
    this.writes = writes;
    this.provenance = provenance;
    this.mirrors = mirrors;
    this.quarantine = new Quarantine(clickHouse);
    this.feed = feed;
  }

  /**
   * Adds rows to what is there.
   *
   * @param turn does it when it is its turn; not before, so that what waits for one data source
   *     takes nobody's turn
   */
  Imported append(
      Target target,
      StagedRows rows,
      String importId,
      Function<Supplier<Imported>, Imported> turn) {
    return gate.writing(
        target.workspace(),
        target.name(),
        () -> {
          requireUnchanged(target);
          if (target.isMirrored()) {
            return turn.apply(() -> standIn(target, rows));
          }
          provenance.comesByItself(target.resource().id());
          return turn.apply(
              () -> store(target, rows, importId, fitting -> appendFitting(target, rows, fitting)));
        });
  }

  /**
   * Looks whether a data source takes rows from elsewhere.
   *
   * @param adding whether they come to what is there
   * @throws HttpProblem 400 when it mirrors a table, and it has its mirror or is to be replaced
   */
  void requireTakes(Target target, boolean adding) {
    if (target.isMirrored() && (!adding || mirrors.status(target.resource().id()).isPresent())) {
      throw target.refusal();
    }
  }

  /**
   * Adds rows that stand for those of a table, whose load takes their place. All fit or none comes:
   * the data source's quarantine is its mirror's.
   */
  private Imported standIn(Target target, StagedRows rows) {
    return mirrors
        .fill(target.resource().id(), target.table(), () -> allOrNone(target, rows))
        .orElseThrow(target::refusal);
  }

  private Imported allOrNone(Target target, StagedRows rows) {
    StagedSql sql = new StagedSql(rows.shape());
    try (RowFeed.Readable staged = feed.offer(rows, target.table().database())) {
      Query.Builder misfits = Query.builder(sql.counted(staged.source()));
      SHARED_SETTINGS.forEach(misfits::setting);
      Row counted = clickHouse.rows(misfits.build()).single();
      if (counted.number("n") > 0) {
        throw HttpProblem.badRequest(
            "%d of %d rows do not fit the data source '%s', so none was stored: %s"
                .formatted(counted.number("n"), rows.rows(), target.name(), counted.string("why")));
      }
      insertFitting(target, target.table(), sql, staged, areOneBlock(rows) ? ONE_BLOCK : BLOCKS);
      return new Imported(rows.rows(), 0, rows.unreadable());
    } catch (IOException e) {
      throw Trouble.ofFiles(e);
    }
  }

  /**
   * Puts rows in the place of those that are there.
   *
   * @param condition only of those that fulfil it
   */
  Imported replace(Target target, StagedRows rows, String importId, Optional<String> condition) {
    return gate.alone(
        target.workspace(),
        () -> writes.replaced(target.workspace(), liveSets.of(target.workspace()), target.name()),
        () -> {
          requireUnchanged(target);
          LiveSet live = liveSets.of(target.workspace());
          return store(
              target,
              rows,
              importId,
              fitting ->
                  writes.replace(target.workspace(), live, target.name(), condition, fitting));
        });
  }

  private void appendFitting(Target target, StagedRows rows, RowWrites.Filling fitting) {
    if (areOneBlock(rows)) {
      fitting.into(target.table());
    } else {
      writes.append(target.workspace(), liveSets.of(target.workspace()), target.name(), fitting);
    }
  }

  private static Map<String, String> with(Map<String, String> settings, String name, String value) {
    Map<String, String> all = new HashMap<>(settings);
    all.put(name, value);
    return Map.copyOf(all);
  }

  private static boolean areOneBlock(StagedRows rows) {
    try {
      return isOneBlock(rows.rows(), rows.shape().size(), rows.bytes());
    } catch (IOException e) {
      throw Trouble.ofFiles(e);
    }
  }

  /** Whether ClickHouse can hold rows in one block, as wide as their columns may be. */
  static boolean isOneBlock(long rows, int columns, long textBytes) {
    return rows <= ONE_BLOCK_ROWS && rows * columns * VALUE_BYTES + textBytes <= ONE_BLOCK_BYTES;
  }

  /** A deployment may have come between the reading of the rows and now. */
  private void requireUnchanged(Target target) {
    boolean same =
        liveSets
            .of(target.workspace())
            .datasource(target.name())
            .filter(file -> file.columns().equals(target.file().columns()))
            .isPresent();
    if (!same) {
      throw HttpProblem.conflict(
          "The data source '"
              + target.name()
              + "' was changed by a deployment while the rows were read. Send them again.");
    }
  }

  private interface Store {
    void put(RowWrites.Filling fitting);
  }

  private Imported store(Target target, StagedRows rows, String importId, Store store) {
    StagedSql sql = new StagedSql(rows.shape());
    Map<String, String> settings = areOneBlock(rows) ? ONE_BLOCK : BLOCKS;
    try (RowFeed.Readable staged = feed.offer(rows, target.table().database())) {
      quarantine.prepare(target.table(), rows.shape());
      clickHouse.execute(
          inserting(
              Quarantine.of(target.table()),
              Quarantine.filled(rows.shape()),
              sql.misfitting(staged.source()),
              Map.of("import", Parameter.of(importId)),
              settings));
      long quarantined = quarantine.count(target.table(), importId);
      try {
        if (quarantined < rows.rows() || rows.rows() == 0) {
          store.put(table -> insertFitting(target, table, sql, staged, settings));
        }
      } catch (RuntimeException e) {
        takeBack(target, importId, quarantined, e);
        throw e;
      }
      return new Imported(rows.rows() - quarantined, quarantined, rows.unreadable());
    } catch (IOException e) {
      throw Trouble.ofFiles(e);
    }
  }

  /** An interrupt ends it, but for one block, which comes at once. */
  private void insertFitting(
      Target target,
      TableName table,
      StagedSql sql,
      RowFeed.Readable staged,
      Map<String, String> settings) {
    Statement statement =
        inserting(table, sql.columns(), sql.fitting(staged.source()), Map.of(), settings);
    if (settings.equals(ONE_BLOCK)) {
      clickHouse.execute(statement);
    } else if (table.equals(target.table())) {
      PartlyStored.orNot(table, () -> clickHouse.executeUnlessInterrupted(statement));
    } else {
      clickHouse.executeUnlessInterrupted(statement);
    }
  }

  private void takeBack(Target target, String importId, long quarantined, RuntimeException cause) {
    try {
      if (quarantined > 0) {
        quarantine.takeBack(target.table(), importId);
      }
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private static Statement inserting(
      TableName table,
      List<String> columns,
      String select,
      Map<String, Parameter> parameters,
      Map<String, String> settings) {
    return new Statement(
        "INSERT INTO " + table.sql() + " (" + String.join(", ", columns) + ") " + select,
        table.database(),
        parameters,
        settings,
        Optional.empty());
  }
}
