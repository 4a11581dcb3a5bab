package dev.nightjar.mirror;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.mirror.healing.DeleteLimit;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What the mirrors of a server work with. Nothing here is closed by them.
 *
 * @param clickHouse where the rows go
 * @param database where they keep their state
 * @param connector the way into AWS
 * @param directory the server's data directory, for files too large for memory
 * @param limits above what a table is refused
 * @param deleteLimit above what a healing asks before it deletes
 * @param readerLimit how many mirrors of one table there may be
 * @param pollBudget how often shards without changes are asked
 * @param blockMemory memory for the rows that wait for their insert
 * @param tuning how fast and how large
 * @param clock this machine's clock
 * @param sleeper waits
 */
public record MirrorsOptions(
    ClickHouse clickHouse,
    StateDatabase database,
    Connector connector,
    Path directory,
    TableLimits limits,
    DeleteLimit deleteLimit,
    ReaderLimit readerLimit,
    PollBudget pollBudget,
    BlockMemory blockMemory,
    Tuning tuning,
    Clock clock,
    Sleeper sleeper) {

  /** The usual ones: no limits, the standard tuning, the machine's time. */
  public static MirrorsOptions of(
      ClickHouse clickHouse, StateDatabase database, Connector connector, Path directory) {
    return new MirrorsOptions(
        clickHouse,
        database,
        connector,
        directory,
        TableLimits.NONE,
        DeleteLimit.STANDARD,
        ReaderLimit.STANDARD,
        new PollBudget(PollBudget.USUAL),
        BlockMemory.ofThisProcess(),
        Tuning.STANDARD,
        Clock.systemUTC(),
        Sleeper.SYSTEM);
  }

  /** The same with another tuning. */
  public MirrorsOptions with(Tuning other) {
    return new MirrorsOptions(
        clickHouse,
        database,
        connector,
        directory,
        limits,
        deleteLimit,
        readerLimit,
        pollBudget,
        blockMemory,
        other,
        clock,
        sleeper);
  }

  /** The same with other limits. */
  public MirrorsOptions with(TableLimits other) {
    return new MirrorsOptions(
        clickHouse,
        database,
        connector,
        directory,
        other,
        deleteLimit,
        readerLimit,
        pollBudget,
        blockMemory,
        tuning,
        clock,
        sleeper);
  }

  /** The same with another limit of what a healing deletes. */
  public MirrorsOptions with(DeleteLimit other) {
    return new MirrorsOptions(
        clickHouse,
        database,
        connector,
        directory,
        limits,
        other,
        readerLimit,
        pollBudget,
        blockMemory,
        tuning,
        clock,
        sleeper);
  }

  /** The same with another limit of mirrors of one table. */
  public MirrorsOptions with(ReaderLimit other) {
    return new MirrorsOptions(
        clickHouse,
        database,
        connector,
        directory,
        limits,
        deleteLimit,
        other,
        pollBudget,
        blockMemory,
        tuning,
        clock,
        sleeper);
  }

  /** The same with another budget of polls. */
  public MirrorsOptions with(PollBudget other) {
    return new MirrorsOptions(
        clickHouse,
        database,
        connector,
        directory,
        limits,
        deleteLimit,
        readerLimit,
        other,
        blockMemory,
        tuning,
        clock,
        sleeper);
  }

  /** The same by another way into AWS. */
  public MirrorsOptions with(Connector other) {
    return new MirrorsOptions(
        clickHouse,
        database,
        other,
        directory,
        limits,
        deleteLimit,
        readerLimit,
        pollBudget,
        blockMemory,
        tuning,
        clock,
        sleeper);
  }

  /** The same by another clock of this machine. */
  public MirrorsOptions with(Clock other) {
    return new MirrorsOptions(
        clickHouse,
        database,
        connector,
        directory,
        limits,
        deleteLimit,
        readerLimit,
        pollBudget,
        blockMemory,
        tuning,
        other,
        sleeper);
  }
}
