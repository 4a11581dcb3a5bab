package dev.nightjar.proving.world.clickhouse;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryResult;
import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.RowsInsert;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import dev.nightjar.proving.world.fault.Crossings;
import dev.nightjar.proving.world.fault.Faults;
import dev.nightjar.proving.world.script.Sabotage;
import dev.nightjar.proving.world.script.Trouble;
import dev.nightjar.proving.world.time.SimulatedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The way of one process to the simulated ClickHouse. */
public final class SimulatedClickHouse implements ClickHouse {
  private static final int TOO_MANY_PARTS = 252;
  private static final int LONGEST_RUN_SECONDS = 90;
  private static final Duration LATE = Duration.ofMinutes(3);
  private static final String TOMBSTONES_LIST = "nightjar-deleted-";

  /** Stands in the tokens of their batches, too. */
  private static final String TOMBSTONES = " tombstones";

  private final DatabaseModel database;
  private final SimulatedProcess process;
  private final Crossings crossings;
  private final Faults faults;
  private final SplittableRandom random;
  private final long latencyMillis;
  private final boolean restartsByItself;
  private final Consumer<RuntimeException> misunderstood;

  /**
   * The way of one process; calls take about the latency.
   *
   * @param restartsByItself whether it is started again while the process runs
   * @param misunderstood is told when the model cannot do what it is asked
   */
  public SimulatedClickHouse(
      DatabaseModel database,
      SimulatedProcess process,
      Crossings crossings,
      Faults faults,
      SplittableRandom random,
      Duration latency,
      boolean restartsByItself,
      Consumer<RuntimeException> misunderstood) {
    this.restartsByItself = restartsByItself;
    this.misunderstood = misunderstood;
    this.database = database;
    this.process = process;
    this.crossings = crossings;
    this.faults = faults;
    this.random = random;
    this.latencyMillis = latency.toMillis();
  }

  private void travel() {
    process.pass(Duration.ofMillis(random.nextLong(latencyMillis + 1)));
  }

  private void begin(String what) {
    crossings.cross("begin " + what);
    travel();
    if (faults.strikes(Trouble.CLICKHOUSE_AWAY)) {
      throw new UnavailableException("nothing answers at ClickHouse's address");
    }
  }

  private void end(String what) {
    crossings.cross("end " + what);
    travel();
  }

  private void mayFail(String what) {
    if (faults.strikes(Trouble.CLICKHOUSE_QUERIES_FAIL)) {
      throw new ClickHouseException(241, "MEMORY_LIMIT_EXCEEDED", what + " needs too much memory");
    }
  }

  private static String withSubject(String what, String sql) {
    return sql.contains(TOMBSTONES_LIST) ? what + TOMBSTONES : what;
  }

  private <T> T understood(Supplier<T> effect) {
    try {
      return effect.get();
    } catch (ClickHouseException e) {
      throw e;
    } catch (RuntimeException e) {
      misunderstood.accept(e);
      throw e;
    }
  }

  @Override
  public void execute(Statement statement) {
    String what = withSubject("statement", statement.sql());
    begin(what);
    mayFail("the statement");
    boolean unknown = faults.strikes(Trouble.CLICKHOUSE_TIMES_OUT);
    if (!unknown || random.nextBoolean()) {
      boolean half = unknown && random.nextBoolean();
      understood(() -> {
        database.execute(statement.sql(), half);
        return true;
      });
    }
    end(what);
    if (unknown) {
      throw new OutcomeUnknownException("the statement timed out");
    }
  }

  @Override
  public QueryResult query(Query query) {
    String what = withSubject("query", query.sql());
    begin(what);
    mayFail("the query");
    byte[] answer =
        understood(() ->
            faults.sabotaged(Sabotage.PROBES_SAY_YES)
                ? database.answerYes(query)
                : database.answer(query));
    end(what);
    return new QueryResult(answer, new QueryStatistics(Duration.ZERO, 0, 0, 0));
  }

  @Override
  public QueryStream stream(Query query) {
    throw new UnsupportedOperationException("no mirror streams a result: " + query.sql());
  }

  /** A mirror makes its rows itself. */
  @Override
  public InsertResult load(RowsInsert insert, InputStream rows) throws IOException {
    throw new IOException("the simulated ClickHouse reads no format: " + insert.format());
  }

  @Override
  public InsertResult insert(Insert insert) {
    Map<String, List<TableRow>> parts = understood(() -> database.parts(insert));
    boolean tombstones = insert.deduplicationToken().orElse("").contains(TOMBSTONES);
    String what = tombstones ? "insert" + TOMBSTONES : "insert";
    begin(what);
    if (faults.strikes(Trouble.CLICKHOUSE_REFUSES)) {
      throw new ClickHouseException(TOO_MANY_PARTS, "TOO_MANY_PARTS", "there are too many parts");
    }
    if (faults.strikes(Trouble.CLICKHOUSE_TIMES_OUT)) {
      timeOut(insert, parts);
      end(what);
      if (!faults.sabotaged(Sabotage.TIMEOUTS_IGNORED)) {
        throw new OutcomeUnknownException("the insert timed out");
      }
      return new InsertResult(insert.block().rows(), insert.block().rows(), Duration.ZERO);
    }
    if (tombstones && faults.sabotaged(Sabotage.TOMBSTONES_LATE)) {
      database.arriveLater(insert, parts, LATE);
    } else {
      database.arrive(insert, parts);
    }
    end(what);
    return new InsertResult(insert.block().rows(), insert.block().rows(), Duration.ZERO);
  }

  /** Each of these is what a timeout can mean. */
  private void timeOut(Insert insert, Map<String, List<TableRow>> parts) {
    switch (random.nextInt(6)) {
      case 0 -> {
        // It never reached ClickHouse.
      }
      case 1 -> database.arrive(insert, parts);
      case 2 -> database.poison(insert, parts);
      case 3 -> {
        Map<String, List<TableRow>> some = new HashMap<>(parts);
        some.remove(parts.keySet().iterator().next());
        database.arrive(insert, some);
      }
      default ->
          database.arriveLater(
              insert, parts, Duration.ofMillis(random.nextInt(LONGEST_RUN_SECONDS * 1000)));
    }
  }

  @Override
  public boolean isRunning(String queryId) {
    begin("processes");
    mayFail("the list of processes");
    boolean running = database.isRunning(queryId);
    end("processes");
    return running;
  }

  @Override
  public String version() {
    return "26.7.2.1";
  }

  @Override
  public boolean restartsByItself() {
    return restartsByItself;
  }

  @Override
  public SqlInspector inspector() {
    throw new UnsupportedOperationException("a mirror inspects no SQL");
  }

  @Override
  public void close() {
    // It belongs to the world.
  }
}
