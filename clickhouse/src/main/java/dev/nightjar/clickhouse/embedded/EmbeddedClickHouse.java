package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Access;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.MergePause;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryResult;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.Rows;
import dev.nightjar.clickhouse.RowsInsert;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.execution.Callers;
import dev.nightjar.clickhouse.execution.Cancelled;
import dev.nightjar.clickhouse.execution.Deadline;
import dev.nightjar.clickhouse.execution.InsertSettings;
import dev.nightjar.clickhouse.execution.Lanes;
import dev.nightjar.clickhouse.execution.Pipe;
import dev.nightjar.clickhouse.execution.PipedStream;
import dev.nightjar.clickhouse.execution.RunningIds;
import dev.nightjar.clickhouse.execution.Task;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;

/**
 * The ClickHouse engine inside this process.
 *
 * <p>A process can have one at a time; after {@link #close} it can open the same directory again,
 * or another. Statements run on platform threads of their own; callers wait by parking.
 */
public final class EmbeddedClickHouse implements ClickHouse {
  private final EmbeddedOptions options;
  private final DataDirectory directory;
  private final FreeSpace freeSpace;
  private final SyncedFolders folders;
  private final Sessions sessions;
  private final Classifications classifications = new Classifications();
  private final Control control;
  private final String version;
  private final Lanes writers;
  private final Lanes readers;
  private final Lanes users;
  private final OutputPipes outputs;
  private final ExecutorService pumps = NativeThreads.pumps();
  private final RunningIds ids = new RunningIds();
  private final Set<PipedStream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private EmbeddedClickHouse(
      EmbeddedOptions options,
      DataDirectory directory,
      Sessions sessions,
      Control control,
      OutputPipes outputs,
      String version) {
    this.options = options;
    this.directory = directory;
    this.freeSpace = new FreeSpace(directory.path());
    this.folders = new SyncedFolders(directory.path());
    this.sessions = sessions;
    this.control = control;
    this.outputs = outputs;
    this.version = version;
    this.writers = NativeThreads.lanes("writer", options.writers(), options.waiting());
    this.readers = NativeThreads.lanes("reader", options.readers(), options.waiting());
    this.users = NativeThreads.lanes("user", options.users(), options.waiting());
  }

  /**
   * Loads the library, opens the data directory, and checks that every limit is in force. Tokens of
   * inserts that died before their parts came to be are forgotten first.
   *
   * @throws EngineException when one of these fails; its message says what to do
   */
  public static EmbeddedClickHouse open(EmbeddedOptions options) {
    Path library = Library.find(options.library(), System::getenv, System::getProperty);
    DataDirectory directory = DataDirectory.claim(options.path());
    try {
      LostTokens.forget(directory.path());
      Engine engine = Engine.load(library, directory.path());
      Control control = new Control(engine.boot(engine.newMark()));
      try {
        Sessions sessions = Sessions.of(engine, control);
        sessions.readBack(session(options, Access.TRUSTED, TableName.DEFAULT_DATABASE, Map.of()));
        sessions.readBack(session(options, Access.READ_ONLY, TableName.DEFAULT_DATABASE, Map.of()));
        Rows rows = Rows.parse(control.query("SELECT version() AS version", Rows.FORMAT).bytes());
        return new EmbeddedClickHouse(
            options,
            directory,
            sessions,
            control,
            OutputPipes.in(directory.path().resolve("nightjar-scratch")),
            rows.single().string("version"));
      } catch (Throwable t) {
        control.close();
        throw t;
      }
    } catch (Throwable t) {
      directory.close();
      throw t;
    }
  }

  @Override
  public void execute(Statement statement) {
    Task<Answer> task = task(statement, mark(statement.queryId()));
    try (RunningIds.Taken _ = ids.take(statement.queryId())) {
      writers.submit(task);
      Callers.uninterrupted(task::await);
    }
  }

  @Override
  public void executeUnlessInterrupted(Statement statement) {
    String mark = mark(statement.queryId());
    Task<Answer> task = task(statement, mark);
    try (RunningIds.Taken _ = ids.take(statement.queryId())) {
      writers.submit(task);
      await(task, writers, mark, Deadline.after(Optional.empty()));
    }
  }

  @Override
  public MergePause pauseMerges(TableName table) {
    return new StoppedMerges(this, table);
  }

  private Task<Answer> task(Statement statement, String mark) {
    freeSpace.check(statement.sql());
    Session session = session(options, Access.TRUSTED, statement.database(), statement.settings());
    return new Task<>(() -> {
      try (Connection connection = sessions.connect(mark, session)) {
        Answer answer = connection.query(statement.sql(), "Null", statement.parameters());
        folders.sync();
        return answer;
      }
    });
  }

