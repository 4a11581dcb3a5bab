package dev.nightjar.clickhouse.remote;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.block.NativeBlock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Queries and inserts at one server, through client-v2, whose own repetitions are switched off.
 * Calls block.
 */
final class Http implements AutoCloseable {
  private static final int UNKNOWN_FORMAT = 73;

  private final Client client;
  private final Failures failures;
  private final boolean compress;

  Http(RemoteOptions options, Failures failures) {
    this(options, failures, !isLoopback(options.url().getHost()));
  }

  /**
   * A way to a server.
   *
   * @param compress whether blocks are sent as LZ4
   */
  Http(RemoteOptions options, Failures failures, boolean compress) {
    Limits limits = options.limits();
    Client.Builder builder =
        new Client.Builder()
            .addEndpoint(options.url().toString())
            .setUsername(options.user())
            .setPassword(options.password().text())
            .setClientName("nightjar")
            .compressServerResponse(false)
            .compressClientRequest(false)
            .setMaxRetries(0)
            .retryOnFailures(ClientFaultCause.None)
            .setConnectTimeout(limits.connectTimeout().toMillis())
            .setConnectionRequestTimeout(limits.connectTimeout().toMillis(), ChronoUnit.MILLIS)
            .setSocketTimeout(limits.silence().toMillis())
            .setSocketTcpNodelay(true)
            .setSocketKeepAlive(true)
            // Statements, and beside each one that looks after it.
            .setMaxConnections(2 * (limits.writers() + limits.readers() + limits.users()));
    options.caFile().ifPresent(file -> builder.setRootCertificate(file.toString()));
    this.client = builder.build();
    this.failures = failures;
    this.compress = compress;
  }

  /** Across a network LZ4 saves more time than it takes; on this machine it only takes some. */
  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  /**
   * Sends a query.
   *
   * @return the answer whose status has come and whose body is still to be read; to be closed
   * @throws ClickHouseException what became of it
   */
  QueryResponse query(Request request) {
    QuerySettings settings =
        new QuerySettings()
            .setFormat(format(request.format()))
            .setDatabase(request.database())
            .setQueryId(request.queryId());
    request.parameters().forEach(settings::serverSetting);
    try {
      return client.query(request.sql(), settings).get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (Exception e) {
      throw failures.of(e);
    }
  }

  /**
   * Sends a block.
   *
   * @param target table and columns, as they follow {@code INSERT INTO}
   * @return rows written, as ClickHouse counts them
   */
  long insert(String target, NativeBlock block, String queryId, Map<String, String> settings) {
    InsertSettings inserting =
        new InsertSettings().setQueryId(queryId).compressClientRequest(compress);
    settings.forEach(inserting::serverSetting);
    try (InsertResponse response =
        client.insert(target, new SentOnce(block), ClickHouseFormat.Native, inserting).get()) {
      return response.getWrittenRows();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (Exception e) {
      throw failures.of(e);
    }
  }

  /** Ends a request that still waits for the answer's beginning, on this side alone. */
  void abandon(String queryId) {
    client.cancelTransportRequest(queryId);
  }

  @Override
  public void close() {
    client.close();
  }

  private static ClickHouseFormat format(String name) {
    try {
      return ClickHouseFormat.valueOf(name);
    } catch (IllegalArgumentException _) {
      throw new ClickHouseException(
          UNKNOWN_FORMAT,
          "UNKNOWN_FORMAT",
          "Unknown format " + name + ": ClickHouse's client knows none of that name");
    }
  }

  private ClickHouseException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return failures.of(e);
  }

  /**
   * The HTTP client below repeats a request by itself when the answer is 503, which ClickHouse also
   * answers for errors in the middle of an insert. The second time there is nothing to send: an
   * insert of no rows.
   */
  private record SentOnce(NativeBlock block, AtomicBoolean sent) implements DataStreamWriter {
    SentOnce(NativeBlock block) {
      this(block, new AtomicBoolean());
    }

    @Override
    public void onOutput(OutputStream out) throws IOException {
      if (!sent.compareAndSet(false, true)) {
        throw new IOException("HTTP 503 in answer to a block");
      }
      try {
        block.writeTo((array, offset, length) -> write(out, array, offset, length));
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    private static void write(OutputStream out, byte[] array, int offset, int length) {
      try {
        out.write(array, offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onRetry() throws IOException {
      throw new IOException("a block is sent once");
    }
  }
}
