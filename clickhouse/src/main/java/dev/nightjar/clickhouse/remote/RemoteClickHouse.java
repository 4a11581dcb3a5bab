package dev.nightjar.clickhouse.remote;

import com.clickhouse.client.api.query.QueryResponse;
import dev.nightjar.clickhouse.Access;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryResult;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.RowsInsert;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.ddl.Layout;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ClickHouse server over HTTP.
 *
 * <p>It may be away when this is opened: statements are refused as unavailable until it is there.
 * At its first answer its version and the user's rights are checked.
 */
public final class RemoteClickHouse implements ClickHouse {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteClickHouse.class);

  private final RemoteOptions options;
  private final RemoteSettings settings;
  private final Http http;
  private final Commands commands;
  private final Server server;
  private final Processes processes;
  private final RemoteInspector inspector;
  private final Lanes writers;
  private final Lanes readers;
  private final Lanes users;
  private final RunningIds ids = new RunningIds();
  private final Set<PipedStream> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private RemoteClickHouse(RemoteOptions options) {
    this.options = options;
    this.settings = new RemoteSettings(options);
    Failures failures = new Failures(options.address());
    this.commands = new Commands(options, failures);
    this.http = new Http(options, failures);
    Asking asking = new Asking(http, settings.ofQuestion());
    this.server = new Server(new ServerCheck(asking, options));
    this.processes = new Processes(asking, http, new Layout(options.cluster(), true));
    this.inspector = new RemoteInspector(asking, server);
    this.writers = lanes("writer", options.limits().writers());
    this.readers = lanes("reader", options.limits().readers());
    this.users = lanes("user", options.limits().users());
  }

  private Lanes lanes(String kind, int running) {
    return new Lanes(
        kind,
        running,
        options.limits().waiting(),
        Thread.ofVirtual().name("clickhouse-" + kind + "-", 1).factory());
  }

  /**
   * Opens it, and checks the server if it is there.
   *
   * @throws RemoteException when it is there and cannot be used; the message says what to do
   */
  public static RemoteClickHouse open(RemoteOptions options) {
    RemoteClickHouse clickHouse = new RemoteClickHouse(options);
    try {
      clickHouse.server.checked();
      return clickHouse;
    } catch (UnavailableException e) {
      TlsTrouble.in(e)
          .ifPresent(trouble -> {
            clickHouse.close();
            throw new RemoteException("ClickHouse at " + options.address() + ": " + trouble, e);
          });
      // It may come later; whoever wants something until then is told.
      return clickHouse;
    } catch (Throwable t) {
      clickHouse.close();
      throw t;
    }
  }

  @Override
  public void execute(Statement statement) {
    run(statement, id(statement.queryId()), task -> Callers.uninterrupted(task::await));
  }

  @Override
  public void executeUnlessInterrupted(Statement statement) {
    String id = id(statement.queryId());
    run(statement, id, task -> await(task, writers, id, Deadline.after(Optional.empty())));
  }

  private void run(Statement statement, String id, Consumer<Task<Boolean>> waiting) {
    Request request =
        new Request(
            statement.sql(),
            "Null",
            statement.database(),
            id,
            Request.parameters(settings.ofWrite(statement.settings()), statement.parameters()));
    Task<Boolean> task =
        task(() -> {
          commands.run(request.whole(), processes::runs);
          return true;
        });
    try (RunningIds.Taken _ = ids.take(statement.queryId())) {
      writers.submit(task);
      waiting.accept(task);
    }
  }

  @Override
  public InsertResult insert(Insert insert) {
    if (insert.block().rows() == 0) {
      return new InsertResult(0, 0, Duration.ZERO);
    }
    String id = id(insert.queryId());
    Task<InsertResult> task =
        task(() -> {
          Map<String, String> written =
              new HashMap<>(settings.ofWrite(server.facts().known(InsertSettings.of(insert))));
          written.put("wait_end_of_query", "1");
          long start = System.nanoTime();
          long bytes = http.insert(InsertSettings.target(insert), insert.block(), id, written);
          return new InsertResult(
              insert.block().rows(), bytes, Duration.ofNanos(System.nanoTime() - start));
        });
    try (RunningIds.Taken _ = ids.take(insert.queryId())) {
      writers.submit(task);
      return Callers.uninterrupted(task::await);
    }
  }

  @Override
  public InsertResult load(RowsInsert insert, InputStream rows) throws IOException {
    Request request =
        new Request(
            insert.sql() + " FORMAT " + insert.format(),
            "Null",
            insert.database(),
            id(insert.queryId()),
            Request.parameters(
                settings.ofWrite(server.facts().known(insert.settings())), insert.parameters()));
    Task<InsertResult> task =
        task(() -> {
          long start = System.nanoTime();
          long written = commands.load(request.whole(), rows);
          return new InsertResult(written, written, Duration.ofNanos(System.nanoTime() - start));
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
    String id = id(query.queryId());
    Request request = request(query, id).whole();
    Task<QueryResult> task =
        task(() -> {
          check(query);
          try (QueryResponse response = http.query(request)) {
            AnswerReader reader = new AnswerReader(response.getInputStream());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (Optional<byte[]> piece = reader.next(); piece.isPresent(); piece = reader.next()) {
              require(bytes.size() + (long) piece.get().length, id);
              bytes.writeBytes(piece.get());
            }
            return new QueryResult(bytes.toByteArray(), StreamingAnswer.statistics(response));
          }
        });
    Lanes lanes = lanes(query);
    try (RunningIds.Taken _ = ids.take(query.queryId())) {
      lanes.submit(task);
      return await(task, lanes, id, deadline);
    }
  }

  @Override
  public QueryStream stream(Query query) {
    Deadline deadline = Deadline.after(query.timeout());
    String id = id(query.queryId());
    Lanes lanes = lanes(query);
    RunningIds.Taken taken = ids.take(query.queryId());
    Pipe<PipedStream.Piece> pipe = new Pipe<>();
    Task<Boolean> task =
        noticing(
            new StreamingAnswer(
                () -> {
                  // here, where whoever waits for the stream is told of a failure
                  server.facts();
                  check(query);
                  return http.query(request(query, id));
                },
                deadline,
                pipe,
                () -> processes.kill(id)));
    PipedStream stream =
        new PipedStream(
            pipe,
            deadline,
            closing -> {
              if (!stop(task, lanes, id)) {
                LOG.warn("the server has not shown that the closed query {} is gone", id);
              }
              taken.close();
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
    return ids.contains(queryId) || processes.runs(queryId);
  }

  @Override
  public String version() {
    return server.facts().version();
  }

  @Override
  public Layout layout() {
    return new Layout(options.cluster(), server.facts().localDisks());
  }

  @Override
  public boolean restartsByItself() {
    return options.cluster().isEmpty();
  }

  @Override
  public SqlInspector inspector() {
    return inspector;
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
    writers.close();
    commands.close();
    http.close();
  }

  /** Work that begins when the server is there and known. */
  private <T> Task<T> task(Callable<T> body) {
    return noticing(() -> {
      server.facts();
      return body.call();
    });
  }

  /** Asks for the server's facts anew after an error that says that it is away. */
  private <T> Task<T> noticing(Callable<T> body) {
    return new Task<>(() -> {
      try {
        return body.call();
      } catch (ClickHouseException e) {
        server.lost(e);
        throw e;
      }
    });
  }

  private void check(Query query) {
    if (query.access() == Access.READ_ONLY) {
      inspector.requireOneReading(query.sql(), query.parameters());
    }
  }

  private Request request(Query query, String id) {
    return new Request(
        query.sql(),
        query.format(),
        query.database(),
        id,
        Request.parameters(settings.ofQuery(query.access(), query.settings()), query.parameters()));
  }

  private Lanes lanes(Query query) {
    return query.access() == Access.READ_ONLY ? users : readers;
  }

  private <T> T await(Task<T> task, Lanes lanes, String id, Deadline deadline) {
    try {
      return task.await(Duration.ofNanos(deadline.nanosLeft()));
    } catch (TimeoutException _) {
      throw stopped(stop(task, lanes, id), Cancelled.late(deadline));
    } catch (InterruptedException _) {
      boolean gone = stop(task, lanes, id);
      Thread.currentThread().interrupt();
      throw stopped(gone, Cancelled.interrupted());
    }
  }

  /** Ends a query that has not ended; whether it is seen to be gone. */
  private boolean stop(Task<?> task, Lanes lanes, String id) {
    if (task.giveUp()) {
      lanes.remove(task);
      return true;
    }
    return processes.end(id, task);
  }

  private static ClickHouseException stopped(boolean gone, ClickHouseException why) {
    return gone
        ? why
        : new OutcomeUnknownException(
            why.getMessage() + "; the server has not shown that it is gone", why);
  }

  private static String id(Optional<String> wanted) {
    return wanted.orElseGet(() -> "nightjar-" + UUID.randomUUID());
  }

  private void require(long bytes, String id) {
    if (bytes > Integer.MAX_VALUE - 64) {
      processes.kill(id);
      throw new ClickHouseException(
          0, "", "the result is larger than 2 GiB: it can be streamed, not held in memory");
    }
  }
}