  @Override
  public InsertResult insert(Insert insert) {
    if (insert.block().rows() == 0) {
      return new InsertResult(0, 0, Duration.ZERO);
    }
    String sql =
        "INSERT INTO "
            + InsertSettings.target(insert)
            + " SETTINGS "
            + Sql.settings(InsertSettings.of(insert));
    Task<InsertResult> task =
        new Task<>(() -> {
          try (Connection connection = sessions.connect(mark(insert.queryId()))) {
            long start = System.nanoTime();
            long written = connection.insert(sql, insert.block());
            folders.sync();
            return new InsertResult(
                insert.block().rows(), written, Duration.ofNanos(System.nanoTime() - start));
          }
        });
    try (RunningIds.Taken _ = ids.take(insert.queryId())) {
      writers.submit(task);
      return Callers.uninterrupted(task::await);
    }
  }

  @Override
  public InsertResult load(RowsInsert insert, InputStream rows) throws IOException {
    Session session = session(options, Access.TRUSTED, insert.database(), insert.settings());
    Task<InsertResult> task =
        new Task<>(() -> {
          try (Connection connection = sessions.connect(mark(insert.queryId()), session)) {
            long start = System.nanoTime();
            long written =
                connection.load(insert.sql(), insert.format(), insert.parameters(), rows);
            folders.sync();
            return new InsertResult(written, written, Duration.ofNanos(System.nanoTime() - start));
          }
        });
    try (RunningIds.Taken _ = ids.take(insert.queryId())) {
      writers.submit(task);
      return Callers.uninterrupted(task::await);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public QueryResult query(Query query) {
    Deadline deadline = Deadline.after(query.timeout());
    String mark = mark(query.queryId());
    Task<Answer> task =
        new Task<>(() -> {
          try (Connection connection = connect(mark, query)) {
            return connection.query(query.sql(), query.format(), query.parameters());
          }
        });
    Lanes lanes = lanes(query);
    try (RunningIds.Taken _ = ids.take(query.queryId())) {
      lanes.submit(task);
      Answer answer = await(task, lanes, mark, deadline);
      return new QueryResult(answer.bytes(), answer.statistics());
    }
  }

  @Override
  public QueryStream stream(Query query) {
    Deadline deadline = Deadline.after(query.timeout());
    String mark = mark(query.queryId());
    Lanes lanes = lanes(query);
    RunningIds.Taken id = ids.take(query.queryId());
    Pipe<PipedStream.Piece> pipe = new Pipe<>();
    StreamingQuery streaming =
        new StreamingQuery(
            () -> connect(mark, query),
            query,
            deadline,
            pipe,
            outputs,
            pumps,
            () -> control.kill(mark),
            classifications);
    Task<Boolean> task = new Task<>(streaming);
    PipedStream stream =
        new PipedStream(
            pipe,
            deadline,
            streaming::hasten,
            closing -> {
              streaming.hasten();
              stop(task, lanes, mark);
              id.close();
              streams.remove(closing);
            });
    try {
      lanes.submit(task);
      stream.awaitOpened();
    } catch (Throwable t) {
      stream.close();
      throw t;
    }
    streams.add(stream);
    if (closed) {
      stream.close();
      throw new UnavailableException("the database is closed");
    }
    return stream;
  }

  @Override
  public boolean isRunning(String queryId) {
    return ids.contains(queryId);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public SqlInspector inspector() {
    return new EmbeddedInspector(sessions, control, readers, classifications);
  }

  /** A folder that only this process's user can enter, for files that do not outlive it. */
  public Path scratch() {
    return outputs.directory();
  }

  /** Also ends the streams that are still open. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(streams).forEach(PipedStream::close);
    users.close();
    readers.close();
    pumps.close();
    writers.close();
    control.close();
    directory.close();
  }

  /**
   * The engine gives statements ids of its own and takes none: the id that was asked for is their
   * comment, which {@code system.processes} shows.
   */
  private String mark(Optional<String> queryId) {
    return queryId.orElseGet(sessions::newMark);
  }

  private Connection connect(String mark, Query query) {
    Connection connection =
        sessions.connect(
            mark, session(options, query.access(), query.database(), query.settings()));
    try {
      if (query.access() == Access.READ_ONLY) {
        UserSql.requireOneReading(connection, query.sql(), classifications);
      }
      return connection;
    } catch (Throwable t) {
      connection.close();
      throw t;
    }
  }

  private Lanes lanes(Query query) {
    return query.access() == Access.READ_ONLY ? users : readers;
  }

  private <T> T await(Task<T> task, Lanes lanes, String mark, Deadline deadline) {
    try {
      return task.await(Duration.ofNanos(deadline.nanosLeft()));
    } catch (TimeoutException _) {
      stop(task, lanes, mark);
      throw Cancelled.late(deadline);
    } catch (InterruptedException _) {
      stop(task, lanes, mark);
      Thread.currentThread().interrupt();
      throw Cancelled.interrupted();
    }
  }

  private void stop(Task<?> task, Lanes lanes, String mark) {
    if (task.giveUp()) {
      lanes.remove(task);
    } else {
      control.end(mark, task);
    }
  }

  private static Session session(
      EmbeddedOptions options, Access access, String database, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(options.settings());
    boolean readOnly = access == Access.READ_ONLY;
    if (readOnly) {
      all.putAll(options.userSettings());
    }
    all.putAll(settings);
    // It is the statement's mark, by which it can be found and ended.
    all.remove("log_comment");
    return new Session(database, all, readOnly);
  }
}
