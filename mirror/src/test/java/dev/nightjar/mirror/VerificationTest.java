package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.LastVerification;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.verify.Difference;
import dev.nightjar.mirror.verify.Difference.ColumnDifference;
import dev.nightjar.mirror.verify.Difference.Kind;
import dev.nightjar.mirror.verify.Sample;
import dev.nightjar.mirror.verify.VerificationFailedException;
import dev.nightjar.mirror.verify.VerificationReport;
import dev.nightjar.mirror.verify.VerificationStatus;
import dev.nightjar.mirror.verify.VerificationStatus.Cancelled;
import dev.nightjar.mirror.verify.VerificationStatus.Failed;
import dev.nightjar.mirror.verify.VerificationStatus.Running;
import dev.nightjar.mirror.verify.VerificationWish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** A mirror compared with its table: what is wrong is found and explained, and nothing else is. */
@ExtendWith(EmbeddedEngine.class)
class VerificationTest {
  private static final VerificationWish FAST =
      new VerificationWish(OptionalDouble.of(1_000_000), new Sample.Whole(), 20);

  @TempDir Path directory;

  @Test
  void aRightMirrorIsEqualAndAWrongOneIsExplained(TestDatabase database) {
    try (MirrorWorld world = live(database, "explained", 300)) {
      world.table().put("p7", "s0", "newer");
      world.table().delete("p8", "s1");
      world.awaitCaughtUp();

      VerificationReport right = verify(world, FAST);

      assertThat(right.equal()).isTrue();
      assertThat(right.summary().items()).isEqualTo(299);
      assertThat(right.summary().rows()).isEqualTo(299);
      assertThat(right.summary().whole()).isTrue();
      assertThat(right.capacityUnits()).isPositive();
      assertThat(world.status().lastVerification()).contains(right.summary());

      // Behind the mirror's back.
      String table = "explained";
      database.execute("DELETE FROM %s WHERE pk IN ('p3', 'p7')".formatted(table));
      insert(database, table, "ghost", "s", "of nothing", 1, 0, 1, "EXPORT");
      insert(database, table, "p5", "s5", "forged", 1, 9, 77, "MODIFY");
      insert(database, table, "p7", "s0", "before 7", 1, 0, 1, "EXPORT");

      VerificationReport wrong = verify(world, FAST);

      assertThat(wrong.equal()).isFalse();
      assertThat(wrong.summary().unsettled()).isZero();
      assertThat(wrong.counts().byKind())
          .containsOnly(
              Map.entry(Kind.MISSING_ROW, 1L),
              Map.entry(Kind.EXTRA_ROW, 1L),
              Map.entry(Kind.OTHER_VALUES, 2L));
      assertThat(wrong.differences())
          .extracting(one -> one.key().get("pk"), Difference::kind)
          .containsExactlyInAnyOrder(
              tuple("p3", Kind.MISSING_ROW),
              tuple("ghost", Kind.EXTRA_ROW),
              tuple("p5", Kind.OTHER_VALUES),
              tuple("p7", Kind.OTHER_VALUES));
      Difference forged = of(wrong, "p5");
      assertThat(forged.item()).contains("{\"note\":\"before 5\",\"pk\":\"p5\",\"sk\":\"s5\"}");
      assertThat(forged.row().orElseThrow().depth()).isEqualTo(9);
      assertThat(forged.row().orElseThrow().sequenceNumber()).isEqualTo("77");
      assertThat(forged.row().orElseThrow().eventName()).isEqualTo("MODIFY");
      assertThat(forged.columns())
          .contains(new ColumnDifference("note", Optional.of("before 5"), Optional.of("forged")));
      assertThat(of(wrong, "p7").row().orElseThrow().sequenceNumber()).isEqualTo("1");
      assertThat(of(wrong, "p3").row()).isEmpty();
      assertThat(of(wrong, "ghost").item()).isEmpty();
      assertThat(verify(world, limited(1)).differences()).hasSize(1);
      assertThat(world.status().lastVerification().map(LastVerification::differences)).contains(4L);
      assertThat(database.text("SHOW TABLES LIKE '% verify %'")).isEmpty();
    }
  }

  private static VerificationWish limited(int limit) {
    return new VerificationWish(FAST.readCapacity(), FAST.sample(), limit);
  }

  private static Difference of(VerificationReport report, String pk) {
    return report.differences().stream()
        .filter(one -> pk.equals(one.key().get("pk")))
        .findFirst()
        .orElseThrow();
  }

