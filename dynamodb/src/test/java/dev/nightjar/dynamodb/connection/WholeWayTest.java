package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.backup.ExportFault;
import dev.nightjar.awslocal.dynamodb.TablesOptions;
import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.stream.StreamOptions;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.ChangeConsumer;
import dev.nightjar.dynamodb.change.EventName;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.export.DataFile;
import dev.nightjar.dynamodb.export.DataFileCursor;
import dev.nightjar.dynamodb.export.DataFileReader;
import dev.nightjar.dynamodb.export.ExportCorruptException;
import dev.nightjar.dynamodb.export.ExportDescription;
import dev.nightjar.dynamodb.export.ExportManifest;
import dev.nightjar.dynamodb.export.ExportRequest;
import dev.nightjar.dynamodb.export.ExportStatus;
import dev.nightjar.dynamodb.export.ManifestReader;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.Remedy;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import dev.nightjar.dynamodb.item.AttributePath;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.PlainJson;
import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.dynamodb.stream.ShardTree;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** From a table to changes, through the SDK, against the stand-in for AWS. */
class WholeWayTest {
  @TempDir Path directory;

  private final AttributeReader item = new AttributeReader();
  private final PlainJson plainJson = new PlainJson();
  private final ByteOutput json = new ByteOutput(1024);
  private LocalAws local;

  @BeforeEach
  void start() throws IOException {
    local =
        new LocalAws(
            AwsLocalOptions.defaults()
                .withTables(
                    TablesOptions.defaults()
                        .withStream(StreamOptions.defaults().withShards(3))
                        .withAttributeOrderSeed(7)));
  }

  @AfterEach
  void stop() {
    local.close();
  }

  private String plain(Change change) {
    item.read(change.buffer(), change.newImageStart(), change.newImageEnd());
    json.clear();
    plainJson.write(item, json);
    return json.toString();
  }

  private String id(Change change) {
    item.read(change.buffer(), change.keysStart(), change.keysEnd());
    int node = item.find(AttributePath.of("id"));
    return change.text(item.valueStart(node), item.valueEnd(node));
  }

  private String streamArn() {
    TableInspection inspection =
        local.connection.tables().inspect(LocalAws.TABLE, TableLimits.NONE);
    return ((TableInspection.Usable) inspection).table().requireStream().arn();
  }

