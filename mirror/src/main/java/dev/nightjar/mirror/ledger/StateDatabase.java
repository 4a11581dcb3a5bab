package dev.nightjar.mirror.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The small SQL database in which a server keeps what must survive it: the ledger, the mirrors'
 * states, and the tables that other modules bring by their own migrations.
 *
 * <p>All work runs on one thread of its own, one transaction after the other; callers wait by
 * parking (SQLite's native calls would hold on to the carrier of a virtual thread). What a
 * transaction wrote is on disk when {@link #transaction} returns (WAL, {@code synchronous=FULL}).
 */
public final class StateDatabase implements AutoCloseable {
  /** More than the transactions of a mirror write at once. */
  private static final int WRITABLE_BYTES = 64 << 10;

  /** More than there are different ones in the program. */
  private static final int PREPARED_STATEMENTS = 256;

  private final Path file;
  private final Optional<DirectoryLock> lock;
  private final SQLiteDataSource source;
  private final ExecutorService worker;
  private final Set<String> migrated = ConcurrentHashMap.newKeySet();
  private final PreparedStatements statements = new PreparedStatements(PREPARED_STATEMENTS);
  private Connection connection;
  private Jdbi jdbi;

  private StateDatabase(
      Path file, Optional<DirectoryLock> lock, SQLiteDataSource source, ExecutorService worker) {
    this.file = file;
    this.lock = lock;
    this.source = source;
    this.worker = worker;
  }

  /**
   * Opens {@code state.db} in a data directory, making both where they do not exist, and locks the
   * directory until {@link #close()}.
   *
   * @throws DirectoryInUseException if another server has it
   * @throws StateDatabaseException if the file cannot be opened or is no database
   */
  public static StateDatabase open(Path directory) {
    try {
      createPrivately(directory);
    } catch (IOException e) {
      throw new StateDatabaseException(
          "cannot create the data directory " + directory + ": " + FileTrouble.why(e), e);
    }
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      Path file = directory.resolve("state.db");
      StateFile.requireWhole(file);
      StateDatabase database =
          new StateDatabase(file, Optional.of(lock), dataSource(file), ownThread());
      database.connect();
      return database;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static ExecutorService ownThread() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().daemon().name("state-database").factory());
  }

  /**
   * A database in memory, for simulations: it is gone when it is closed.
   *
   * @param worker runs the transactions one after the other, on any thread; shut down by {@link
   *     #close()}
   */
  public static StateDatabase inMemory(ExecutorService worker) {
    String name = "state-" + UUID.randomUUID();
    SQLiteConfig config = new SQLiteConfig();
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setSharedCache(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:file:" + name + "?mode=memory&cache=shared");
    StateDatabase database = new StateDatabase(Path.of(name), Optional.empty(), source, worker);
    database.connect();
    return database;
  }

  /** A directory that is made here is its owner's alone, for all rows will lie in it. */
  private static void createPrivately(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static SQLiteDataSource dataSource(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(10_000);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  private void connect() {
    try {
      run(() -> {
        connection = source.getConnection();
        jdbi = Jdbi.create(connection);
        jdbi.setStatementBuilderFactory(_ -> statements);
        StateFile.check(file, connection);
        return null;
      });
    } catch (SQLException | StateUnavailableException e) {
      closeAfter(e);
      throw StateFile.cannotOpen(file, e);
    } catch (StateDatabaseException e) {
      closeAfter(e);
      throw e;
    }
  }

  private void closeAfter(Exception cause) {
    try {
      run(() -> {
        if (connection != null) {
          connection.close();
        }
        return null;
      });
    } catch (SQLException e) {
      cause.addSuppressed(e);
    } finally {
      worker.shutdown();
    }
  }

  /**
   * Brings one component's tables up to date.
   *
   * @param component lower-case letters; names the table of applied migrations
   * @param location a folder on the class path with files {@code V1__words.sql}
   */
  public void migrate(String component, String location) {
    migrate(component, location, StateDatabase.class.getClassLoader());
  }

  /** The same, with the class loader that sees the folder. */
  public void migrate(String component, String location, ClassLoader loader) {
    if (migrated.contains(component)) {
      return;
    }
    try {
      run(() -> {
        Flyway flyway =
            Flyway.configure(loader)
                .dataSource(source)
                .locations("classpath:" + location)
                .table("migrations_" + component)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
        StateFile.requireKnown(file, flyway.info());
        statements.forget();
        return flyway.migrate();
      });
      migrated.add(component);
    } catch (FlywayException | SQLException | StateUnavailableException e) {
      throw new StateDatabaseException(
          "cannot bring " + file + " up to date: " + e.getMessage(), e);
    }
  }

  /**
   * Runs work in a transaction of its own. It is committed, and on disk, when this returns; an
   * exception rolls it back and comes out as it is.
   *
   * @throws StateUnavailableException when the disk does not take what was written, or does not
   *     hand out what is read; nothing of the transaction is stored
   * @throws IllegalStateException when called from inside another transaction
   */
  public <T, X extends Exception> T transaction(HandleCallback<T, X> work) throws X {
    return this.<T, X>run(() -> {
      try {
        return jdbi.inTransaction(work);
      } catch (JdbiException e) {
        throw StateUnavailableException.of(file, e).orElseThrow(() -> e);
      }
    });
  }

  /**
   * Writes a few pages and takes them back.
   *
   * @throws StateUnavailableException when the disk does not take them
   */
  public void checkWritable() {
    transaction(handle -> {
      handle.execute("CREATE TABLE writable (content BLOB)");
      handle.execute("INSERT INTO writable VALUES (zeroblob(?))", WRITABLE_BYTES);
      return handle.execute("DROP TABLE writable");
    });
  }

  @FunctionalInterface
  private interface Work<T, X extends Exception> {
    T run() throws X;
  }

  private record Ended<T>(T value, Throwable error) {}

  @SuppressWarnings("unchecked") // what a Work<T, X> throws is X or unchecked
  private <T, X extends Exception> T run(Work<T, X> work) throws X {
    Ended<T> ended = await(submit(work));
    switch (ended.error()) {
      case null -> {
        return ended.value();
      }
      case Error error -> throw error;
      case RuntimeException unchecked -> throw unchecked;
      default -> throw (X) ended.error();
    }
  }

  private <T, X extends Exception> Future<Ended<T>> submit(Work<T, X> work) {
    if (Thread.currentThread().getName().equals("state-database")) {
      throw new IllegalStateException("a transaction inside a transaction");
    }
    try {
      return worker.submit(() -> {
        try {
          return new Ended<T>(work.run(), null);
        } catch (Throwable e) {
          return new Ended<T>(null, e);
        }
      });
    } catch (RejectedExecutionException e) {
      throw new StateDatabaseException(file + " is closed", e);
    }
  }

  /** Waits for the outcome whatever happens: a transaction's outcome is never left unknown. */
  private static <T> T await(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits for the transactions that were handed in, closes the database and lets go of the lock.
   */
  @Override
  public void close() {
    if (worker.isShutdown()) {
      return;
    }
    try {
      run(() -> {
        statements.forget();
        connection.close();
        return null;
      });
    } catch (SQLException e) {
      throw new StateDatabaseException("cannot close " + file + ": " + e.getMessage(), e);
    } finally {
      worker.shutdown();
      lock.ifPresent(DirectoryLock::close);
    }
  }
}