  private static void insert(
      TestDatabase database,
      String table,
      String pk,
      String sk,
      String note,
      long generation,
      long depth,
      long sequence,
      String event) {
    database.execute(
        "INSERT INTO %1$s (pk, sk, note, _record, _timestamp, _event_name, _is_deleted, _version)"
                .formatted(table)
            + " SETTINGS insert_allow_materialized_columns = 1"
            + " SELECT '%s', '%s', '%s', '{\"note\":\"%3$s\",\"pk\":\"%1$s\",\"sk\":\"%2$s\"}', 0, '%s', 0,"
                .formatted(pk, sk, note, event)
            + " bitShiftLeft(toUInt256(%d), 192) + bitShiftLeft(toUInt256(%d), 160) + %d"
                .formatted(generation, depth, sequence));
  }

  @Test
  void aTableThatIsWrittenAllTheTimeHasNoFalseDifference(TestDatabase database) throws Exception {
    try (MirrorWorld world = live(database, "busy", 400)) {
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger writes = new AtomicInteger();
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; !over.get(); i++) {
                  int key = i % 120;
                  if (i % 3 == 2) {
                    world.table().delete("p" + key, "s" + key % 7);
                  } else {
                    world.table().put("p" + key, "s" + key % 7, "written " + i);
                  }
                  writes.incrementAndGet();
                }
              });
      try {
        await().until(() -> writes.get() > 20);

        VerificationReport busy = verify(world, FAST);

        assertThat(busy.equal()).isTrue();
        assertThat(busy.suspects()).isPositive();
      } finally {
        over.set(true);
        writer.join();
      }
      world.awaitCaughtUp();
      VerificationReport quiet = verify(world, FAST);
      assertThat(quiet.equal()).isTrue();
      assertThat(quiet.summary().unsettled()).isZero();
    }
  }

  @Test
  void misfitsAreCountedAndNoDifference(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "misfits")) {
      String file =
          MirrorWorld.FILE.replace(
              "`note` String `json:$.Item.note`", "`note` Int64 `json:$.Item.note` DEFAULT 7");
      world.table().dynamo().deleteTable(r -> r.tableName("orders"));
      createTable(world, ScalarAttributeType.N, ScalarAttributeType.B);
      String keyed = file.replace("`pk` String", "`pk` Int32");
      put(world, "12", "x", AttributeValue.fromN("5"));
      put(world, "13", "y", AttributeValue.fromS("no number"));
      put(world, "14.5", "z", AttributeValue.fromN("6"));
      put(world, "-1E+2", "w", AttributeValue.fromNul(true));
      world.open();
      world.mirrors().start(world.spec(keyed));
      world.awaitState(MirrorState.LIVE);

      VerificationReport report = verify(world, FAST);

      assertThat(report.equal()).isTrue();
      assertThat(report.summary().items()).isEqualTo(4);
      assertThat(report.summary().rows()).isEqualTo(3);
      assertThat(report.summary().misfits()).isEqualTo(1);
      assertThat(report.summary().withheld()).isEqualTo(1);
      database.execute("DELETE FROM misfits WHERE pk = 12");
      Difference missing = verify(world, FAST).differences().getFirst();
      assertThat(missing.kind()).isEqualTo(Kind.MISSING_ROW);
      assertThat(missing.key()).containsExactly(Map.entry("pk", "12"), Map.entry("sk", "eA=="));
    }
  }

  private static void put(MirrorWorld world, String pk, String sk, AttributeValue note) {
    world
        .table()
        .dynamo()
        .putItem(r ->
            r.tableName("orders")
                .item(
                    Map.of(
                        "pk", AttributeValue.fromN(pk),
                        "sk", AttributeValue.fromB(SdkBytes.fromUtf8String(sk)),
                        "note", note)));
  }

  private static void createTable(
      MirrorWorld world, ScalarAttributeType pk, ScalarAttributeType sk) {
    world
        .table()
        .dynamo()
        .createTable(r ->
            r.tableName("orders")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(List.of(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)))
                .attributeDefinitions(List.of(attribute("pk", pk), attribute("sk", sk)))
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    world.table().enableRecovery();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  @Test
  void aSampleCoversBothSidesOfItsPartitionKeys(TestDatabase database) {
    try (MirrorWorld world = live(database, "sampled", 200)) {
      VerificationReport sampled = verify(world, FAST.with(Sample.parse("10%")));

      assertThat(sampled.equal()).isTrue();
      assertThat(sampled.summary().whole()).isFalse();
      assertThat(sampled.summary().segmentsScanned()).isLessThan(sampled.summary().segments());
      assertThat(sampled.summary().items()).isBetween(1L, 80L);
      assertThat(sampled.summary().rows()).isEqualTo(sampled.summary().items());

      // Each partition key gets a row without an item.
      database.execute(
          "INSERT INTO sampled (pk, sk, note, _record, _event_name, _version)"
              + " SETTINGS insert_allow_materialized_columns = 1"
              + " SELECT pk, 'ghost', '', '', 'EXPORT', 1 FROM sampled FINAL");
      VerificationReport wrong = verify(world, FAST.with(Sample.parse("40")));

      assertThat(wrong.counts().byKind())
          .containsOnly(Map.entry(Kind.EXTRA_ROW, wrong.summary().items()));
      assertThat(wrong.summary().unsettled()).isZero();
    }
  }

  @Test
  void throttlesAreWaitedForAndADenialSaysWhatToAdd(TestDatabase database) {
    try (MirrorWorld world = live(database, "throttled", 50)) {
      world.table().aws().control().faults().on("*Scan").times(7).does(Effect.throttled());

      assertThat(verify(world, FAST).equal()).isTrue();

      world.table().forbid("dynamodb:Scan");
      VerificationStatus denied = end(world, FAST);
      assertThat(denied.outcome())
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.code()).isEqualTo("access_denied");
                assertThat(failed.message())
                    .contains("\"Action\":\"dynamodb:Scan\"")
                    .contains(LocalTable.ARN);
              });
    }
  }

  @Test
  void oneAtATimeWhichCanBeCancelledAndOnlyOfAMirrorThatIsLive(TestDatabase database) {
    try (MirrorWorld world = live(database, "cancelled", 50)) {
      String id = world.spec().id();
      VerificationWish slow =
          new VerificationWish(OptionalDouble.of(0.001), new Sample.Whole(), 20);
      world.mirrors().verify(id, slow);
      assertThatThrownBy(() -> world.mirrors().verify(id, FAST))
          .isInstanceOf(VerificationFailedException.class)
          .hasMessageContaining("already");

      world.mirrors().cancelVerification(id);

      assertThat(world.mirrors().verification(id).orElseThrow().outcome())
          .isInstanceOf(Cancelled.class);
      assertThat(database.text("SHOW TABLES LIKE '% verify %'")).isEmpty();
      assertThat(world.status().lastVerification()).isEmpty();
      // What a verification leaves that ended with its server goes at the next start.
      database.execute("CREATE TABLE `cancelled verify seen` (pk String) ENGINE = Null");
      world.stop();
      world.open();
      await().until(() -> database.text("SHOW TABLES LIKE '% verify %'").isEmpty());
      world.mirrors().pause(id);
      assertThatThrownBy(() -> world.mirrors().verify(id, FAST))
          .isInstanceOf(VerificationFailedException.class)
          .hasMessageContaining("PAUSED");
    }
  }

  private MirrorWorld live(TestDatabase database, String name, int items) {
    MirrorWorld world = MirrorWorld.of(database, directory, name);
    world.table().fill(0, items, "before");
    world.open();
    world.start();
    world.awaitState(MirrorState.LIVE);
    return world;
  }

  private static VerificationReport verify(MirrorWorld world, VerificationWish wish) {
    VerificationStatus end = end(world, wish);
    return end.report().orElseThrow(() -> new AssertionError("no report: " + end.outcome()));
  }

  /** What comes of one. Its seconds of waiting for what is on its way in the stream are short. */
  private static VerificationStatus end(MirrorWorld world, VerificationWish wish) {
    String id = world.spec().id();
    world.mirrors().verify(id, wish);
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          world.table().clock().advance(Duration.ofSeconds(1));
          return !(world.mirrors().verification(id).orElseThrow().outcome() instanceof Running);
        });
    return world.mirrors().verification(id).orElseThrow();
  }

  @Test
  void samplesAreSharesOrNumbers() {
    assertThat(Sample.parse("100%")).isEqualTo(new Sample.Whole());
    assertThat(Sample.parse("2.5%")).isEqualTo(new Sample.Share(0.025));
    assertThat(Sample.parse("1000")).isEqualTo(new Sample.Items(1000));
    for (String wrong : List.of("0", "-1", "101%", "1.5", "five", "%", "1e2147483647")) {
      assertThatThrownBy(() -> Sample.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + wrong + "'");
    }
  }
}