  private static Map<String, AttributeValue> everyType(Random random) {
    Map<String, AttributeValue> map = new HashMap<>();
    for (int i = 0; i < 8; i++) {
      map.put("m" + random.nextInt(1000), AttributeValue.fromN(String.valueOf(random.nextLong())));
    }
    Map<String, AttributeValue> attributes = new HashMap<>();
    attributes.put(
        "text", AttributeValue.fromS("a \"quoted\" \\ text\n\u0000\u001f 😀 é / \u2028"));
    attributes.put("emoji 😀 \"name\"", AttributeValue.fromBool(random.nextBoolean()));
    attributes.put("big", AttributeValue.fromN("12345678901234567890123456789012345678"));
    attributes.put("small", AttributeValue.fromN("-1.5E-100"));
    attributes.put(
        "binary", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {-1, 0, 62, 63})));
    attributes.put("nothing", AttributeValue.fromNul(true));
    attributes.put("map", AttributeValue.fromM(map));
    attributes.put(
        "list",
        AttributeValue.fromL(List.of(AttributeValue.fromS("z"), AttributeValue.fromM(map))));
    attributes.put("strings", AttributeValue.fromSs(List.of("é", "z", "a", "")));
    attributes.put("numbers", AttributeValue.fromNs(List.of("10", "9", "-1", "1E2", "0.5")));
    attributes.put(
        "binaries",
        AttributeValue.fromBs(
            List.of(
                SdkBytes.fromByteArray(new byte[] {-1}),
                SdkBytes.fromByteArray(new byte[] {0, 1}))));
    return attributes;
  }

  private ExportDescription completedExport() {
    ExportDescription requested =
        local
            .connection
            .exports()
            .request(
                new ExportRequest(
                    LocalAws.TABLE,
                    LocalAws.BUCKET,
                    Optional.empty(),
                    Optional.of("some/prefix"),
                    "token-1"));
    return Awaitility.await()
        .until(
            () -> local.connection.exports().describe(requested.exportArn()),
            export -> export.status() != ExportStatus.IN_PROGRESS);
  }

  private DataFileReader files() {
    return new DataFileReader(
        local.connection.objects(), directory, () -> DataFileReader.DEFAULT_MEMORY_LIMIT);
  }

  @Test
  void theExportsAndTheStreamsTextOfAnItemAreTheSameBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      local.put("item-" + i, everyType(random));
    }
    Map<String, String> streamed = new TreeMap<>();
    Reader reader = new Reader(streamArn());
    reader.readAll(change -> streamed.put(id(change), plain(change)));

    ExportManifest manifest =
        new ManifestReader(local.connection.objects()).read(completedExport());
    List<String> exported = new ArrayList<>();
    for (DataFile file : manifest.files()) {
      try (DataFileCursor cursor = files().open(file, 0, 0)) {
        cursor.forEachRemaining(change -> exported.add(plain(change)));
      }
    }

    assertThat(manifest.itemCount()).isEqualTo(100);
    assertThat(exported).containsExactlyInAnyOrderElementsOf(streamed.values());
    assertThat(exported.getFirst()).contains("\"numbers\":[-1,0.5,9,10,");
  }

  @Test
  void followsAllLineagesThroughRollsAndSplits() {
    Reader reader = new Reader(streamArn());
    Map<String, List<Integer>> written = new TreeMap<>();
    Map<String, List<Integer>> read = new TreeMap<>();
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < 60; i++) {
        String id = "item-" + i % 20;
        int version = round * 60 + i;
        local.put(id, Map.of("version", AttributeValue.fromN(String.valueOf(version))));
        written.computeIfAbsent(id, _ -> new ArrayList<>()).add(version);
      }
      if (round % 2 == 0) {
        local.aws.control().streams().roll(reader.streamArn);
      } else {
        String open =
            local.connection.streams().describe(reader.streamArn).shards().stream()
                .filter(shard -> !shard.closed())
                .findFirst()
                .orElseThrow()
                .id()
                .value();
        local.aws.control().streams().split(reader.streamArn, open);
      }
      reader.readAll(
          change -> read.computeIfAbsent(id(change), _ -> new ArrayList<>()).add(version(change)));
    }

    assertThat(read).isEqualTo(written);
    assertThat(reader.tree.snapshot()).extracting(ShardState::depth).contains(1, 2, 3, 4);
  }

  private int version(Change change) {
    item.read(change.buffer(), change.newImageStart(), change.newImageEnd());
    int node = item.find(AttributePath.of("version"));
    return Integer.parseInt(change.text(item.valueStart(node), item.valueEnd(node)));
  }

  @Test
  void throttledAndFailingCallsAreRepeated() {
    local.put("item", Map.of());
    Reader reader = new Reader(streamArn());
    local.aws.control().faults().on("DynamoDBStreams_20120810.*").times(8).does(Effect.throttled());
    local
        .aws
        .control()
        .faults()
        .on("DynamoDBStreams_20120810.GetRecords")
        .times(8)
        .does(Effect.internalError());
    local
        .aws
        .control()
        .faults()
        .on("DynamoDBStreams_20120810.GetRecords")
        .times(4)
        .does(Effect.cut());

    List<EventName> names = new ArrayList<>();
    reader.readAll(change -> names.add(change.eventName()));

    assertThat(names).containsExactly(EventName.INSERT);
    assertThat(reader.retries).isPositive();
  }

  @Test
  void aSessionThatEndsEarlyIsBegunAnew() {
    String stream = streamArn();
    local.aws.control().expireSessions("123456789012", "mirror");

    assertThatThrownBy(() -> local.connection.streams().describe(stream))
        .isInstanceOf(TransientException.class);

    assertThat(local.connection.streams().describe(stream).shards()).hasSize(3);
  }

  @Test
  void aTrimmedPositionIsTold() {
    for (int i = 0; i < 30; i++) {
      local.put("item-" + i, Map.of());
    }
    String stream = streamArn();
    ShardId shard = local.connection.streams().describe(stream).shards().getFirst().id();
    RecordPage page =
        local
            .connection
            .streams()
            .records(
                local
                    .connection
                    .streams()
                    .shardIterator(stream, shard, new IteratorPosition.TrimHorizon()));
    SequenceNumber first = page.firstSequenceNumber().orElseThrow();
    local.aws.control().streams().trim(stream);

    assertThatThrownBy(() ->
            local
                .connection
                .streams()
                .records(
                    local
                        .connection
                        .streams()
                        .shardIterator(
                            stream, shard, new IteratorPosition.AtSequenceNumber(first))))
        .isInstanceOf(TrimmedDataException.class);
  }

  @Test
  void theSameClientTokenIsTheSameExport() {
    local.put("item", Map.of());
    var request =
        new ExportRequest(
            LocalAws.TABLE, LocalAws.BUCKET, Optional.empty(), Optional.empty(), "token-2");

    ExportDescription once = local.connection.exports().request(request);
    ExportDescription again = local.connection.exports().request(request);

    assertThat(again.exportArn()).isEqualTo(once.exportArn());
  }

  @Test
  void damagedFilesAreFoundOut() {
    for (int i = 0; i < 50; i++) {
      local.put("item-" + i, Map.of());
    }
    local.aws.control().exports().next(ExportFault.damagedFile());
    ExportManifest manifest =
        new ManifestReader(local.connection.objects()).read(completedExport());

    List<DataFile> damaged = new ArrayList<>();
    for (DataFile file : manifest.files()) {
      try (DataFileCursor cursor = files().open(file, 0, 0)) {
        cursor.forEachRemaining(_ -> {});
      } catch (ExportCorruptException corrupt) {
        damaged.add(file);
      }
    }

    assertThat(damaged).hasSize(1);
  }

  @Test
  void noActionOutsideTheAccessPolicyIsCalled() {
    local.put("item", Map.of());
    new Reader(streamArn()).readAll(_ -> {});
    new ManifestReader(local.connection.objects()).read(completedExport());

    assertThat(local.aws.control().calls().byRoles().keySet())
        .containsExactlyInAnyOrder(
            "DynamoDB_20120810.DescribeTable",
            "DynamoDB_20120810.DescribeContinuousBackups",
            "DynamoDB_20120810.ExportTableToPointInTime",
            "DynamoDB_20120810.DescribeExport",
            "DynamoDBStreams_20120810.DescribeStream",
            "DynamoDBStreams_20120810.GetShardIterator",
            "DynamoDBStreams_20120810.GetRecords",
            "S3.GetObject");
  }

  /**
   * Reads a stream as far as it goes: parents before children, each shard from where it was left.
   */
  private final class Reader {
    final String streamArn;
    final ShardTree tree = new ShardTree(ShardTree.DEFAULT_RETENTION);
    final Map<ShardId, SequenceNumber> positions = new HashMap<>();
    int retries;

    Reader(String streamArn) {
      this.streamArn = streamArn;
    }

    void readAll(ChangeConsumer consumer) {
      boolean finishedAny = true;
      while (finishedAny) {
        var listing = repeated(() -> local.connection.streams().describe(streamArn));
        tree.merge(listing.shards(), listing.answeredAt());
        finishedAny = false;
        for (ShardState state : tree.readable()) {
          finishedAny |= readShard(state, consumer);
        }
      }
    }

    private <T> T repeated(Supplier<T> call) {
      while (true) {
        try {
          return call.get();
        } catch (AwsException failure) {
          assertThat(Remedy.ofShardRead(failure)).isEqualTo(Remedy.RETRY);
          retries++;
          assertThat(retries).isLessThan(20);
        }
      }
    }

    private boolean readShard(ShardState state, ChangeConsumer consumer) {
      tree.begin(state.id());
      IteratorPosition position =
          positions.containsKey(state.id())
              ? new IteratorPosition.AfterSequenceNumber(positions.get(state.id()))
              : new IteratorPosition.TrimHorizon();
      Optional<String> iterator =
          Optional.of(
              repeated(
                  () -> local.connection.streams().shardIterator(streamArn, state.id(), position)));
      while (iterator.isPresent()) {
        String from = iterator.get();
        RecordPage page = repeated(() -> local.connection.streams().records(from));
        page.forEach(consumer);
        page.lastSequenceNumber().ifPresent(last -> positions.put(state.id(), last));
        iterator = page.nextShardIterator();
        if (page.size() == 0 && iterator.isPresent()) {
          return false;
        }
      }
      tree.finish(state.id(), local.connection.streams().describe(streamArn).answeredAt());
      return true;
    }
  }
}
