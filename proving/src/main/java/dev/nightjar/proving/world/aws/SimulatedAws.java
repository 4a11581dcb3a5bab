package dev.nightjar.proving.world.aws;

import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.dynamodb.connection.RightsProbe;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.export.ExportClient;
import dev.nightjar.dynamodb.export.ExportDescription;
import dev.nightjar.dynamodb.export.ExportRequest;
import dev.nightjar.dynamodb.export.ObjectContent;
import dev.nightjar.dynamodb.export.ObjectStore;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.scan.TableScanner;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.stream.StreamDescription;
import dev.nightjar.dynamodb.stream.StreamStatus;
import dev.nightjar.dynamodb.stream.StreamViewType;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableInspector;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.dynamodb.table.TableSwitches;
import dev.nightjar.proving.world.fault.Faults;
import dev.nightjar.proving.world.script.Trouble;
import dev.nightjar.proving.world.time.Scheduler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The simulated AWS behind the mirror's ports, for one process. */
public final class SimulatedAws implements Connector, TableConnection {
  private final Scheduler scheduler;
  private final SimulatedTable table;
  private final ExportsModel exports;
  private final Faults faults;
  private final AwsCalls calls;

  /** The ports of one process. */
  public SimulatedAws(
      Scheduler scheduler,
      SimulatedTable table,
      ExportsModel exports,
      Faults faults,
      AwsCalls calls) {
    this.scheduler = scheduler;
    this.table = table;
    this.exports = exports;
    this.faults = faults;
    this.calls = calls;
  }

  @Override
  public TableConnection connect(RoleTarget target) {
    return this;
  }

  @Override
  public boolean hasCredentials() {
    return true;
  }

  @Override
  public String callerAccount() {
    return "123456789012";
  }

  @Override
  public void assumeRole() {
    calls.call("AssumeRole", Trouble.ROLE_LOST, () -> true);
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  @Override
  public StreamClient streams() {
    return new Streams();
  }

  @Override
  public ExportClient exports() {
    return new Exports();
  }

  @Override
  public TableInspector tables() {
    return new Tables();
  }

  @Override
  public TableSwitches switches() {
    throw new UnsupportedOperationException("no history switches anything on through the mirror");
  }

  @Override
  public RightsProbe rights() {
    throw new UnsupportedOperationException("no history tries rights");
  }

  @Override
  public TableScanner scans() {
    throw new UnsupportedOperationException("no history scans the table");
  }

  @Override
  public ObjectStore objects() {
    return (bucket, key) ->
        calls.call("GetObject", Trouble.DOWNLOADS_FAIL, () -> content(exports.object(key)));
  }

  private ObjectContent content(byte[] bytes) {
    boolean breaks = faults.strikes(Trouble.DOWNLOADS_FAIL);
    InputStream body = breaks ? new BrokenStream(bytes) : new ByteArrayInputStream(bytes);
    return new ObjectContent(body, bytes.length);
  }

  /** Half of a body, then an error. */
  private static final class BrokenStream extends InputStream {
    private final byte[] bytes;
    private int at;

    BrokenStream(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      if (at >= bytes.length / 2) {
        throw new IOException("the connection broke off");
      }
      return bytes[at++] & 0xff;
    }
  }

  private StreamModel stream(String arn) {
    return table.stream(arn)
        .orElseThrow(() ->
            new NotFoundException(
                "DescribeStream", "ResourceNotFoundException", "there is no " + arn, null));
  }

  private final class Streams implements StreamClient {

    @Override
    public StreamDescription describePage(String streamArn, Optional<ShardId> exclusiveStart) {
      return describe(streamArn);
    }

    @Override
    public StreamDescription describe(String streamArn) {
      return calls.call(
          "DescribeStream",
          Trouble.LISTING_FAILS,
          () -> {
            StreamModel stream = stream(streamArn);
            return new StreamDescription(
                streamArn,
                streamArn.substring(streamArn.lastIndexOf('/') + 1),
                stream.enabled() ? StreamStatus.ENABLED : StreamStatus.DISABLED,
                StreamViewType.NEW_AND_OLD_IMAGES,
                Optional.of(stream.createdAt()),
                stream.listing(),
                Optional.empty(),
                scheduler.now().truncatedTo(ChronoUnit.SECONDS));
          });
    }

    @Override
    public List<Shard> children(String streamArn, ShardId parent) {
      return calls.call(
          "DescribeStream children of " + parent,
          Trouble.LISTING_FAILS,
          () -> stream(streamArn).children(parent));
    }

    @Override
    public String shardIterator(String streamArn, ShardId shard, IteratorPosition position) {
      return calls.call(
          "GetShardIterator " + shard + " " + position,
          Trouble.STREAM_FAILS,
          () -> stream(streamArn).iterator(shard, position));
    }

    @Override
    public RecordPage records(String shardIterator) {
      return calls.call(
          "GetRecords",
          Trouble.STREAM_FAILS,
          () ->
              stream(shardIterator.substring(0, shardIterator.indexOf('|')))
                  .records(shardIterator));
    }
  }

  private final class Exports implements ExportClient {

    @Override
    public ExportDescription request(ExportRequest request) {
      return calls.call(
          "ExportTableToPointInTime", Trouble.EXPORT_CALLS_FAIL, () -> exports.request(request));
    }

    @Override
    public ExportDescription describe(String exportArn) {
      return calls.call(
          "DescribeExport", Trouble.EXPORT_CALLS_FAIL, () -> exports.describe(exportArn));
    }
  }

  private final class Tables implements TableInspector {

    @Override
    public TableInspection inspect(String tableArn, TableLimits limits) {
      return TableChecks.judge(describe(tableArn), tableArn, SimulatedTable.REGION, limits);
    }

    @Override
    public Optional<TableDescription> describe(String tableArn) {
      return calls.call("DescribeTable", Trouble.TABLE_CALLS_FAIL, table::describe);
    }
  }
}
